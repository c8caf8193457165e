/** The value of a ledger on given dates, with the flows that must not be taken for returns. */
import type { ExternalFlow, LedgerEntry, PriceOn, RateOn } from './ledger-types.ts';

export interface ValueHistoryInput {
  readonly entries: readonly LedgerEntry[];
  /** Ascending ISO dates, each once: the days to value at their end. */
  readonly dates: readonly string[];
  readonly priceOn: PriceOn;
  readonly rateOn: RateOn;
  /** Everything is expressed in it. */
  readonly currency: string;
}

/** A price or rate that is not of the day. `stale` uses the last known one, `ageDays` old; `missing` has none at all. */
export interface ValueGap {
  readonly kind: 'price' | 'rate';
  readonly status: 'stale' | 'missing';
  /** The asset, or null when the rate of cash is concerned. */
  readonly assetId: string | null;
  readonly currency: string | null;
  readonly ageDays: number | null;
  readonly reason: string;
}

/** Doubles in the currency asked: they go into returns, which are dimensionless. Null is not known, see `gaps`. */
export interface ValuePoint {
  readonly date: string;
  readonly holdings: number | null;
  readonly cash: number | null;
  readonly total: number | null;
  /** Positive sum of the external flows into the portfolio since the date before; of the first date only its own. */
  readonly inflow: number | null;
  /** Positive sum of those out of it. */
  readonly outflow: number | null;
  readonly flows: readonly ExternalFlow[];
  readonly gaps: readonly ValueGap[];
}

export function valueHistory(_input: ValueHistoryInput): readonly ValuePoint[] {
  throw new Error('valueHistory: the rules follow');
}
