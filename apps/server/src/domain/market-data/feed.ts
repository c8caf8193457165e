/** Assets whose prices are fetched: from where, how that went, and what the storing of it needs from a database. */
import type { Transaction } from '../transactions/ports.ts';
import type {
  DataGap,
  PricePoint,
  Provenance,
  ProviderFailure,
  ProviderName,
  QuarantinedPoint,
  Split,
} from './provider-port.ts';

/** The last failure; it goes with the next success. */
export interface FeedFailure {
  readonly kind: ProviderFailure['kind'];
  readonly message: string;
  readonly at: Date;
  /** From when asking again makes sense. */
  readonly until: Date | null;
}

/** Where prices of one instrument are had. */
export interface PriceSource {
  readonly provider: ProviderName;
  /** As the provider calls it. */
  readonly providerSymbol: string;
}

export interface Feed extends PriceSource {
  readonly assetId: string;
  /** Asked in their order when the provider has no answer; the owner has said that they are the same instrument. */
  readonly alternatives: readonly PriceSource[];
  /** Null as long as nothing was fetched. */
  readonly closes: Provenance['closes'] | null;
  readonly gaps: readonly DataGap[];
  readonly lastSuccessAt: Date | null;
  readonly failure: FeedFailure | null;
}

/** What a success leaves behind besides prices. */
export interface FeedSuccess {
  readonly at: Date;
  readonly closes: Provenance['closes'];
  readonly gaps: readonly DataGap[];
}

export interface FeedRepository {
  insert(
    ownerId: string,
    feed: Pick<Feed, 'assetId' | 'provider' | 'providerSymbol' | 'alternatives'>,
    transaction: Transaction,
  ): Promise<void>;
  find(ownerId: string, assetId: string): Promise<Feed | null>;
  /** Other sources from now on; the failure of the one before is forgotten. */
  setSources(
    ownerId: string,
    assetId: string,
    sources: Pick<Feed, 'provider' | 'providerSymbol' | 'alternatives'>,
    transaction: Transaction,
  ): Promise<void>;
  list(ownerId: string): Promise<readonly Feed[]>;
  /** Those of the assets that have one. */
  findMany(ownerId: string, assetIds: readonly string[]): Promise<readonly Feed[]>;
  /** Whoever may work and has a feed that was not asked since then, and no job that refreshes it. Needs the scope of the server. */
  ownersDue(since: Date): Promise<readonly string[]>;
  succeeded(ownerId: string, assetId: string, success: FeedSuccess, transaction: Transaction): Promise<void>;
  failed(ownerId: string, assetId: string, failure: FeedFailure, transaction: Transaction): Promise<void>;
}

export interface FetchedPriceRepository {
  /** The last prices as they were fetched, the latest first; days that the owner has decided about are passed over. */
  latest(ownerId: string, assetId: string, count: number): Promise<readonly PricePoint[]>;
  splits(ownerId: string, assetId: string): Promise<readonly Split[]>;
  /** Every stored price, dates ascending. */
  list(ownerId: string, assetId: string): Promise<readonly PricePoint[]>;
  quarantined(ownerId: string, assetId: string): Promise<readonly QuarantinedPoint[]>;
  /** Stores points with where they come from; those of the same dates are replaced, except where the owner has decided. */
  upsert(
    ownerId: string,
    assetId: string,
    points: readonly PricePoint[],
    provenance: Provenance,
    transaction: Transaction,
  ): Promise<void>;
  addSplits(
    ownerId: string,
    assetId: string,
    splits: readonly Split[],
    provider: ProviderName,
    transaction: Transaction,
  ): Promise<void>;
  /** Kept apart with their reason; the same point is kept once. */
  quarantine(
    ownerId: string,
    assetId: string,
    points: readonly QuarantinedPoint[],
    provenance: Provenance,
    transaction: Transaction,
  ): Promise<void>;
}
