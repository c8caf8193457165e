import type { AssetSource } from '../assets/asset.ts';
import type { Transaction } from '../transactions/ports.ts';
import type { RateSeries } from '../valuation/exchange-rates.ts';
import type { Provenance } from './provider-port.ts';

/** One unit of `base` costs `rates[i]` units of `quote` on `dates[i]`. */
export interface DatedRates {
  readonly base: string;
  readonly quote: string;
  readonly dates: readonly string[];
  readonly rates: readonly string[];
}

/** A pair of which rates were fetched. */
export interface FetchedPair {
  readonly base: string;
  readonly quote: string;
  readonly firstDate: string;
  readonly lastDate: string;
  readonly count: number;
  /** Of the last rate. */
  readonly provider: string;
  readonly fetchedAt: Date;
}

export interface ExchangeRateRepository {
  /** Every stored pair of one source in which one of the currencies takes part. */
  list(ownerId: string, source: AssetSource, currencies: readonly string[]): Promise<RateSeries[]>;
  /** Currencies of the owner's real assets, of their ledgers and portfolios, with the first date that is needed; null without prices. */
  needed(ownerId: string): Promise<{ readonly currencies: readonly string[]; readonly since: string | null }>;
  /** What was fetched, one row a pair. */
  fetchedPairs(ownerId: string): Promise<readonly FetchedPair[]>;
  /** Stores fetched rates; those of the same days are replaced. @returns How many days are new or other than before. */
  upsertFetched(
    ownerId: string,
    rates: DatedRates,
    provenance: Pick<Provenance, 'provider' | 'fetchedAt'>,
    transaction: Transaction,
  ): Promise<number>;
  /** Stores the rates of a pair that is not there yet. */
  insert(ownerId: string, source: AssetSource, rates: DatedRates, transaction?: Transaction): Promise<void>;
}

/** The rates of one currency as far as they are stored, with the last of them. */
export interface StoredRiskFreeRates {
  readonly currency: string;
  readonly series: string;
  /** Of the last rate. */
  readonly provider: string;
  /** Annual, as a fraction, on the last date. */
  readonly rate: string;
  readonly firstDate: string;
  readonly lastDate: string;
  readonly count: number;
  readonly fetchedAt: Date;
}

export interface RiskFreeRateRepository {
  latest(ownerId: string): Promise<readonly StoredRiskFreeRates[]>;
  /** Stores fetched rates; those of the same days are replaced. @returns How many days are new or other than before. */
  upsert(
    ownerId: string,
    rates: {
      readonly currency: string;
      readonly series: string;
      readonly dates: readonly string[];
      readonly rates: readonly string[];
    },
    provenance: Pick<Provenance, 'provider' | 'fetchedAt'>,
    transaction: Transaction,
  ): Promise<number>;
}
