import { standardDeviation } from '../risk/standard-deviation.ts';
import { requirePositive } from '../validate/numbers.ts';

/**
 * Annual volatility, σ √P: the standard deviation (ddof 1) scaled as if returns of different periods were uncorrelated.
 *
 * @param returns n ≥ 2 simple returns; NaN is refused; a constant series has exactly 0.
 * @returns return per year, ≥ 0.
 */
export function volatilityAnnual(returns: ArrayLike<number>, options: { readonly periodsPerYear: number }): number {
  return standardDeviation(returns) * Math.sqrt(requirePositive(options.periodsPerYear, 'periodsPerYear'));
}
