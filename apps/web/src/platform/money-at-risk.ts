/** Where weights and returns, which are plain numbers, meet money, which is decimal: here, and nowhere else in the web app. */
import { missing, money, moneyDigits } from './format.ts';

/** A fraction of the portfolio's value in money, for a glance: `moneyOfFraction(0.018, '1284300.50', 'USD')` is `23,117 USD`. */
export function moneyOfFraction(
  fraction: number | null | undefined,
  totalValue: string | null,
  currency: string,
): string {
  if (fraction === null || fraction === undefined || totalValue === null || !Number.isFinite(fraction)) return missing;
  // A share of a value is an estimate to begin with: a double holds far more digits of it than are known.
  return money((fraction * Number(totalValue)).toFixed(2), currency, moneyDigits(totalValue));
}
