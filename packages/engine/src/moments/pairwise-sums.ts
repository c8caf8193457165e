/** Sums over the periods that two assets have in common, for returns with gaps. */
import { createMatrix, type Matrix } from '../linalg/matrix.ts';
import { EngineError } from '../validate/engine-error.ts';

export interface PairSums {
  /** Periods in which both assets have a value. */
  readonly count: number;
  /** Σ w, Σ w x, Σ w y, Σ w x y over those periods; w = 1 without weights. */
  readonly weight: number;
  readonly left: number;
  readonly right: number;
  readonly product: number;
}

/**
 * A symmetric matrix whose element (i, j) is `finish` of the sums over the common periods of columns i and j.
 *
 * @param columns N columns of T numbers, NaN = missing.
 * @param weights T weights, or undefined for equal ones.
 * @throws EngineError 'too-few-observations' when a pair has fewer common periods than `minimum`.
 */
export function pairwiseMatrix(
  columns: readonly Float64Array[],
  weights: Float64Array | undefined,
  minimum: number,
  finish: (sums: PairSums) => number,
): Matrix {
  const size = columns.length;
  const matrix = createMatrix(size, size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const sums = pairSums(columns[row], columns[column], weights);
      if (sums.count < minimum) throw tooFewCommonPeriods(row, column, sums.count, minimum);
      const value = finish(sums);
      matrix.data[row * size + column] = value;
      matrix.data[column * size + row] = value;
    }
  }
  return matrix;
}

function pairSums(x: Float64Array, y: Float64Array, weights: Float64Array | undefined): PairSums {
  let [count, weight, left, right, product] = [0, 0, 0, 0, 0];
  for (let period = 0; period < x.length; period += 1) {
    const xy = x[period] * y[period];
    if (Number.isNaN(xy)) continue;
    const w = weights === undefined ? 1 : weights[period];
    count += 1;
    weight += w;
    left += w * x[period];
    right += w * y[period];
    product += w * xy;
  }
  return { count, weight, left, right, product };
}

function tooFewCommonPeriods(row: number, column: number, count: number, minimum: number): EngineError {
  const place =
    row === column ? `Column ${row} of returns has` : `Columns ${column} and ${row} of returns have in common`;
  return new EngineError(
    'too-few-observations',
    'returns',
    `${place} ${count} period${count === 1 ? '' : 's'}; expected at least ${minimum}. Leave one of the assets out or choose a longer window.`,
  );
}
