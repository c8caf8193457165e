import type { z } from 'zod';
import { ProblemError } from '../../core/errors.ts';
import { problemOfIssues } from './schema-problem.ts';
import { parseStrictJson } from './strict-json.ts';

/**
 * A body from its bytes: UTF-8, strict JSON, and what the schema asks for. It takes a fifth of a second for the largest
 * bodies, so it is called in worker threads.
 *
 * @throws ProblemError `request-malformed` or `request-invalid`.
 */
export function readBody<Schema extends z.ZodType>(schema: Schema, bytes: Uint8Array): z.output<Schema> {
  const result = schema.safeParse(parseStrictJson(decode(bytes)));
  if (result.success) return result.data;
  throw problemOfIssues(result.error.issues, 'body');
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    const detail = 'The body has bytes that are not UTF-8. Send JSON in UTF-8.';
    throw new ProblemError('request-malformed', detail, { cause: error });
  }
}
