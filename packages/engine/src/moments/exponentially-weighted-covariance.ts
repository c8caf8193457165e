/**
 * Exponentially weighted covariance: recent periods count more.
 *
 *     c_ij = Σ w_t (r_ti − m_i)(r_tj − m_j) / Σ w_t,  w_t = (1 − 2/(span + 1))^(T−1−t)
 *
 * m_i is the plain mean of all of asset i's returns; the sums run over the periods that i and j have in common. No Bessel correction.
 * This is the convention of PyPortfolioOpt's exp_cov. Reference: J.P. Morgan/Reuters, RiskMetrics Technical Document (1996), section 5.2.
 */
import { gramMatrix } from '../linalg/gram-matrix.ts';
import type { Matrix } from '../linalg/matrix.ts';
import { type AssetColumns, centreColumns } from './asset-columns.ts';
import { exponentialWeights } from './exponential-weights.ts';
import { pairwiseMatrix } from './pairwise-sums.ts';

export function exponentiallyWeightedCovariance(assets: AssetColumns, span: number): Matrix {
  const { columns, count, hasMissing } = centreColumns(assets);
  const weights = exponentialWeights(count, span);
  if (hasMissing) return pairwiseMatrix(columns, weights, Number.MIN_VALUE, (sums) => sums.product / sums.weight);
  let total = 0;
  for (let period = 0; period < count; period += 1) {
    total += weights[period];
    const root = Math.sqrt(weights[period]);
    for (const column of columns) column[period] *= root;
  }
  const covariance = gramMatrix(columns, count);
  for (let index = 0; index < covariance.data.length; index += 1) covariance.data[index] /= total;
  return covariance;
}
