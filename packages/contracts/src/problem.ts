/** Errors as RFC 9457 problem details, from one closed list of codes. */
import { z } from 'zod';

/** Every code the API can answer with: its status, its title, and when it is used. `docs/guides/errors.md` is checked against this list. */
export const problemCatalogue = {
  'request-invalid': { status: 400, title: 'The request is not valid' },
  'request-malformed': { status: 400, title: 'The request body is not readable' },
  'sign-in-required': { status: 401, title: 'Sign in first' },
  'sign-in-refused': { status: 401, title: 'The sign-in was refused' },
  'second-factor-required': { status: 403, title: 'A second factor has to be set up first' },
  'step-up-required': { status: 403, title: 'Confirm that it is you' },
  'permission-denied': { status: 403, title: 'Your role does not allow this' },
  'csrf-refused': { status: 403, title: 'The request does not come from your page' },
  'origin-refused': { status: 403, title: 'Requests from this origin are refused' },
  'not-found': { status: 404, title: 'There is no such thing here' },
  'method-not-allowed': { status: 405, title: 'This method is not available here' },
  'version-conflict': { status: 412, title: 'It was changed in the meantime' },
  'version-required': { status: 428, title: 'Say which version you are changing' },
  'already-exists': { status: 409, title: 'It exists already' },
  'state-conflict': { status: 409, title: 'This is not possible in the present state' },
  'idempotency-conflict': { status: 409, title: 'The same request is still under way' },
  'idempotency-mismatch': { status: 422, title: 'This Idempotency-Key was used for another request' },
  'password-refused': { status: 422, title: 'This password cannot be used' },
  'body-too-large': { status: 413, title: 'The request is too large' },
  'media-type-unsupported': { status: 415, title: 'This content type is not supported' },
  'price-file-invalid': { status: 422, title: 'The price file cannot be imported' },
  'transaction-file-invalid': { status: 422, title: 'The file of transactions cannot be imported' },
  'data-insufficient': { status: 422, title: 'There is not enough data for this calculation' },
  'exchange-rate-missing': { status: 422, title: 'An exchange rate is missing' },
  'calculation-refused': { status: 422, title: 'The calculation cannot be done with these inputs' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  'not-ready': { status: 503, title: 'The service is not ready' },
  'calculation-timeout': { status: 504, title: 'The calculation took too long' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problemCatalogue;
export const problemCode = z.enum(Object.keys(problemCatalogue) as [ProblemCode, ...ProblemCode[]]);

/** One thing that is wrong, and where: a field of the body, or a line and column of a file. */
export const problemDetail = z.object({
  message: z.string().describe('What is wrong and what was expected'),
  field: z.string().optional().describe('JSON pointer of the field, or the column header in a file'),
  line: z.int().optional().describe('Line in the file, from 1'),
  column: z.int().optional().describe('Column in the file, from 1'),
  value: z.string().optional().describe('The value found, shortened'),
  remedy: z.string().optional().describe('What to do'),
});
export type ProblemDetail = z.infer<typeof problemDetail>;

export const problem = z.object({
  type: z.string().describe('Identifier of the kind of problem'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('What was wrong in this request, and what to do'),
  code: problemCode,
  requestId: z.string(),
  errors: z.array(problemDetail).optional(),
  errorCount: z.int().optional().describe('All that is wrong, where `errors` lists only the first'),
});
export type Problem = z.infer<typeof problem>;
