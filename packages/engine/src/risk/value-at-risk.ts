import { requireReturns } from '../validate/vectors.ts';
import { lossTail } from './loss-tail.ts';
import { defaultConfidence } from './risk-measure-options.ts';

/**
 * Historical value at risk: the loss that the worst (1 − β) share of the periods reaches or exceeds.
 *
 *     VaR_β = −r_(⌈(1 − β) n⌉),  r_(1) ≤ r_(2) ≤ … ≤ r_(n)
 *
 * An observed return, not interpolated: the upper value at risk, the one whose CVaR is coherent.
 *
 * @param returns n ≥ 1 simple returns; NaN and an empty series are refused. With fewer than 1 / (1 − β) periods it is the worst return.
 * @param options confidence β strictly between 0 and 1, default 0.95.
 * @returns loss per period as a positive number; not floored at zero, so a series of gains has a negative value.
 *
 * Reference: Rockafellar and Uryasev, Conditional value-at-risk for general loss distributions, Journal of Banking & Finance 26 (2002).
 */
export function valueAtRisk(returns: ArrayLike<number>, options: { readonly confidence?: number } = {}): number {
  requireReturns(returns);
  const { wholeCount } = lossTail(returns.length, options.confidence ?? defaultConfidence);
  // Not −x: a return of zero is a loss of 0, not of −0.
  return 0 - Float64Array.from(returns).sort()[wholeCount];
}
