import type { Matrix } from '../linalg/matrix.ts';
import { multiplyMatrixVector } from '../linalg/products.ts';
import { EngineError } from '../validate/engine-error.ts';
import { requireSymmetric } from '../validate/matrices.ts';
import { requireFiniteVector, requireLength } from '../validate/vectors.ts';
import { contributionsFromMarginal, type RiskContributions } from './risk-contributions.ts';

/**
 * Contributions to the standard deviation of a portfolio.
 *
 *     σ = √(wᵀ Σ w),  marginal_i = (Σ w)_i / σ,  component_i = w_i (Σ w)_i / σ
 *
 * @param weights N finite fractions, any sign.
 * @param covariance N × N, symmetric, per period or per year: the result is for the same span of time.
 * @returns σ and its parts. Without any risk (σ = 0) marginal risks are undefined (NaN) and components are 0.
 * @throws EngineError 'not-positive-definite' when the weights have a negative variance.
 */
export function volatilityContributions(weights: ArrayLike<number>, covariance: Matrix): RiskContributions {
  requireSymmetric(covariance, 'covariance');
  requireLength(weights, covariance.rows, 'weights', 'one for each row of covariance');
  requireFiniteVector(weights, 'weights');
  const products = multiplyMatrixVector(covariance, weights);
  let variance = 0;
  let largest = 0;
  for (let asset = 0; asset < products.length; asset += 1) {
    variance += weights[asset] * products[asset];
    largest = Math.max(largest, Math.abs(weights[asset] * products[asset]));
  }
  // Below the rounding of its own sum a variance is zero.
  if (Math.abs(variance) <= largest * products.length * Number.EPSILON) variance = 0;
  if (variance < 0) {
    throw new EngineError(
      'not-positive-definite',
      'covariance',
      `The weights have a variance of ${variance}; covariance is not positive semidefinite. Repair it first.`,
    );
  }
  const total = Math.sqrt(variance);
  if (total === 0) {
    const zeros = new Float64Array(products.length);
    return { total, marginal: zeros.map(() => Number.NaN), component: zeros, share: zeros.map(() => Number.NaN) };
  }
  return contributionsFromMarginal(
    total,
    products.map((value) => value / total),
    weights,
  );
}
