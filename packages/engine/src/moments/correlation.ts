/** Correlations from covariances. */
import { createMatrix, type Matrix } from '../linalg/matrix.ts';
import { EngineError } from '../validate/engine-error.ts';
import { requireSymmetric } from '../validate/matrices.ts';

/**
 * The correlation matrix, ρ_ij = c_ij / √(c_ii c_jj), held within [−1, 1].
 *
 * @param covariance N × N, symmetric, finite.
 * @returns N × N; the row and column of an asset without variance are NaN (undefined, not zero), every other diagonal element is exactly 1.
 * @throws EngineError 'out-of-range' for a negative variance.
 */
export function correlationFromCovariance(covariance: Matrix): Matrix {
  requireSymmetric(covariance, 'covariance');
  const size = covariance.rows;
  const deviations = Float64Array.from({ length: size }, (_, asset) => {
    const variance = covariance.data[asset * size + asset];
    if (variance >= 0) return Math.sqrt(variance);
    throw new EngineError(
      'out-of-range',
      'covariance',
      `The variance of asset ${asset} is ${variance}; expected at least 0.`,
    );
  });
  const correlation = createMatrix(size, size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let value = covariance.data[row * size + column] / deviations[row] / deviations[column];
      if (deviations[row] === 0 || deviations[column] === 0) value = Number.NaN;
      else if (row === column) value = 1;
      value = Math.min(1, Math.max(-1, value));
      correlation.data[row * size + column] = value;
      correlation.data[column * size + row] = value;
    }
  }
  return correlation;
}
