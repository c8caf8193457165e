/** Returns of several assets over common periods, with the window they come from and what each asset's prices cover. */
import type { Matrix } from '../linalg/matrix.ts';
import type { AssetCoverage } from './asset-coverage.ts';

export type Alignment = 'common' | 'pairwise';

export const alignments: readonly Alignment[] = ['common', 'pairwise'];

export interface ReturnWindow {
  /** Date of the price at which the first period starts. */
  readonly from: string;
  /** Date of the price at which the last period ends. */
  readonly to: string;
  /** Number of periods (rows of the returns). */
  readonly count: number;
  /**
   * Periods of the asked window that were left out because a return was missing ('common': of any asset, 'pairwise': of all assets).
   * When `last` shortened the window, only those after its start count.
   */
  readonly droppedPeriods: number;
  readonly alignment: Alignment;
}

export interface ReturnTable {
  /** ISO date of the end of each period. */
  readonly dates: readonly string[];
  readonly assets: readonly string[];
  /** T × N simple returns, row = period, column = asset; NaN = missing (only with 'pairwise'). */
  readonly returns: Matrix;
  readonly window: ReturnWindow;
  /** One an asset, in the order of the assets, over the dates between the asked `from` and `to`. */
  readonly coverage: readonly AssetCoverage[];
}
