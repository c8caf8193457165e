import { requireReturns } from '../validate/vectors.ts';
import { lossTail } from './loss-tail.ts';
import { defaultConfidence } from './risk-measure-options.ts';

/**
 * Historical conditional value at risk (CVaR, expected shortfall): the mean loss of the worst (1 − β) share of the periods.
 *
 *     CVaR_β = −(1/k) ( Σ_{i<⌈k⌉} r_(i) + (k − ⌈k⌉ + 1) r_(⌈k⌉) ),  k = (1 − β) n
 *            = VaR_β + (1/k) Σ_{i<⌈k⌉} (r_(⌈k⌉) − r_(i))
 *
 * The boundary scenario counts with the fraction of it that lies in the tail. In the second form, VaR plus a mean excess, CVaR ≥ VaR holds to the last bit.
 *
 * @param returns n ≥ 1 simple returns; NaN and an empty series are refused; a constant series gives minus the constant.
 * @param options confidence β strictly between 0 and 1, default 0.95.
 * @returns loss per period as a positive number; not floored at zero.
 *
 * Reference: Rockafellar and Uryasev, Conditional value-at-risk for general loss distributions, Journal of Banking & Finance 26 (2002), section 3.
 */
export function conditionalValueAtRisk(
  returns: ArrayLike<number>,
  options: { readonly confidence?: number } = {},
): number {
  requireReturns(returns);
  const { size, wholeCount } = lossTail(returns.length, options.confidence ?? defaultConfidence);
  const sorted = Float64Array.from(returns).sort();
  const boundary = sorted[wholeCount];
  let excess = 0;
  for (let rank = 0; rank < wholeCount; rank += 1) excess += boundary - sorted[rank];
  return 0 - boundary + excess / size;
}
