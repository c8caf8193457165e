import type { AssetSource } from '../assets/asset.ts';
import type { Transaction } from '../transactions/ports.ts';
import type { RateSeries } from '../valuation/exchange-rates.ts';

/** One unit of `base` costs `rates[i]` units of `quote` on `dates[i]`. */
export interface DatedRates {
  readonly base: string;
  readonly quote: string;
  readonly dates: readonly string[];
  readonly rates: readonly string[];
}

export interface ExchangeRateRepository {
  /** Every stored pair of one source in which one of the currencies takes part. */
  list(ownerId: string, source: AssetSource, currencies: readonly string[]): Promise<RateSeries[]>;
  /** Stores the rates of a pair that is not there yet. */
  insert(ownerId: string, source: AssetSource, rates: DatedRates, transaction?: Transaction): Promise<void>;
}
