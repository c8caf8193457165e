/** Whatever was thrown or returned as an error, as one thing to show. */
import { ApiProblem, type ApiProblemData } from '@riskoptimizer/client';

export type ShownProblem = Pick<ApiProblemData, 'title' | 'detail' | 'errors' | 'errorCount' | 'requestId'> & {
  readonly code: ApiProblemData['code'] | null;
};

function isProblemData(error: unknown): error is ApiProblemData {
  return typeof error === 'object' && error !== null && 'code' in error && 'detail' in error && 'requestId' in error;
}

export function problemOf(error: unknown): ShownProblem {
  if (error instanceof ApiProblem) return error.toData();
  if (isProblemData(error)) return error;
  // RTK Query keeps an error that was thrown in our own code as `{ name, message }`.
  const message =
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  return {
    code: null,
    title: 'Something went wrong on this page',
    detail: `${message}. Reload the page; if it happens again, please report it with the steps that lead here.`,
    errors: [],
    errorCount: 0,
    requestId: null,
  };
}
