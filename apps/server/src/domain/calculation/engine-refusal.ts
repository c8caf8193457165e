/** What the engine refuses, in the words of the API. */
import type { ProblemCode } from '@riskoptimizer/contracts';
import { EngineError, type EngineErrorCode } from '@riskoptimizer/engine';
import { ProblemError } from '../../core/errors.ts';

/** There is nothing wrong with these inputs but that there are too few of them. */
const insufficient: ReadonlySet<EngineErrorCode> = new Set(['too-few-observations', 'empty-window', 'empty']);

/** Runs a calculation; a refusal of the engine becomes a problem, anything else stays the defect that it is. */
export function refuseLikeEngine<Result>(calculate: () => Result): Result {
  try {
    return calculate();
  } catch (error) {
    if (error instanceof EngineError) throw problemFromEngine(error);
    throw error;
  }
}

function problemFromEngine(error: EngineError): ProblemError {
  const code: ProblemCode = insufficient.has(error.code) ? 'data-insufficient' : 'calculation-refused';
  return new ProblemError(code, error.message, { cause: error });
}
