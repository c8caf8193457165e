/** What crosses the border between the API and a worker thread. Classes do not survive it, so problems travel as data. */
import type { ProblemCode, ProblemDetail } from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';

/** The shape of `jobs/registry.ts`: a name and the function that a worker thread runs for it. */
export type JobTable = Record<string, (input: never) => unknown>;

export interface JobRequest {
  readonly name: string;
  readonly input: unknown;
}

export type JobAnswer =
  | { readonly status: 'done'; readonly result: unknown }
  | { readonly status: 'problem'; readonly problem: ProblemMessage }
  | { readonly status: 'defect'; readonly name: string; readonly message: string; readonly stack: string };

interface ProblemMessage {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors: readonly ProblemDetail[] | undefined;
  readonly errorCount: number | undefined;
  readonly retryAfterSeconds: number | undefined;
}

export function problemToMessage(problem: ProblemError): ProblemMessage {
  const { code, detail, errors, errorCount, retryAfterSeconds } = problem;
  return { code, detail, errors, errorCount, retryAfterSeconds };
}

export function problemFromMessage(message: ProblemMessage): ProblemError {
  return new ProblemError(message.code, message.detail, {
    ...(message.errors === undefined ? {} : { errors: message.errors }),
    ...(message.errorCount === undefined ? {} : { errorCount: message.errorCount }),
    ...(message.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: message.retryAfterSeconds }),
  });
}
