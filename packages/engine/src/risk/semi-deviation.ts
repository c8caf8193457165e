import { mean } from '../moments/mean.ts';
import { requireReturns } from '../validate/vectors.ts';
import { requireDdof } from './risk-measure-options.ts';

/**
 * Semi-deviation: the standard deviation that counts only returns below the mean.
 *
 *     √( Σ min(r − m, 0)² / (n − ddof) )
 *
 * n counts all periods, not only those below the mean.
 *
 * @param returns n simple returns, n > ddof; NaN and an empty series are refused; a constant series has exactly 0.
 * @param options ddof 1 (default) or 0.
 * @returns return per period, ≥ 0, at most the standard deviation.
 *
 * Reference: Markowitz, Portfolio Selection (1959), chapter 9.
 */
export function semiDeviation(returns: ArrayLike<number>, options: { readonly ddof?: 0 | 1 } = {}): number {
  const ddof = requireDdof(options.ddof);
  requireReturns(returns, ddof + 1);
  const centre = mean(returns);
  let squares = 0;
  for (let period = 0; period < returns.length; period += 1) {
    const shortfall = Math.min(returns[period] - centre, 0);
    squares += shortfall * shortfall;
  }
  return Math.sqrt(squares / (returns.length - ddof));
}
