/**
 * Cholesky factorisation A = L Lᵀ of a symmetric positive definite matrix.
 *
 * Only the lower triangle of A is read. References: Golub and Van Loan, Matrix Computations, 4th edition, section 4.2.
 */
import { requireSquare } from '../validate/matrices.ts';
import { requireLength } from '../validate/vectors.ts';
import { createMatrix, type Matrix } from './matrix.ts';

/**
 * A pivot at or below this share of its diagonal element counts as zero: what is left is rounding, and its square root would be noise.
 * 64 units in the last place leave room for the sums of a few hundred products.
 */
export const choleskyPivotTolerance = 64 * Number.EPSILON;

export type CholeskyResult =
  | { readonly status: 'positive-definite'; readonly lower: Matrix }
  | {
      readonly status: 'not-positive-definite' /** Row of the first pivot that is not positive. */;
      readonly pivot: number;
    };

/**
 * The lower triangular factor L with A = L Lᵀ, or the row at which A turned out not to be positive definite.
 *
 * @param matrix symmetric, n × n; NaN gives 'not-positive-definite'.
 */
export function choleskyFactor(matrix: Matrix): CholeskyResult {
  requireSquare(matrix, 'matrix');
  const size = matrix.rows;
  const source = matrix.data;
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    const rowStart = row * size;
    for (let column = 0; column < row; column += 1) {
      const columnStart = column * size;
      let sum = source[rowStart + column];
      for (let k = 0; k < column; k += 1) sum -= factor[rowStart + k] * factor[columnStart + k];
      factor[rowStart + column] = sum / factor[columnStart + column];
    }
    const diagonal = source[rowStart + row];
    let pivot = diagonal;
    for (let k = 0; k < row; k += 1) pivot -= factor[rowStart + k] * factor[rowStart + k];
    if (!(pivot > choleskyPivotTolerance * diagonal)) return { status: 'not-positive-definite', pivot: row };
    factor[rowStart + row] = Math.sqrt(pivot);
  }
  return { status: 'positive-definite', lower: createMatrix(size, size, factor) };
}

/** The solution x of L Lᵀ x = b, for L of {@link choleskyFactor} and b of length n. */
export function choleskySolve(lower: Matrix, right: ArrayLike<number>): Float64Array {
  const size = requireSquare(lower, 'lower').rows;
  requireLength(right, size, 'right', 'the size of the factor');
  const { data } = lower;
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row += 1) {
    let sum = solution[row];
    for (let k = 0; k < row; k += 1) sum -= data[row * size + k] * solution[k];
    solution[row] = sum / data[row * size + row];
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = solution[row];
    for (let k = row + 1; k < size; k += 1) sum -= data[k * size + row] * solution[k];
    solution[row] = sum / data[row * size + row];
  }
  return solution;
}
