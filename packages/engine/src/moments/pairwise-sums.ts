/**
 * Sums over the periods that two assets have in common, for returns with gaps.
 *
 * With X the returns (0 where missing) and M their mask (1 where there is one, 0 where missing), XᵀX, XᵀM and MᵀM hold every sum over every
 * pair's common periods; the Gram matrix of [X M] gives all three at once.
 */
import { gramMatrix } from '../linalg/gram-matrix.ts';
import { createMatrix, type Matrix } from '../linalg/matrix.ts';
import { EngineError } from '../validate/engine-error.ts';

export interface PairSums {
  /** Σ w; without weights the number of common periods. */
  readonly weight: number;
  /** Σ w x and Σ w y. */
  readonly left: number;
  readonly right: number;
  /** Σ w x y. */
  readonly product: number;
}

/**
 * A symmetric matrix whose element (i, j) is `finish` of the sums over the common periods of columns i and j.
 *
 * @param columns N columns of T numbers, NaN = missing.
 * @param weights T weights ≥ 0, or undefined for equal ones.
 * @param minimum smallest Σ w of a pair, at least.
 * @throws EngineError 'too-few-observations' when a pair has less.
 */
export function pairwiseMatrix(
  columns: readonly Float64Array[],
  weights: Float64Array | undefined,
  minimum: number,
  finish: (sums: PairSums) => number,
): Matrix {
  const size = columns.length;
  const count = columns[0].length;
  const roots = weights?.map(Math.sqrt) ?? new Float64Array(count).fill(1);
  const values = columns.map((column) =>
    column.map((value, period) => (Number.isNaN(value) ? 0 : value * roots[period])),
  );
  const masks = columns.map((column) => column.map((value, period) => (Number.isNaN(value) ? 0 : roots[period])));
  const gram = gramMatrix([...values, ...masks], count);
  const matrix = createMatrix(size, size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const at = (left: number, right: number) => gram.data[left * 2 * size + right];
      const weight = at(size + row, size + column);
      if (!(weight >= minimum)) throw tooFewCommonPeriods(row, column, columns, minimum);
      const value = finish({
        weight,
        left: at(row, size + column),
        right: at(column, size + row),
        product: at(row, column),
      });
      matrix.data[row * size + column] = value;
      matrix.data[column * size + row] = value;
    }
  }
  return matrix;
}

function tooFewCommonPeriods(
  row: number,
  column: number,
  columns: readonly Float64Array[],
  minimum: number,
): EngineError {
  let count = 0;
  for (let period = 0; period < columns[row].length; period += 1) {
    if (!Number.isNaN(columns[row][period] * columns[column][period])) count += 1;
  }
  const place =
    row === column ? `Column ${row} of returns has` : `Columns ${column} and ${row} of returns have in common`;
  const expected =
    minimum >= 1 ? `expected at least ${minimum}` : 'expected at least one that is recent enough to have a weight';
  return new EngineError(
    'too-few-observations',
    'returns',
    `${place} ${count} period${count === 1 ? '' : 's'}; ${expected}. Leave one of the assets out or choose a longer window.`,
  );
}
