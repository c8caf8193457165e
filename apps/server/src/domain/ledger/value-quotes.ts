/** Prices and rates for a history of values: as doubles in one currency, each gap written down. */
import { numberFromDecimal } from '../valuation/decimal-and-number.ts';
import type { PriceOn, RateOn } from './ledger-types.ts';
import { daysBetween } from './realised-result.ts';

/** A price or rate that is not of the day. `stale`: the last known one was used, `ageDays` old. `missing`: there is none. */
export interface ValueGap {
  readonly kind: 'price' | 'rate';
  readonly status: 'stale' | 'missing';
  readonly date: string;
  /** The asset whose price it is; null for a rate. */
  readonly assetId: string | null;
  /** The currency that was to be converted; null for a price. */
  readonly currency: string | null;
  readonly ageDays: number | null;
  /** A sentence for people. */
  readonly reason: string;
}

export interface Quotes {
  /** Price of a unit in the currency of the history; NaN when it is not known. */
  priceOf(assetId: string, date: string, gaps: ValueGap[]): number;
  /** Units of the currency of the history for one of `currency`; NaN when it is not known. */
  rateOf(currency: string, date: string, gaps: ValueGap[]): number;
}

export interface QuoteSources {
  readonly priceOn: PriceOn;
  readonly rateOn: RateOn;
  readonly currency: string;
}

export function createQuotes({ priceOn, rateOn, currency: into }: QuoteSources): Quotes {
  const rateOf = (currency: string, date: string, gaps: ValueGap[]): number => {
    if (currency === into) return 1;
    const found = rateOn(currency, into, date);
    if (found?.date === date) return numberFromDecimal(found.rate);
    // Many holdings share a currency: one gap says it for all of them.
    if (!gaps.some((gap) => gap.kind === 'rate' && gap.currency === currency && gap.date === date))
      gaps.push({
        kind: 'rate',
        assetId: null,
        currency,
        date,
        ...(found === null
          ? missing(`there is no rate from ${currency} to ${into} on or before ${date}`)
          : stale(found.date, date, `the last rate from ${currency} to ${into}`)),
      });
    return found === null ? Number.NaN : numberFromDecimal(found.rate);
  };
  return {
    rateOf,
    priceOf(assetId, date, gaps) {
      const found = priceOn(assetId, date);
      if (found?.date !== date)
        gaps.push({
          kind: 'price',
          assetId,
          currency: null,
          date,
          ...(found === null
            ? missing(`there is no price on or before ${date}`)
            : stale(found.date, date, 'the last price')),
        });
      return found === null ? Number.NaN : numberFromDecimal(found.price) * rateOf(found.currency, date, gaps);
    },
  };
}

const missing = (reason: string) => ({ status: 'missing', ageDays: null, reason }) as const;

function stale(known: string, date: string, what: string): Pick<ValueGap, 'status' | 'ageDays' | 'reason'> {
  const ageDays = daysBetween(known, date);
  return { status: 'stale', ageDays, reason: `${what} is of ${known}, ${ageDays} days old` };
}
