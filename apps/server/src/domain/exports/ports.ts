/** What the export and import of everything need from a database. Every call is about the rows of one owner. */
import type { SavedImportMapping } from '@riskoptimizer/contracts';
import type { AssetRecord, AssetSource, PriceSummary } from '../assets/asset.ts';
import type { DatedRates } from '../market-data/ports.ts';
import type { PortfolioRecord } from '../portfolios/portfolio.ts';
import type { LedgerRecord } from '../transaction-ledger/ports.ts';
import type { Transaction } from '../transactions/ports.ts';

export interface SourcedRates extends DatedRates {
  readonly source: AssetSource;
}

/** All rows of an owner but the prices, as they were at one moment. */
export interface EverythingStored {
  readonly assets: readonly AssetRecord[];
  readonly rates: readonly SourcedRates[];
  /** Deleted ones too, as long as they can be brought back. */
  readonly portfolios: readonly (PortfolioRecord & { readonly transactions: readonly LedgerRecord[] })[];
  readonly mappings: readonly SavedImportMapping[];
  readonly aliases: readonly { readonly key: string; readonly assetId: string }[];
}

export type NewPortfolio = Pick<
  PortfolioRecord,
  | 'id'
  | 'name'
  | 'baseCurrency'
  | 'benchmark'
  | 'allocationKind'
  | 'allocations'
  | 'targets'
  | 'archivedAt'
  | 'deletedAt'
>;

export interface EverythingRepository {
  /** @param deletedSince portfolios that were deleted before are left out. */
  read(ownerId: string, deletedSince: Date): Promise<EverythingStored>;
  /** What there would be to export, without reading it. */
  count(
    ownerId: string,
  ): Promise<{ assets: number; prices: number; portfolios: number; transactions: number; others: number }>;
  /** Nobody else imports everything into the account until the transaction ends. */
  lock(ownerId: string, transaction: Transaction): Promise<void>;
  insertAsset(
    ownerId: string,
    asset: Omit<AssetRecord, 'prices'>,
    prices: PriceSummary,
    transaction: Transaction,
  ): Promise<void>;
  /** Answers it as it is stored. */
  insertPortfolio(ownerId: string, portfolio: NewPortfolio, transaction: Transaction): Promise<PortfolioRecord>;
}
