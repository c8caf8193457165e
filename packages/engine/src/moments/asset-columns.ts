/** The columns of a matrix of returns, ready for sums of products: contiguous, and free of their mean where that is asked. */
import { type Matrix, matrixColumn } from '../linalg/matrix.ts';
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

/** The columns of the returns; Infinity is refused, NaN is kept and reported. */
export function assetColumns(returns: Matrix): AssetColumns {
  let hasMissing = false;
  for (let index = 0; index < returns.data.length; index += 1) {
    const value = returns.data[index];
    if (Number.isNaN(value)) hasMissing = true;
    else if (!Number.isFinite(value)) {
      throw new EngineError(
        'not-finite',
        'returns',
        `returns holds ${value} in row ${Math.floor(index / returns.columns)}, column ${index % returns.columns}; expected finite numbers, or NaN where a return is missing.`,
      );
    }
  }
  const columns = Array.from({ length: returns.columns }, (_, asset) => matrixColumn(returns, asset));
  return { columns, count: returns.rows, hasMissing };
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
