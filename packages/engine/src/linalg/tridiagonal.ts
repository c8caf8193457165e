/**
 * Householder reduction of a symmetric matrix to tridiagonal form, T = Qᵀ A Q.
 *
 * Works on the lower triangle row by row, so that every inner loop runs through memory in order.
 * References: Golub and Van Loan, Matrix Computations, 4th edition, section 8.3.1; Wilkinson and Reinsch, Handbook for Automatic
 * Computation II, contribution II/2 (tred2).
 */
import type { Matrix } from './matrix.ts';

export interface Tridiagonal {
  /** Length n. */
  readonly diagonal: Float64Array;
  /** Length n; element i stands between i − 1 and i, element 0 is zero. */
  readonly offDiagonal: Float64Array;
  /** n × n, row-major; row k holds the Householder vector of step k in its first k places, scaled so that H = I − u uᵀ / scales[k]. */
  readonly reflectors: Float64Array;
  /** Half the squared length of each Householder vector; zero where no reflection was needed. */
  readonly scales: Float64Array;
}

/** Reduces a symmetric matrix (its lower triangle) to tridiagonal form and keeps the reflections. */
export function tridiagonalise(matrix: Matrix): Tridiagonal {
  const size = matrix.rows;
  const work = Float64Array.from(matrix.data);
  const diagonal = new Float64Array(size);
  const offDiagonal = new Float64Array(size);
  const scales = new Float64Array(size);
  const product = new Float64Array(size);
  for (let step = size - 1; step >= 1; step -= 1) {
    const start = step * size;
    diagonal[step] = work[start + step];
    offDiagonal[step] = prepareReflector(work, start, step, scales);
    if (scales[step] > 0) applyReflector(work, size, step, scales[step], product);
  }
  if (size > 0) diagonal[0] = work[0];
  return { diagonal, offDiagonal, reflectors: work, scales };
}

/** Turns the first `length` places of a row into a Householder vector; returns the element that stays beside the diagonal. */
function prepareReflector(work: Float64Array, start: number, length: number, scales: Float64Array): number {
  const last = start + length - 1;
  let scale = 0;
  for (let k = start; k < last; k += 1) scale = Math.max(scale, Math.abs(work[k]));
  if (scale === 0) return work[last];
  scale = Math.max(scale, Math.abs(work[last]));
  let squares = 0;
  for (let k = start; k <= last; k += 1) {
    work[k] /= scale;
    squares += work[k] * work[k];
  }
  const pivot = work[last];
  const signedLength = pivot >= 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
  scales[length] = squares - pivot * signedLength;
  work[last] = pivot - signedLength;
  return signedLength * scale;
}

/** Applies the reflection of a step to the leading block from both sides: A ← A − u qᵀ − q uᵀ. */
function applyReflector(work: Float64Array, size: number, step: number, scale: number, product: Float64Array): void {
  const vector = work.subarray(step * size, step * size + step);
  product.fill(0, 0, step);
  for (let row = 0; row < step; row += 1) {
    const rowStart = row * size;
    const weight = vector[row];
    let sum = work[rowStart + row] * weight;
    for (let column = 0; column < row; column += 1) {
      const element = work[rowStart + column];
      sum += element * vector[column];
      product[column] += element * weight;
    }
    product[row] += sum;
  }
  let curvature = 0;
  for (let k = 0; k < step; k += 1) {
    product[k] /= scale;
    curvature += product[k] * vector[k];
  }
  curvature /= 2 * scale;
  for (let k = 0; k < step; k += 1) product[k] -= curvature * vector[k];
  for (let row = 0; row < step; row += 1) {
    const rowStart = row * size;
    const vectorRow = vector[row];
    const productRow = product[row];
    for (let column = 0; column <= row; column += 1) {
      work[rowStart + column] -= vectorRow * product[column] + productRow * vector[column];
    }
  }
}

/** Qᵀ as a row-major n × n array: row k is column k of Q. */
export function accumulateReflectors(tridiagonal: Tridiagonal): Float64Array {
  const { reflectors, scales, diagonal } = tridiagonal;
  const size = diagonal.length;
  const transposed = new Float64Array(size * size);
  for (let k = 0; k < size; k += 1) transposed[k * size + k] = 1;
  // Rows and columns from `step` on are still those of the identity when reflection `step` is applied, so only the leading block changes.
  for (let step = 1; step < size; step += 1) {
    if (scales[step] === 0) continue;
    const vector = reflectors.subarray(step * size, step * size + step);
    for (let row = 0; row < step; row += 1) {
      const rowStart = row * size;
      let sum = 0;
      for (let k = 0; k < step; k += 1) sum += transposed[rowStart + k] * vector[k];
      sum /= scales[step];
      for (let k = 0; k < step; k += 1) transposed[rowStart + k] -= sum * vector[k];
    }
  }
  return transposed;
}
