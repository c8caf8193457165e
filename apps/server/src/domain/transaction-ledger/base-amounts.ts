/** Amounts of a ledger in one currency: each at the rate of its own day, and null with a gap where there is none. */
import type { LedgerGap } from '@riskoptimizer/contracts';
import {
  type LedgerEntry,
  type LedgerOptions,
  type LedgerResult,
  type RateOn,
  type RealisedResult,
  replayLedger,
} from '../ledger/ledger.ts';
import { daysBetween } from '../ledger/realised-result.ts';
import { Money } from '../valuation/decimal-and-number.ts';
import { valueDecimals } from '../valuation/holding-values.ts';

/** What is older is told to be: longer than weekends and holidays take. */
export const staleAfterDays = 7;

export interface BaseAmounts {
  readonly currency: string;
  /** Null, with the reason added to the gaps, when there is no rate or the amount is not known. */
  of(amount: Money | null, currency: string, date: string, gaps?: LedgerGap[]): Money | null;
}

export function baseAmounts(rateOn: RateOn, base: string): BaseAmounts {
  return {
    currency: base,
    of(amount, currency, date, gaps) {
      if (amount === null || currency === base) return amount;
      const found = rateOn(currency, base, date);
      const ageDays = found === null ? null : daysBetween(found.date, date);
      if (found === null)
        addOnce(gaps, {
          code: 'exchange-rate-missing',
          ageDays,
          reason: `there is no rate from ${currency} to ${base} on or before ${date}`,
        });
      else if (found.isSimulated !== true && ageDays! > staleAfterDays)
        addOnce(gaps, {
          code: 'exchange-rate-stale',
          ageDays,
          reason: `the last rate from ${currency} to ${base} on or before ${date} is of ${found.date}`,
        });
      return found === null ? null : amount.mul(found.rate);
    },
  };
}

function addOnce(gaps: LedgerGap[] | undefined, gap: LedgerGap): void {
  if (gaps?.some(({ reason }) => reason === gap.reason) === false) gaps.push(gap);
}

/** Null as soon as one of them is. */
export function sumOf(amounts: readonly (Money | null)[]): Money | null {
  return amounts.reduce<Money | null>(
    (sum, amount) => (sum === null || amount === null ? null : sum.plus(amount)),
    new Money(0),
  );
}

/** To the cent, as everything that is shown; null stays. */
export function cents(amount: Money | null): string | null {
  if (amount === null) return null;
  const rounded = amount.toDecimalPlaces(valueDecimals);
  return (rounded.isZero() ? new Money(0) : rounded).toFixed(valueDecimals);
}

/** result / |cost|; null without a cost. */
export function returnOn(result: Money | null, cost: Money | null): number | null {
  if (result === null || cost === null || cost.isZero()) return null;
  return result.div(cost.abs()).toNumber();
}

/**
 * The ledger for amounts in the base currency. Lots keep what they cost and are converted at their own day; the average is
 * taken of what was paid in the base currency, so that buying and selling leaves nothing over.
 */
export function replayInBase(
  result: LedgerResult,
  entries: readonly LedgerEntry[],
  options: LedgerOptions,
  base: string,
): LedgerResult {
  return options.method === 'average' ? replayLedger(entries, { ...options, costCurrency: base }) : result;
}

/** What a closing brought in, what it had cost and the difference, each end at the rate of its own day. */
export function realisedInBase(result: RealisedResult, base: BaseAmounts) {
  const lots = sumOf(result.lots.map(({ amount, currency, date }) => base.of(amount, currency, date)));
  const isLong = result.direction === 'long';
  const closing = base.of(isLong ? result.proceeds : result.cost, result.currency, result.date);
  // Of the cash of a merger a share of the cost of the lots is closed, which is what they name.
  const [proceeds, cost] = isLong ? [closing, lots] : [lots, closing];
  return { proceeds, cost, result: proceeds === null || cost === null ? null : proceeds.minus(cost) };
}
