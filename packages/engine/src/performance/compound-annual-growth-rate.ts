import { requireCompoundable } from '../returns/cumulative-returns.ts';
import { requireInteger, requirePositive } from '../validate/numbers.ts';
import { requireReturns } from '../validate/vectors.ts';

export interface GrowthRateOptions {
  /** 252 for trading days, 12 for months. */
  readonly periodsPerYear: number;
  /** How many periods the returns cover, when some were left out; default their number. */
  readonly periodCount?: number;
}

/**
 * Compound annual growth rate: the constant annual return with the same final value.
 *
 *     Π (1 + r)^(P/n) − 1
 *
 * @param returns n ≥ 1 simple returns; NaN, an empty series and a return below −1 are refused.
 * @returns return per year; −1 when everything was lost. Less than a year is extrapolated: say so where it is shown.
 */
export function compoundAnnualGrowthRate(returns: ArrayLike<number>, options: GrowthRateOptions): number {
  requireReturns(returns);
  requireCompoundable(returns);
  const periodsPerYear = requirePositive(options.periodsPerYear, 'periodsPerYear');
  const periodCount = requireInteger(options.periodCount ?? returns.length, returns.length, 'periodCount');
  let growth = 1;
  for (let period = 0; period < returns.length; period += 1) growth *= 1 + returns[period];
  return growth ** (periodsPerYear / periodCount) - 1;
}
