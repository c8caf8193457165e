import { mean } from '../moments/mean.ts';
import { requireReturns } from '../validate/vectors.ts';

/**
 * Mean absolute deviation of returns from their mean, Σ |r − m| / n.
 *
 * @param returns n ≥ 1 simple returns; NaN and an empty series are refused; a constant series has exactly 0.
 * @returns return per period, ≥ 0.
 *
 * Reference: Konno and Yamazaki, Mean-absolute deviation portfolio optimization model, Management Science 37 (1991).
 */
export function meanAbsoluteDeviation(returns: ArrayLike<number>): number {
  requireReturns(returns);
  const centre = mean(returns);
  let sum = 0;
  for (let period = 0; period < returns.length; period += 1) sum += Math.abs(returns[period] - centre);
  return sum / returns.length;
}
