/** What the server refuses, by a code of the closed list in contracts. The API turns it into problem+json. */
import { type ProblemCode, type ProblemDetail, problemCatalogue } from '@riskoptimizer/contracts';

export interface ProblemOptions extends ErrorOptions {
  /** Each thing that is wrong and where, when there is more to say than `detail`. */
  readonly errors?: readonly ProblemDetail[];
  /** All that is wrong, when `errors` lists only the first. */
  readonly errorCount?: number;
  /** Seconds after which a retry makes sense; the API sends it as Retry-After. */
  readonly retryAfterSeconds?: number;
}

/**
 * An answer that is not a result. `detail` is read by people: what was wrong in this request, and what to do.
 * Anything else that is thrown is a defect and answered as `internal-error`, its message kept to the log.
 */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly ProblemDetail[] | undefined;
  readonly errorCount: number | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, detail: string, options: ProblemOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ProblemError';
    this.code = code;
    this.status = problemCatalogue[code].status;
    this.title = problemCatalogue[code].title;
    this.detail = detail;
    this.errors = options.errors;
    this.errorCount = options.errorCount;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
