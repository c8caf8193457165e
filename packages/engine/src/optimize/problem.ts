/**
 * The mean-variance problem with bounds and a budget, in the parametric form that the critical line method follows:
 *
 *     minimise   ½ wᵀ Σ w − λ μᵀ w
 *     subject to 1ᵀ w = b,   l ≤ w ≤ u
 *
 * for every λ ≥ 0. λ = 0 gives minimum variance, λ → ∞ maximum return; all that lies between is the efficient frontier.
 *
 * References: Markowitz, The optimization of a quadratic function subject to linear constraints, Naval Research Logistics
 * Quarterly 3 (1956); Markowitz, Portfolio Selection (1959), chapter VIII and appendix A.
 */

import { choleskyFactor } from '../linalg/cholesky.ts';
import type { Matrix } from '../linalg/matrix.ts';
import { areEigenvaluesSemiDefinite } from '../linalg/positive-semidefinite.ts';
import { symmetricEigenvalues } from '../linalg/symmetric-eigen.ts';
import { EngineError } from '../validate/engine-error.ts';
import { requireSymmetric } from '../validate/matrices.ts';
import { requireFiniteVector, requireLength } from '../validate/vectors.ts';

export interface WeightBounds {
  /** Lowest weight of each asset; -Infinity is no bound. */
  readonly lower: ArrayLike<number>;
  /** Highest weight of each asset; Infinity is no bound. */
  readonly upper: ArrayLike<number>;
}

export interface MeanVarianceProblem {
  /** μ, one for each asset, at the same frequency as the covariance. */
  readonly expectedReturns: ArrayLike<number>;
  /** Σ, assets × assets, symmetric and positive semidefinite. */
  readonly covariance: Matrix;
  readonly bounds: WeightBounds;
  /** b, sum of the weights; 1 unless given, 0 for a market-neutral portfolio. */
  readonly budget?: number;
  /**
   * What to do with a Σ that has a negative eigenvalue beyond rounding: `refuse` (default), or `accept` on purpose, for published
   * matrices that rounding has made indefinite. Then the corners meet the optimality conditions, but a portfolio elsewhere could be
   * better, and negative curvature among the free assets is still refused.
   */
  readonly indefiniteCovariance?: 'refuse' | 'accept';
  /** Names used in messages; "asset 0", "asset 1", … unless given. */
  readonly assets?: readonly string[];
}

/**
 * From try to try. The first is as near to rounding as a double allows; the others are for covariances that are singular but for
 * differences which drown in rounding when several of them meet.
 */
export const copyTolerances = [5e-15, 1e-13, 1e-12, 1e-11, 1e-9] as const;

/** The problem with its arguments checked and copied: what the solvers work on. */
export interface CheckedProblem {
  readonly size: number;
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly budget: number;
  readonly names: readonly string[];
  /** max |Σ| and max |μ|: the scales against which rounding is judged. */
  readonly covarianceScale: number;
  readonly meanScale: number;
  /** √σ_ii: |σ_ij| is at most their product, so they are the scales of single gradients. */
  readonly volatility: Float64Array;
  /**
   * Variance of an exchange, relative to what it would be if nothing offset anything, below which an asset counts as a copy of a mix of
   * others.
   */
  readonly copyTolerance: number;
}

/**
 * Checks the arguments and copies them.
 *
 * @throws EngineError naming the argument: wrong lengths, NaN or Infinity in μ or Σ, asymmetric Σ, Σ with a negative
 * eigenvalue beyond rounding (repair it with `repairPositiveSemiDefinite` first), NaN in a bound.
 */
export function checkProblem(problem: MeanVarianceProblem): CheckedProblem {
  const { covariance, bounds, budget = 1 } = problem;
  const mean = Float64Array.from(requireFiniteVector(problem.expectedReturns, 'expectedReturns'));
  const size = mean.length;
  requireSymmetric(covariance, 'covariance');
  if (covariance.rows !== size) {
    throw new EngineError(
      'shape-mismatch',
      'covariance',
      `covariance is ${covariance.rows} × ${covariance.columns}; expected ${size} × ${size}, one row for each expected return.`,
    );
  }
  if (!Number.isFinite(budget)) {
    throw new EngineError('not-finite', 'budget', `budget is ${budget}; expected a finite number such as 1.`);
  }
  if (problem.assets !== undefined) requireLength(problem.assets, size, 'assets', 'one for each expected return');
  if (problem.indefiniteCovariance !== 'accept') requireSemiDefinite(covariance);
  return {
    size,
    mean,
    covariance: covariance.data,
    lower: copyBounds(bounds.lower, size, 'bounds.lower'),
    upper: copyBounds(bounds.upper, size, 'bounds.upper'),
    budget,
    names: problem.assets ?? Array.from(mean, (_, index) => `asset ${index}`),
    covarianceScale: largestMagnitude(covariance.data),
    meanScale: largestMagnitude(mean),
    volatility: mean.map((_, asset) => Math.sqrt(Math.max(0, covariance.data[asset * size + asset]))),
    copyTolerance: copyTolerances[0],
  };
}

/** The largest absolute value; 0 for an empty vector. */
export function largestMagnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let index = 0; index < values.length; index += 1) largest = Math.max(largest, Math.abs(values[index]));
  return largest;
}

function copyBounds(bounds: ArrayLike<number>, size: number, argument: string): Float64Array {
  requireLength(bounds, size, argument, 'one for each expected return');
  for (let index = 0; index < size; index += 1) {
    if (Number.isNaN(bounds[index]) || typeof bounds[index] !== 'number') {
      throw new EngineError(
        'not-finite',
        argument,
        `${argument}[${index}] is not a number; expected a weight, or Infinity or -Infinity for no bound.`,
      );
    }
  }
  return Float64Array.from(bounds);
}

/**
 * Up to this size a full factorisation costs less than the frontier itself; beyond it would cost a multiple, so there the
 * 2 × 2 minors are checked and negative curvature is refused where the trace meets it.
 */
export const fullSemiDefiniteCheckSizeMax = 250;

function requireSemiDefinite(covariance: Matrix): void {
  requireSemiDefiniteMinors(covariance);
  if (covariance.rows > fullSemiDefiniteCheckSizeMax) return;
  if (choleskyFactor(covariance).status === 'positive-definite') return;
  const values = symmetricEigenvalues(covariance);
  if (areEigenvaluesSemiDefinite(values)) return;
  throw new EngineError(
    'not-positive-definite',
    'covariance',
    `covariance has the negative eigenvalue ${values[0]}, so some portfolio would have a negative variance; repair it with repairPositiveSemiDefinite() first, or accept it on purpose (indefiniteCovariance: 'accept').`,
  );
}

/** Relative excess of |σij| over √(σii σjj) that counts as rounding of a perfect correlation. */
const correlationTolerance = 1e-9;

function requireSemiDefiniteMinors({ rows, data }: Matrix): void {
  const variances = Float64Array.from({ length: rows }, (_, asset) => data[asset * rows + asset]);
  for (let row = 0; row < rows; row += 1) {
    const variance = variances[row];
    for (let column = 0; column < row; column += 1) {
      const value = data[row * rows + column];
      const limit = variance * variances[column] * (1 + correlationTolerance);
      if (value * value > limit) refuse(row, column, value);
    }
    if (variance < 0) refuse(row, row, variance);
  }
  function refuse(row: number, column: number, value: number): never {
    throw new EngineError(
      'not-positive-definite',
      'covariance',
      `covariance holds ${value} at row ${row}, column ${column}, which no pair of variances allows; expected |σij| ≤ √(σii σjj) and σii ≥ 0.`,
    );
  }
}
