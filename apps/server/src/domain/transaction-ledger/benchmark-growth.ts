/** Growth of 1 in a benchmark on given dates. */
import { numberFromDecimal } from '../valuation/decimal-and-number.ts';
import type { LedgerQuotes } from './ledger-market.ts';

/**
 * g(t) = g(t−1) · (1 + Σ w_i · (P_i(t) / P_i(t−1) − 1)), from 1 at the first date.
 *
 * @returns one value a date: null everywhere when a price or rate is missing at the start, and from where one is missing on.
 */
export function benchmarkGrowth(
  items: readonly { readonly assetId: string; readonly weight: number }[],
  dates: readonly string[],
  { priceOn, rateOn }: LedgerQuotes,
  currency: string,
): (number | null)[] {
  const pricesAt = (date: string) =>
    items.map(({ assetId }) => {
      const found = priceOn(assetId, date);
      const rate = found === null ? null : rateOn(found.currency, currency, date);
      return rate === null ? Number.NaN : numberFromDecimal(found!.price) * numberFromDecimal(rate.rate);
    });
  let before = pricesAt(dates[0]!);
  let growth = before.some(Number.isNaN) ? Number.NaN : 1;
  return dates.map((date, index) => {
    if (index > 0) {
      const present = pricesAt(date);
      growth *= 1 + items.reduce((sum, { weight }, item) => sum + weight * (present[item]! / before[item]! - 1), 0);
      before = present;
    }
    return Number.isNaN(growth) ? null : growth;
  });
}
