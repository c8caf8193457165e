import type { Benchmark, PortfolioState, TargetsInput } from '@riskoptimizer/contracts';
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
  readonly benchmark: Benchmark | null;
  /** `ledger`: the quantities follow from transactions and are not given. */
  readonly allocationKind: 'weights' | 'quantities' | 'ledger';
  /** In the order of their owner. */
  readonly allocations: readonly Allocation[];
}

export interface PortfolioRecord extends PortfolioContent {
  readonly id: string;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly version: number;
  readonly archivedAt: Date | null;
  readonly deletedAt: Date | null;
  readonly targets: TargetsInput | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** An allocation with the asset it is about. */
export interface Position extends Allocation {
  readonly asset: AssetRecord;
}

export function stateOf({ archivedAt, deletedAt }: Pick<PortfolioRecord, 'archivedAt' | 'deletedAt'>): PortfolioState {
  if (deletedAt !== null) return 'deleted';
  return archivedAt === null ? 'active' : 'archived';
}
