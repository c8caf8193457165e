/** Which prices an asset has within some rows of a table: first, last, how many, and the gaps between. */
import type { PriceTable } from './price-table.ts';

export interface PriceGap {
  /** First missing date. */
  readonly from: string;
  /** Last missing date. */
  readonly to: string;
  readonly missingCount: number;
}

export interface AssetCoverage {
  readonly asset: string;
  /** Null when the asset has no price at all. */
  readonly firstDate: string | null;
  readonly lastDate: string | null;
  readonly priceCount: number;
  /** Missing stretches between two prices; what is missing before the first or after the last price is no gap. */
  readonly gaps: readonly PriceGap[];
}

/** The coverage of one column over the rows firstRow..lastRow (inclusive); over the whole table unless told otherwise. */
export function assetCoverage(
  table: PriceTable,
  column: number,
  firstRow = 0,
  lastRow = table.dates.length - 1,
): AssetCoverage {
  const { dates, assets, prices } = table;
  const gaps: PriceGap[] = [];
  let first = -1;
  let last = -1;
  let priceCount = 0;
  for (let row = firstRow; row <= lastRow; row += 1) {
    if (Number.isNaN(prices.data[row * prices.columns + column])) continue;
    if (first === -1) first = row;
    else if (row > last + 1) gaps.push({ from: dates[last + 1], to: dates[row - 1], missingCount: row - last - 1 });
    last = row;
    priceCount += 1;
  }
  return {
    asset: assets[column],
    firstDate: first === -1 ? null : dates[first],
    lastDate: last === -1 ? null : dates[last],
    priceCount,
    gaps,
  };
}
