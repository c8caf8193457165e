/**
 * Prices to aligned simple returns, r_t = p_t / p_{t−1} − 1.
 *
 * A return needs the prices of two neighbouring rows. Over a gap it is missing: never spanned (it would be a return over several periods
 * among returns over one), never filled (a filled price makes a volatility of zero).
 */
import { createMatrix, type Matrix } from '../linalg/matrix.ts';
import { requireIsoDate } from '../validate/dates.ts';
import { EngineError } from '../validate/engine-error.ts';
import { requireInteger, requireOneOf } from '../validate/numbers.ts';
import { type AssetCoverage, assetCoverage } from './asset-coverage.ts';
import { listNames, type PriceTable, requirePriceTable, selectAssets } from './price-table.ts';
import { type Alignment, alignments, type ReturnTable } from './return-table.ts';

export interface SimpleReturnsOptions {
  /** 'common' (default) keeps the periods in which every asset has a return; 'pairwise' keeps NaN where one has none. */
  readonly alignment?: Alignment;
  /** First and last price date to use, inclusive, ISO. */
  readonly from?: string;
  readonly to?: string;
  /** Keep the last so many returns of what is left; fewer when there are fewer. */
  readonly last?: number;
  /** Selects and orders the assets. */
  readonly assets?: readonly string[];
}

/**
 * The simple returns of a price table, aligned, with the window and the coverage of each asset.
 *
 * @param table prices (T + 1) × N, greater than zero, NaN = missing; rows ascend by date.
 * @returns returns T × N, dimensionless, per period; dates are those of the end of each period.
 * @throws EngineError for a table that is not what it claims to be ('bad-price', 'unordered-dates', …), an unknown asset, and 'empty-window'
 * when no period is left.
 */
export function simpleReturns(table: PriceTable, options: SimpleReturnsOptions = {}): ReturnTable {
  requirePriceTable(table);
  const alignment = requireOneOf(options.alignment ?? 'common', alignments, 'alignment');
  const columns = selectAssets(table, options.assets);
  const [firstRow, lastRow] = rowsBetween(table.dates, options.from, options.to);
  const coverage = columns.map((column) => assetCoverage(table, column, firstRow, lastRow));
  const usable: number[] = [];
  for (let row = firstRow + 1; row <= lastRow; row += 1) {
    if (isUsable(table.prices, columns, row, alignment)) usable.push(row);
  }
  const kept = options.last === undefined ? usable : usable.slice(-requireInteger(options.last, 1, 'last'));
  if (kept.length === 0) throw emptyWindow(coverage, alignment, table.dates[firstRow], table.dates[lastRow]);
  const askedPeriods = kept.length < usable.length ? lastRow - kept[0] + 1 : lastRow - firstRow;
  return {
    dates: kept.map((row) => table.dates[row]),
    assets: columns.map((column) => table.assets[column]),
    returns: returnsOfRows(table.prices, columns, kept),
    window: {
      from: table.dates[kept[0] - 1],
      to: table.dates[kept[kept.length - 1]],
      count: kept.length,
      droppedPeriods: askedPeriods - kept.length,
      alignment,
    },
    coverage,
  };
}

/** First and last row with a date between `from` and `to`, both inclusive. */
function rowsBetween(dates: readonly string[], from: string | undefined, to: string | undefined): [number, number] {
  if (from !== undefined) requireIsoDate(from, 'from');
  if (to !== undefined) requireIsoDate(to, 'to');
  if (from !== undefined && to !== undefined && from > to) {
    throw new EngineError('out-of-range', 'from', `from (${from}) is later than to (${to}).`);
  }
  const firstRow = from === undefined ? 0 : dates.findIndex((date) => date >= from);
  const lastRow = to === undefined ? dates.length - 1 : dates.findLastIndex((date) => date <= to);
  if (firstRow !== -1 && lastRow > firstRow) return [firstRow, lastRow];
  throw new EngineError(
    'empty-window',
    'from',
    `Fewer than two price dates lie between ${from ?? 'the start'} and ${to ?? 'the end'}; the table runs from ${dates[0]} to ${dates[dates.length - 1]}.`,
  );
}

function isUsable(prices: Matrix, columns: readonly number[], row: number, alignment: Alignment): boolean {
  const hasReturn = (column: number) => !Number.isNaN(returnAt(prices, column, row));
  return alignment === 'common' ? columns.every(hasReturn) : columns.some(hasReturn);
}

function returnAt(prices: Matrix, column: number, row: number): number {
  const at = row * prices.columns + column;
  return prices.data[at] / prices.data[at - prices.columns] - 1;
}

function returnsOfRows(prices: Matrix, columns: readonly number[], rows: readonly number[]): Matrix {
  const returns = createMatrix(rows.length, columns.length);
  for (let period = 0; period < rows.length; period += 1) {
    for (let asset = 0; asset < columns.length; asset += 1) {
      returns.data[period * columns.length + asset] = returnAt(prices, columns[asset], rows[period]);
    }
  }
  return returns;
}

/** Says which assets leave no common period, so that the reader knows what to take out. */
function emptyWindow(coverage: readonly AssetCoverage[], alignment: Alignment, from: string, to: string): EngineError {
  const withoutPrices = coverage.filter((asset) => asset.priceCount < 2).map((asset) => asset.asset);
  const lastToStart = coverage.reduce((a, b) => ((b.firstDate ?? '') > (a.firstDate ?? '') ? b : a));
  const firstToEnd = coverage.reduce((a, b) => ((b.lastDate ?? '') < (a.lastDate ?? '') ? b : a));
  let reason = 'no two neighbouring dates have prices';
  if (withoutPrices.length > 0) reason = `fewer than two prices of ${listNames(withoutPrices)}`;
  else if (alignment === 'common') {
    reason = `${lastToStart.asset} starts on ${lastToStart.firstDate}, ${firstToEnd.asset} ends on ${firstToEnd.lastDate}`;
  }
  const remedy = alignment === 'common' ? ' Leave that asset out, widen the window, or use pairwise alignment.' : '';
  return new EngineError(
    'empty-window',
    'prices',
    `No period between ${from} and ${to} has a return${alignment === 'common' ? ' of every asset' : ''}: ${reason}.${remedy}`,
  );
}
