import { mean } from '../moments/mean.ts';
import { requireReturns } from '../validate/vectors.ts';
import { requireDdof } from './risk-measure-options.ts';

/**
 * Variance of returns around their mean.
 *
 *     Σ (r − m)² / (n − ddof)
 *
 * @param returns n simple returns, n > ddof; NaN and an empty series are refused; a constant series has exactly 0.
 * @param options ddof 1 (default) for a sample, 0 for a whole population.
 * @returns squared return per period, ≥ 0.
 */
export function variance(returns: ArrayLike<number>, options: { readonly ddof?: 0 | 1 } = {}): number {
  const ddof = requireDdof(options.ddof);
  requireReturns(returns, ddof + 1);
  const centre = mean(returns);
  let squares = 0;
  for (let period = 0; period < returns.length; period += 1) {
    const deviation = returns[period] - centre;
    squares += deviation * deviation;
  }
  return squares / (returns.length - ddof);
}
