import { requireFinite, requireInRange, requireInteger, requireOneOf } from '../validate/numbers.ts';

/** `end`: a flow works from the day after; `start`: it works on its own day as well. */
export const dietzTimings = ['end', 'start'] as const;
export type DietzTiming = (typeof dietzTimings)[number];

export interface ModifiedDietzInput {
  readonly startValue: number;
  readonly endValue: number;
  /** Calendar days of the period, at least 1. */
  readonly days: number;
  /** `day` from 0 (the start) to `days` (the end); `amount` positive into the portfolio, negative out of it. */
  readonly flows: readonly { readonly day: number; readonly amount: number }[];
  readonly timing?: DietzTiming;
}

/**
 * Modified Dietz return: the gain over the average capital, each flow weighted by the time it was there.
 *
 *     R = (V₁ − V₀ − Σ F_i) / (V₀ + Σ w_i F_i),   w_i = (D − d_i) / D   (start of day: (D − d_i + 1) / D, at most 1)
 *
 * It needs no values at the flows and so is an approximation to the money-weighted return of the period: close for small
 * flows and short periods. Use timeWeightedReturn where daily values are known.
 *
 * @returns return over the period, not annualised; NaN when the average capital is not positive. NaN and infinite inputs, and
 * days outside of the period, are refused.
 *
 * Reference: Dietz, Pension Funds: Measuring Investment Performance (1966); GIPS for Firms (2020), section 2.A.
 */
export function modifiedDietzReturn(input: ModifiedDietzInput): number {
  const { startValue, endValue, flows, timing = 'end' } = input;
  requireFinite(startValue, 'startValue');
  requireFinite(endValue, 'endValue');
  requireOneOf(timing, dietzTimings, 'timing');
  const days = requireInteger(input.days, 1, 'days');
  let flow = 0;
  let capital = startValue;
  for (const [index, { day, amount }] of flows.entries()) {
    requireInRange(day, 0, days, `flows[${index}].day`);
    requireFinite(amount, `flows[${index}].amount`);
    flow += amount;
    capital += amount * Math.min(1, (days - day + (timing === 'start' ? 1 : 0)) / days);
  }
  return capital > 0 ? (endValue - startValue - flow) / capital : Number.NaN;
}
