/** One row an asset: what is held, what the selected mix holds, and within which bounds. */
import type { PortfolioFrontier } from '@riskoptimizer/contracts';
import type { LivePoint } from '../../platform/engine-worker-protocol.ts';
import { type Bound, type BoundsChoice, boundOf, hasOwnBound } from './bounds.ts';

export interface WeightRow {
  readonly symbol: string;
  readonly name: string;
  readonly assetClass: string;
  readonly present: number;
  /** Null while no portfolio is selected. */
  readonly selected: number | null;
  readonly bound: Bound;
  /** False when the bound is that of all other assets. */
  readonly hasOwnBound: boolean;
}

export function weightRows(
  assets: PortfolioFrontier['assets'],
  selected: LivePoint | null,
  choice: BoundsChoice,
): WeightRow[] {
  return assets.map(({ symbol, name, assetClass, weight }, index) => ({
    symbol,
    name,
    assetClass,
    present: weight,
    selected: selected?.weights[index] ?? null,
    bound: boundOf(choice, symbol),
    hasOwnBound: hasOwnBound(choice, symbol),
  }));
}
