import { EngineError } from '../validate/engine-error.ts';
import { requireFinite, requireInteger } from '../validate/numbers.ts';

/** Actual/365: the day count of XIRR, so that annual returns of all kinds compare. */
export const daysPerYear = 365;

/**
 * Annual return with the same total, or null for less than a year: nobody earned what a few months would extrapolate to.
 *
 *     (1 + R)^(365 / days) − 1
 *
 * @param total return over the period, at least −1; NaN and infinite values are refused.
 * @param days calendar days of the period.
 */
export function annualisedReturn(total: number, days: number): number | null {
  requireFinite(total, 'total');
  requireInteger(days, 0, 'days');
  if (total < -1)
    throw new EngineError(
      'bad-return',
      'total',
      `total is ${total}, a loss of more than everything; it has no annual equivalent. Show it as it is.`,
    );
  return days < daysPerYear ? null : (1 + total) ** (daysPerYear / days) - 1;
}
