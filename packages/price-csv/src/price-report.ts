import { type AssetCoverage, assetCoverage, type PriceTable } from '@riskoptimizer/engine';
import type { DateFormat } from './date-cell.ts';
import type { DecimalSeparator } from './decimal-cell.ts';
import type { Delimiter } from './delimiter.ts';
import type { PriceRows } from './price-rows.ts';
import { describeProblem, type PriceFileProblem } from './problem.ts';

/** How a file was written, as found by the reader. */
export interface PriceFileFormat {
  readonly delimiter: Delimiter;
  readonly decimalSeparator: DecimalSeparator;
  readonly dateFormat: DateFormat;
  readonly byteOrderMark: boolean;
  /** Blank lines before the last line of prices; they are passed over. */
  readonly blankLines: number;
}

export type PriceFileWarningCode = 'constant-asset' | 'single-price' | 'blank-lines';

/** Something that does not stop a file from being read but should be known. */
export interface PriceFileWarning {
  readonly code: PriceFileWarningCode;
  readonly message: string;
  /** 1-based column, null when the whole file is meant. */
  readonly column: number | null;
  readonly field: string | null;
}

/** What a price file holds: its format, its size, and where prices are missing. */
export interface PriceFileReport extends PriceFileFormat {
  readonly rowCount: number;
  readonly assetCount: number;
  readonly from: string;
  readonly to: string;
  readonly coverage: readonly AssetCoverage[];
  readonly warnings: readonly PriceFileWarning[];
}

export function describePriceTable(table: PriceTable, format: PriceFileFormat): PriceFileReport {
  const coverage = table.assets.map((_, index) => assetCoverage(table, index));
  const warnings = table.assets.flatMap((asset, index) => warningsOf(table, asset, index, coverage[index]));
  if (format.blankLines > 0) {
    const message = `The file has ${format.blankLines} blank lines between its prices; they were passed over.`;
    warnings.push({ code: 'blank-lines', message, column: null, field: null });
  }
  return {
    ...format,
    rowCount: table.dates.length,
    assetCount: table.assets.length,
    from: table.dates[0] ?? '',
    to: table.dates.at(-1) ?? '',
    coverage,
    warnings,
  };
}

/** The problems of assets that have a column and not one price. */
export function findEmptyAssets(assets: readonly string[], rows: PriceRows): PriceFileProblem[] {
  const isEmpty = (asset: number): boolean => {
    for (let row = 0; row < rows.count(); row++) if (!Number.isNaN(rows.at(row, asset))) return false;
    return true;
  };
  return assets.flatMap((name, asset) => {
    if (!isEmpty(asset)) return [];
    const place = { column: asset + 2, field: name };
    return [describeProblem('asset-without-prices', place, 'the asset has no price at all.', 'Delete the column.')];
  });
}

function warningsOf(
  table: PriceTable,
  asset: string,
  index: number,
  coverage: AssetCoverage | undefined,
): PriceFileWarning[] {
  const place = { column: index + 2, field: asset };
  const where = `Column ${place.column} (${asset})`;
  if (coverage?.priceCount === 1) {
    const message = `${where}: the asset has one price only (${coverage.firstDate}), so it has no return.`;
    return [{ code: 'single-price', message, ...place }];
  }
  if (!isConstant(table, index)) return [];
  const message = `${where}: the price never changes, so risk measures are zero and ratios and correlations undefined.`;
  return [{ code: 'constant-asset', message, ...place }];
}

function isConstant(table: PriceTable, asset: number): boolean {
  const { data, rows, columns } = table.prices;
  let price = Number.NaN;
  for (let row = 0; row < rows; row++) {
    const next = data[row * columns + asset] as number;
    if (Number.isNaN(next)) continue;
    if (!Number.isNaN(price) && next !== price) return false;
    price = next;
  }
  return true;
}
