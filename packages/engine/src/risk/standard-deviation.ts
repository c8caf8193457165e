import { variance } from './variance.ts';

/**
 * Standard deviation of returns (volatility), √variance.
 *
 * @param returns n simple returns, n > ddof; NaN and an empty series are refused; a constant series has exactly 0.
 * @param options ddof 1 (default) for a sample, 0 for a whole population.
 * @returns return per period, ≥ 0; times √periodsPerYear for a year, see volatilityAnnual.
 */
export function standardDeviation(returns: ArrayLike<number>, options: { readonly ddof?: 0 | 1 } = {}): number {
  return Math.sqrt(variance(returns, options));
}
