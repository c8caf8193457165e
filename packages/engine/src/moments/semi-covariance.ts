/**
 * Semi-covariance: how assets fall below a benchmark return together.
 *
 *     c_ij = Σ min(r_i − b, 0) min(r_j − b, 0) / n
 *
 * n counts the periods that i and j have in common. Not centred, and gains count as nothing. PyPortfolioOpt's semicovariance takes missing
 * returns as zero and divides by all T periods: `missing: 'as-zero'`.
 * Reference: Estrada, Mean-semivariance optimization: a heuristic approach, Journal of Applied Finance 18 (2008).
 */
import { gramMatrix } from '../linalg/gram-matrix.ts';
import type { Matrix } from '../linalg/matrix.ts';
import type { AssetColumns } from './asset-columns.ts';
import { pairwiseMatrix } from './pairwise-sums.ts';

export function semiCovariance(assets: AssetColumns, benchmark: number): Matrix {
  const { columns, count, hasMissing } = assets;
  for (const column of columns) {
    // Math.min keeps NaN, so a missing return stays missing.
    for (let period = 0; period < count; period += 1) column[period] = Math.min(column[period] - benchmark, 0);
  }
  if (hasMissing) return pairwiseMatrix(columns, undefined, 1, (sums) => sums.product / sums.weight);
  const covariance = gramMatrix(columns, count);
  for (let index = 0; index < covariance.data.length; index += 1) covariance.data[index] /= count;
  return covariance;
}
