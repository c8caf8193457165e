import { type ReadEverything, type ReadEverythingInput, readEverything } from '../domain/exports/read-everything.ts';

/** A file of everything that a user had: read and checked where nobody waits for it. */
export function readEverythingJob(input: ReadEverythingInput): ReadEverything {
  return readEverything(input);
}
