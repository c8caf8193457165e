/** Every failure of a call as one type, so that a screen needs one way to say what went wrong. */
import { type Problem, type ProblemCode, type ProblemDetail, problem as problemSchema } from '@riskoptimizer/contracts';

/** Failures that no server can report, because its answer never arrived or could not be read. */
export const clientProblemTitles = {
  aborted: 'The request was cancelled',
  unreachable: 'The server cannot be reached',
  'response-invalid': 'The answer of the server is not what was agreed',
} as const;

export type ClientProblemCode = keyof typeof clientProblemTitles;
export type ApiProblemCode = ProblemCode | ClientProblemCode;

/** The plain form of a problem: what a Redux store can hold. `status` is 0 when there was no answer. */
export interface ApiProblemData {
  readonly code: ApiProblemCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly ProblemDetail[];
  readonly errorCount: number;
  readonly requestId: string | null;
}

/** The error that every client function throws. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ApiProblemCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly ProblemDetail[];
  readonly errorCount: number;
  readonly requestId: string | null;

  constructor(data: ApiProblemData, options?: ErrorOptions) {
    super(data.detail, options);
    this.code = data.code;
    this.status = data.status;
    this.title = data.title;
    this.detail = data.detail;
    this.errors = data.errors;
    this.errorCount = data.errorCount;
    this.requestId = data.requestId;
  }

  toData(): ApiProblemData {
    const { code, status, title, detail, errors, errorCount, requestId } = this;
    return { code, status, title, detail, errors, errorCount, requestId };
  }
}

/** A failure on our side of the wire. */
export function clientProblem(code: ClientProblemCode, detail: string, status = 0, cause?: unknown): ApiProblem {
  const title = clientProblemTitles[code];
  return new ApiProblem({ code, status, title, detail, errors: [], errorCount: 0, requestId: null }, { cause });
}

/** The problem in the body of an answer, or a `response-invalid` one when the body is not a problem document. */
export function problemFromAnswer(status: number, body: unknown): ApiProblem {
  const parsed = problemSchema.safeParse(body);
  if (!parsed.success) {
    return clientProblem(
      'response-invalid',
      `The server answered with status ${status} and no readable explanation. Something between this page and the server may have answered in its place.`,
      status,
    );
  }
  return new ApiProblem(problemData(parsed.data));
}

function problemData(problem: Problem): ApiProblemData {
  const errors = problem.errors ?? [];
  const { code, status, title, detail, requestId } = problem;
  return { code, status, title, detail, errors, errorCount: problem.errorCount ?? errors.length, requestId };
}
