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

/** Columns copied at a time: eight doubles fill one cache line of a row, so that every line is read once. */
const columnsCopied = 8;

/** The columns of the returns; Infinity is refused, NaN is kept and reported. */
export function assetColumns(returns: Matrix): AssetColumns {
  const { rows, columns: width, data } = returns;
  const columns = Array.from({ length: width }, () => new Float64Array(rows));
  let hasMissing = false;
  for (let first = 0; first < width; first += columnsCopied) {
    const end = Math.min(width, first + columnsCopied);
    for (let row = 0; row < rows; row += 1) {
      for (let column = first; column < end; column += 1) {
        const value = data[row * width + column];
        // The difference is 0 for every finite value, and NaN for NaN and the infinities.
        if (value - value !== 0) {
          if (!Number.isNaN(value)) throw infiniteReturn(value, row, column);
          hasMissing = true;
        }
        columns[column][row] = value;
      }
    }
  }
  return { columns, count: rows, hasMissing };
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
