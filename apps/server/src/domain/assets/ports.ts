/** What assets and their prices need from a database. Every call is about the rows of one owner. */
import type { AssetUpdate } from '@riskoptimizer/contracts';
import type { PriceColumn } from '../market-data/price-columns.ts';
import type { Transaction } from '../transactions/ports.ts';
import type { AssetDescription, AssetRecord, AssetSource, PriceSummary } from './asset.ts';

export interface AssetRepository {
  /** By source and symbol. */
  list(ownerId: string): Promise<AssetRecord[]>;
  find(ownerId: string, assetId: string): Promise<AssetRecord | null>;
  /** Those that exist, in any order. */
  findMany(ownerId: string, assetIds: readonly string[], transaction?: Transaction): Promise<AssetRecord[]>;
  /** Those that exist, in any order. */
  findBySymbols(ownerId: string, source: AssetSource, symbols: readonly string[]): Promise<AssetRecord[]>;
  /** Locked until the transaction ends. */
  lock(ownerId: string, assetId: string, transaction: Transaction): Promise<AssetRecord | null>;
  /** As findBySymbols, locked until the transaction ends. */
  lockBySymbols(
    ownerId: string,
    source: AssetSource,
    symbols: readonly string[],
    transaction: Transaction,
  ): Promise<AssetRecord[]>;
  /** Of an asset that is locked. */
  describe(ownerId: string, assetId: string, update: AssetUpdate, transaction: Transaction): Promise<void>;
  /** `held` when a portfolio holds it or is measured against it. */
  delete(ownerId: string, assetId: string): Promise<'deleted' | 'missing' | 'held'>;
  /**
   * Stores assets without prices and answers their ids, in the same order.
   *
   * @throws ProblemError `state-conflict` when one of them was stored by somebody else in the meantime.
   */
  insert(ownerId: string, assets: readonly AssetDescription[], transaction?: Transaction): Promise<string[]>;
  /** Replaces the price summary and marks prices that were loaded before as stale. */
  updatePriceSummary(ownerId: string, assetId: string, summary: PriceSummary, transaction?: Transaction): Promise<void>;
}

/** Decimal closes of one asset; dates ascend. */
export interface Closes {
  readonly dates: readonly string[];
  readonly closes: readonly string[];
}

/** Every date on which an asset has a price, and the last of the prices; null without any. */
export interface PricedDates {
  readonly dates: readonly string[];
  readonly lastClose: string | null;
}

export interface PriceRepository {
  /** Closing prices between two dates, inclusive; all of them when a date is left out. */
  list(ownerId: string, assetId: string, from: string | undefined, to: string | undefined): Promise<Closes>;
  /** Columns for calculations, by asset id; an asset without prices has an empty one. */
  columns(ownerId: string, assetIds: readonly string[]): Promise<Map<string, PriceColumn>>;
  dates(ownerId: string, assetId: string, transaction: Transaction): Promise<PricedDates>;
  /** The exact closes of one date, by asset id. */
  closesOn(ownerId: string, assetIds: readonly string[], date: string): Promise<Map<string, string>>;
  /** Stores closes of an asset that has none yet: without looking for what they would replace. */
  insert(ownerId: string, assetId: string, closes: Closes, transaction?: Transaction): Promise<void>;
  /** Stores closes; a close of the same asset and date is replaced, except where the owner has decided. */
  upsert(ownerId: string, assetId: string, closes: Closes, transaction?: Transaction): Promise<void>;
}
