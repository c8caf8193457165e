/**
 * Sample covariance with Bessel's correction, pair by pair where returns are missing.
 *
 *     c_ij = Σ (r_i − m_i)(r_j − m_j) / (n − 1)
 *
 * m and n are over the periods that i and j have in common (all periods, when none is missing). Complete returns give a positive semidefinite
 * matrix; pairwise ones need not.
 */
import { gramMatrix } from '../linalg/gram-matrix.ts';
import type { Matrix } from '../linalg/matrix.ts';
import { type AssetColumns, centreColumns } from './asset-columns.ts';
import { pairwiseMatrix } from './pairwise-sums.ts';

export function sampleCovariance(assets: AssetColumns): Matrix {
  // Centring first keeps the one-pass sums of the pairwise case free of cancellation.
  const { columns, count, hasMissing } = centreColumns(assets);
  if (hasMissing) {
    return pairwiseMatrix(
      columns,
      undefined,
      2,
      (sums) => (sums.product - (sums.left * sums.right) / sums.weight) / (sums.weight - 1),
    );
  }
  const covariance = gramMatrix(columns, count);
  for (let index = 0; index < covariance.data.length; index += 1) covariance.data[index] /= count - 1;
  return covariance;
}
