import { createReadStream } from 'node:fs';
import { readError } from './text-file.ts';

/** Standard input, where a file is asked for. */
export const standardInput = '-';

/**
 * The bytes of a file of any size, or of standard input for `-`, in pieces.
 *
 * @throws CliError that names the file.
 */
export async function* readBytes(file: string): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = file === standardInput ? process.stdin : createReadStream(file, { highWaterMark: 1024 * 1024 });
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    throw readError(file, error);
  }
}
