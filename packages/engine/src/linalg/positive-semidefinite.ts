/**
 * Whether a symmetric matrix is positive semidefinite, and the repair when it is not.
 *
 * Covariances estimated pair by pair from histories of different lengths need not be: then some portfolio would have a negative variance.
 * The spectral repair sets the negative eigenvalues to zero, A⁺ = A + Σ_{λk<0} |λk| vk vkᵀ, the nearest positive semidefinite matrix in
 * the Frobenius norm. Reference: Higham, Computing a nearest symmetric positive semidefinite matrix, Linear Algebra and its Applications 103 (1988).
 */
import { createMatrix, type Matrix } from './matrix.ts';
import { symmetricEigen, symmetricEigenvalues } from './symmetric-eigen.ts';

/**
 * Largest negative eigenvalue that counts as rounding, relative to n times the largest absolute eigenvalue: the backward error of the
 * eigenvalues is a small multiple of n units in the last place of the norm.
 */
export const semidefiniteTolerance = 2 * Number.EPSILON;

/** Whether the smallest of ascending eigenvalues is zero or positive, up to rounding. */
export function areEigenvaluesSemiDefinite(values: Float64Array): boolean {
  const largest = Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
  return values[0] >= -semidefiniteTolerance * values.length * largest;
}

/** Whether wᵀ A w ≥ 0 for every w, up to rounding; NaN and asymmetry are refused. */
export function isPositiveSemiDefinite(matrix: Matrix): boolean {
  return areEigenvaluesSemiDefinite(symmetricEigenvalues(matrix));
}

/** The nearest positive semidefinite matrix (Frobenius norm); a matrix without negative eigenvalues comes back unchanged. */
export function repairPositiveSemiDefinite(matrix: Matrix): Matrix {
  const { values, vectors } = symmetricEigen(matrix);
  const size = matrix.rows;
  const repaired = createMatrix(size, size, Float64Array.from(matrix.data));
  for (let k = 0; k < size && values[k] < 0; k += 1) {
    for (let row = 0; row < size; row += 1) {
      const weight = values[k] * vectors.data[row * size + k];
      for (let column = 0; column <= row; column += 1) {
        repaired.data[row * size + column] -= weight * vectors.data[column * size + k];
      }
    }
  }
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < row; column += 1) {
      repaired.data[column * size + row] = repaired.data[row * size + column];
    }
  }
  return repaired;
}

/**
 * Condition number λmax / λmin of a positive semidefinite matrix from its ascending eigenvalues.
 *
 * Infinity when the smallest is zero up to rounding: then some mix of the assets has no risk at all and its inverse does not exist.
 */
export function conditionNumberFromEigenvalues(values: Float64Array): number {
  const smallest = values[0];
  const largest = values[values.length - 1];
  return smallest > semidefiniteTolerance * values.length * Math.abs(largest)
    ? largest / smallest
    : Number.POSITIVE_INFINITY;
}

/** Condition number λmax / λmin of a symmetric positive semidefinite matrix; Infinity when it is singular up to rounding. */
export function conditionNumber(matrix: Matrix): number {
  return conditionNumberFromEigenvalues(symmetricEigenvalues(matrix));
}
