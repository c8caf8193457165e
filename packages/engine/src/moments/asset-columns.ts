/** The columns of a matrix of returns, ready for sums of products: contiguous, and free of their mean where that is asked. */
import type { Matrix } from '../linalg/matrix.ts';
import { withoutMissing } from '../returns/without-missing.ts';
import { EngineError } from '../validate/engine-error.ts';
import { mean } from './mean.ts';

export interface AssetColumns {
  /** One array of T numbers an asset; NaN where a return is missing. */
  readonly columns: readonly Float64Array[];
  /** T. */
  readonly count: number;
  readonly hasMissing: boolean;
}

/** Rows copied at a time: one cache line of each stays at hand until all of its columns have been read. */
const rowsCopied = 32;

/** The columns of the returns; Infinity is refused, NaN is kept and reported. */
export function assetColumns(returns: Matrix): AssetColumns {
  const hasMissing = requireFiniteOrMissing(returns);
  const { rows, columns: width, data } = returns;
  const columns = Array.from({ length: width }, () => new Float64Array(rows));
  for (let first = 0; first < rows; first += rowsCopied) {
    const end = Math.min(rows, first + rowsCopied);
    for (let column = 0; column < width; column += 1) {
      const values = columns[column];
      for (let row = first, at = first * width + column; row < end; row += 1, at += width) values[row] = data[at];
    }
  }
  return { columns, count: rows, hasMissing };
}

/** Refuses infinite returns; tells whether any return is missing (NaN). */
function requireFiniteOrMissing(returns: Matrix): boolean {
  let hasMissing = false;
  for (let index = 0; index < returns.data.length; index += 1) {
    const value = returns.data[index];
    // The difference is 0 for every finite value, and NaN for NaN and the infinities.
    if (value - value === 0) continue;
    if (!Number.isNaN(value)) throw infiniteReturn(value, Math.floor(index / returns.columns), index % returns.columns);
    hasMissing = true;
  }
  return hasMissing;
}

function infiniteReturn(value: number, row: number, column: number): EngineError {
  return new EngineError(
    'not-finite',
    'returns',
    `returns holds ${value} in row ${row}, column ${column}; expected finite numbers, or NaN where a return is missing.`,
  );
}

/** Subtracts from each column the mean of its own returns that are not missing, in place. */
export function centreColumns(assets: AssetColumns): AssetColumns {
  for (const column of assets.columns) {
    const observed = assets.hasMissing ? withoutMissing(column) : column;
    if (observed.length === 0) continue;
    const centre = mean(observed);
    for (let period = 0; period < column.length; period += 1) column[period] -= centre;
  }
  return assets;
}

/** Replaces missing values by zero, in place: the convention of libraries that do so, never a default. */
export function missingAsZero(assets: AssetColumns): AssetColumns {
  for (const column of assets.columns) {
    for (let period = 0; period < column.length; period += 1) if (Number.isNaN(column[period])) column[period] = 0;
  }
  return { ...assets, hasMissing: false };
}
