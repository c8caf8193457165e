import type { AssetRecord } from '../assets/asset.ts';

/** What is held of one asset: a weight or a quantity, as the portfolio's allocation kind says. */
export interface Allocation {
  readonly assetId: string;
  readonly weight: number | null;
  readonly quantity: string | null;
}

export interface PortfolioContent {
  readonly name: string;
  readonly baseCurrency: string;
  readonly benchmarkAssetId: string | null;
  readonly allocationKind: 'weights' | 'quantities';
  /** In the order of their owner. */
  readonly allocations: readonly Allocation[];
}

export interface PortfolioRecord extends PortfolioContent {
  readonly id: string;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** An allocation with the asset it is about. */
export interface Position extends Allocation {
  readonly asset: AssetRecord;
}
