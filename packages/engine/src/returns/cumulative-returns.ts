/** What an investment has gained since the start, period by period. */
import { EngineError } from '../validate/engine-error.ts';
import { requireReturns } from '../validate/vectors.ts';

/**
 * Cumulative returns: Π (1 + r) − 1 compounded (default), Σ r uncompounded.
 *
 * @param returns T simple returns; NaN and an empty series are refused, and so is a return below −1 when compounding.
 * @returns T values; 0.25 after period t means a gain of 25 % since the start.
 */
export function cumulativeReturns(
  returns: ArrayLike<number>,
  options: { readonly compounded?: boolean } = {},
): Float64Array {
  requireReturns(returns);
  const compounded = options.compounded ?? true;
  if (compounded) requireCompoundable(returns);
  const cumulative = new Float64Array(returns.length);
  let value = compounded ? 1 : 0;
  for (let period = 0; period < returns.length; period += 1) {
    value = compounded ? value * (1 + returns[period]) : value + returns[period];
    cumulative[period] = compounded ? value - 1 : value;
  }
  return cumulative;
}

/** Returns the series when no return is below −1: losing more than everything has no compounded continuation. */
export function requireCompoundable<Vector extends ArrayLike<number>>(returns: Vector, argument = 'returns'): Vector {
  for (let period = 0; period < returns.length; period += 1) {
    if (returns[period] < -1) {
      throw new EngineError(
        'bad-return',
        argument,
        `${argument}[${period}] is ${returns[period]}, a loss of more than everything; compounding needs returns of at least -1. Use compounded: false.`,
      );
    }
  }
  return returns;
}
