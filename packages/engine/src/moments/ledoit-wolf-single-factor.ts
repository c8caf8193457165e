/**
 * Ledoit and Wolf's shrinkage of the sample covariance towards a single-factor model.
 *
 *     Σ = δ F + (1 − δ) S
 *
 * S is the covariance with divisor T, F the covariance of a market model whose market is the equally weighted mean of the assets (its
 * diagonal is that of S), and δ in [0, 1] the intensity that minimises the expected squared Frobenius distance to the true covariance,
 * estimated as max(0, min(1, (π − ρ) / γ / T)).
 * Reference: Ledoit and Wolf, Improved estimation of the covariance matrix of stock returns with an application to portfolio selection,
 * Journal of Empirical Finance 10 (2003); names π, ρ, γ as there. The same definition as PyPortfolioOpt's ledoit_wolf('single_factor').
 */
import { gramMatrix } from '../linalg/gram-matrix.ts';
import { createMatrix, type Matrix } from '../linalg/matrix.ts';
import { EngineError } from '../validate/engine-error.ts';
import { type AssetColumns, centreColumns } from './asset-columns.ts';

/** The shrunk covariance and its intensity; needs complete returns. */
export function ledoitWolfSingleFactor(assets: AssetColumns): { covariance: Matrix; shrinkageIntensity: number } {
  if (assets.hasMissing) {
    throw new EngineError(
      'missing-value',
      'returns',
      "returns has missing values (NaN), and Ledoit-Wolf shrinkage needs complete periods. Use alignment 'common', or missing: 'as-zero' for the convention of PyPortfolioOpt.",
    );
  }
  const { columns, count } = centreColumns(assets);
  const size = columns.length;
  const market = new Float64Array(count);
  for (const column of columns)
    for (let period = 0; period < count; period += 1) market[period] += column[period] / size;
  const joint = gramMatrix([...columns, market], count);
  const sample = createMatrix(size, size);
  const marketBetas = new Float64Array(size);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) sample.data[i * size + j] = joint.data[i * (size + 1) + j] / count;
    marketBetas[i] = joint.data[i * (size + 1) + size] / count;
  }
  const marketVariance = joint.data[size * (size + 1) + size] / count;
  if (!(marketVariance > 0)) {
    throw new EngineError(
      'out-of-range',
      'returns',
      'The mean of the assets never moves, so there is no market factor to shrink to.',
    );
  }
  const target = factorTarget(sample, marketBetas, marketVariance);
  const intensity = shrinkageIntensity(columns, market, sample, target, marketBetas, marketVariance);
  const covariance = createMatrix(size, size);
  for (let index = 0; index < covariance.data.length; index += 1) {
    covariance.data[index] = intensity * target.data[index] + (1 - intensity) * sample.data[index];
  }
  return { covariance, shrinkageIntensity: intensity };
}

/** F: β_i β_j σ_m² off the diagonal (β here times σ_m²), the sample variance on it. */
function factorTarget(sample: Matrix, marketBetas: Float64Array, marketVariance: number): Matrix {
  const size = sample.rows;
  const target = createMatrix(size, size);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) target.data[i * size + j] = (marketBetas[i] * marketBetas[j]) / marketVariance;
    target.data[i * size + i] = sample.data[i * size + i];
  }
  return target;
}

/** δ = max(0, min(1, (π − ρ) / γ / T)). */
function shrinkageIntensity(
  columns: readonly Float64Array[],
  market: Float64Array,
  sample: Matrix,
  target: Matrix,
  marketBetas: Float64Array,
  marketVariance: number,
): number {
  const count = market.length;
  const size = columns.length;
  let misspecification = 0;
  for (let index = 0; index < sample.data.length; index += 1) {
    const difference = sample.data[index] - target.data[index];
    misspecification += difference * difference;
  }
  // A sample covariance that is already of the factor form needs no shrinking, and δ would be 0 / 0.
  if (misspecification === 0) return 0;
  const squares = columns.map((column) => column.map((value) => value * value));
  const marketProducts = columns.map((column) => column.map((value, period) => value * market[period]));
  const joint = gramMatrix([...squares, ...marketProducts], count);
  const width = 2 * size;
  let pi = 0;
  let rho = 0;
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) {
      const s = sample.data[i * size + j];
      const variance = joint.data[i * width + j] / count - s * s;
      pi += variance;
      if (i === j) {
        rho += variance;
        continue;
      }
      // Covariances of s_ij with the products that make up f_ij (their equation for ρ_ij, ϑ), the market being the factor.
      const first = joint.data[i * width + size + j] / count - marketBetas[i] * s;
      const third = joint.data[(size + i) * width + size + j] / count - marketVariance * s;
      rho += (2 * first * marketBetas[j]) / marketVariance;
      rho -= (third * marketBetas[i] * marketBetas[j]) / (marketVariance * marketVariance);
    }
  }
  return Math.max(0, Math.min(1, (pi - rho) / misspecification / count));
}
