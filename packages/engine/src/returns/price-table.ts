/** Prices of several assets on common dates, and the check that they are what they claim to be. */
import type { Matrix } from '../linalg/matrix.ts';
import { requireAscendingDates } from '../validate/dates.ts';
import { EngineError } from '../validate/engine-error.ts';
import { requireLength } from '../validate/vectors.ts';

export interface PriceTable {
  /** ISO dates, strictly ascending; one a row of the prices. */
  readonly dates: readonly string[];
  /** Names, each once; one a column of the prices. */
  readonly assets: readonly string[];
  /** (T + 1) × N, row = date, column = asset; greater than zero, NaN = missing. */
  readonly prices: Matrix;
}

/** Returns the table when dates ascend, assets differ, the shapes fit, and every price is positive or NaN. */
export function requirePriceTable(table: PriceTable): PriceTable {
  const { dates, assets, prices } = table;
  if (dates.length === 0) throw new EngineError('empty', 'dates', 'The price table has no dates.');
  if (assets.length === 0) throw new EngineError('empty', 'assets', 'The price table has no assets.');
  requireAscendingDates(dates, 'dates');
  requireDistinctAssets(assets);
  requireLength(dates, prices.rows, 'dates', 'one for each row of prices');
  requireLength(assets, prices.columns, 'assets', 'one for each column of prices');
  for (let index = 0; index < prices.data.length; index += 1) {
    const price = prices.data[index];
    if (Number.isNaN(price) || (price > 0 && Number.isFinite(price))) continue;
    const place = `${assets[index % prices.columns]} on ${dates[Math.floor(index / prices.columns)]}`;
    throw new EngineError(
      'bad-price',
      'prices',
      `The price of ${place} is ${price}; expected a number greater than 0, or NaN where it is missing.`,
    );
  }
  return table;
}

/** Returns the names when none is there twice. */
export function requireDistinctAssets(assets: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  for (const asset of assets) {
    if (seen.has(asset)) throw new EngineError('duplicate-asset', 'assets', `Asset "${asset}" is named twice.`);
    seen.add(asset);
  }
  return assets;
}

/** The columns of the named assets, in the order of the names; all columns when no names are given. */
export function selectAssets(table: PriceTable, names: readonly string[] | undefined): number[] {
  if (names === undefined) return table.assets.map((_, column) => column);
  if (names.length === 0) throw new EngineError('empty', 'assets', 'No asset is selected; expected at least one name.');
  requireDistinctAssets(names);
  const columnOf = new Map(table.assets.map((asset, column) => [asset, column]));
  return names.map((name) => {
    const column = columnOf.get(name);
    if (column !== undefined) return column;
    throw new EngineError(
      'unknown-asset',
      'assets',
      `Asset "${name}" is not in the price table; it holds ${listNames(table.assets)}.`,
    );
  });
}

/** How many names a message may hold before it becomes unreadable. */
const namesShown = 12;

/** The names for a message, cut after a dozen. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).join(', ');
  return names.length > namesShown ? `${shown} and ${names.length - namesShown} more` : shown;
}
