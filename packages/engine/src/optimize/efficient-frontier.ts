/**
 * The exact efficient frontier: every corner portfolio from maximum return down to minimum variance.
 *
 *     minimise   ½ wᵀ Σ w − λ μᵀ w
 *     subject to 1ᵀ w = b,   l ≤ w ≤ u,   for every λ ≥ 0
 *
 * Between neighbouring corners the weights are linear in λ and in expected return, so `frontierPoint` gives any portfolio of the
 * frontier exactly. Where bounds are infinite the frontier may go on for ever: then the first corner is the last one before that
 * ray, and `ray` says in which direction it leaves.
 */

import { EngineError } from '../validate/engine-error.ts';
import { type Corner, traceCriticalLine } from './critical-line.ts';
import { findBoundConflict, type Infeasible } from './feasibility.ts';
import { kktResidualOf } from './kkt-residual.ts';
import { type CheckedProblem, checkProblem, type MeanVarianceProblem } from './problem.ts';
import { addRows } from './rows.ts';

export interface CornerPortfolio {
  /** Lowest λ for which these weights are optimal. */
  readonly lambda: number;
  /** Highest λ for which these weights are optimal; Infinity at maximum return. */
  readonly lambdaMax: number;
  readonly weights: Float64Array;
  /** μᵀ w, at the frequency of the expected returns. */
  readonly expectedReturn: number;
  /** wᵀ Σ w, at the frequency of the covariance. */
  readonly variance: number;
  readonly standardDeviation: number;
}

/** Beyond the first corner: w(λ) = w + (λ − λ₀) direction for every λ ≥ λ₀ = the corner's λ. */
export interface FrontierRay {
  /** Change of the weights for one more unit of λ. */
  readonly direction: Float64Array;
  /** μᵀ direction: growth of the expected return, positive. */
  readonly expectedReturnSlope: number;
}

export interface OptimalFrontier {
  readonly status: 'optimal' | 'iteration-limit';
  readonly corners: readonly CornerPortfolio[];
  readonly ray: FrontierRay | null;
  readonly iterations: number;
  /** Largest scaled optimality residual over the corners; see `kktResidual`. */
  readonly maximumResidual: number;
}

export type FrontierResult = OptimalFrontier | Infeasible;

/**
 * Every corner portfolio of the mean-variance frontier with bounds and a budget.
 *
 * @param problem μ (n), Σ (n × n, positive semidefinite), bounds and budget; see `MeanVarianceProblem`. N > T, tied returns, copies
 * of an asset and riskless assets are welcome; among portfolios of equal risk and return one is chosen, reproducibly.
 * @returns corners from the highest expected return to minimum variance, or `infeasible` with the bounds in conflict.
 * @throws EngineError naming the argument when μ, Σ or a bound is malformed.
 */
export function efficientFrontier(problem: MeanVarianceProblem): FrontierResult {
  return frontierOf(checkProblem(problem));
}

/** The same for a problem that is checked already. */
export function frontierOf(problem: CheckedProblem): FrontierResult {
  const conflict = findBoundConflict(problem);
  if (conflict !== null) return conflict;
  const bounded = withImpliedBounds(problem);
  if (isBounded(bounded)) {
    const { status, corners, iterations } = traceCriticalLine(bounded);
    return describe(problem, status, corners, null, iterations);
  }
  return unboundedFrontier(bounded);
}

/** An infinite bound is often implied by the others and the budget: w_i ≤ b − Σ_{j≠i} l_j. */
function withImpliedBounds(problem: CheckedProblem): CheckedProblem {
  const { budget } = problem;
  const upper = impliedBounds(problem.upper, problem.lower, budget);
  const lower = impliedBounds(problem.lower, problem.upper, budget);
  return { ...problem, lower, upper };
}

function impliedBounds(bounds: Float64Array, opposite: Float64Array, budget: number): Float64Array {
  if (bounds.every(Number.isFinite)) return bounds;
  return bounds.map((bound, asset) => {
    if (Number.isFinite(bound)) return bound;
    let others = 0;
    for (let other = 0; other < opposite.length; other += 1) if (other !== asset) others += opposite[other];
    return Number.isFinite(others) ? budget - others : bound;
  });
}

function isBounded({ lower, upper }: CheckedProblem): boolean {
  return lower.every(Number.isFinite) && upper.every(Number.isFinite);
}

/** How far the stand-ins for infinite bounds lie out, in units of the largest finite bound, from try to try. */
const standInDistances = [1e3, 1e5, 1e7, 1e9];

/**
 * With truly infinite bounds: distant stand-ins close the polytope. All that lies below the λ at which the last stand-in is left
 * belongs to the frontier without them, and its topmost stretch, prolonged, is the ray, provided that stand-ins further out show no
 * corner in between.
 */
function unboundedFrontier(problem: CheckedProblem): FrontierResult {
  const scale = Math.max(1, Math.abs(problem.budget), largestFinite(problem.lower), largestFinite(problem.upper));
  let found: OptimalFrontier | null = null;
  for (const distance of standInDistances) {
    const next = frontierInside(problem, distance * scale);
    if (found !== null && next?.corners.length === found.corners.length) return found;
    found = next;
  }
  if (found !== null) return { ...found, status: 'iteration-limit' };
  throw new EngineError(
    'out-of-range',
    'bounds',
    'the least risky portfolio has weights beyond any sensible size; give the assets finite bounds.',
  );
}

/** The part of the frontier that does not touch stand-ins at the given distance; null when even minimum variance does. */
function frontierInside(problem: CheckedProblem, distance: number): OptimalFrontier | null {
  const lower = problem.lower.map((bound) => (bound === -Infinity ? -distance : bound));
  const upper = problem.upper.map((bound) => (bound === Infinity ? distance : bound));
  const { status, corners, iterations } = traceCriticalLine({ ...problem, lower, upper });
  const inside = corners.findIndex(({ weights }) =>
    weights.every(
      (weight, asset) =>
        (Number.isFinite(problem.lower[asset]) || weight > -distance) &&
        (Number.isFinite(problem.upper[asset]) || weight < distance),
    ),
  );
  if (inside < 0) return null;
  const ray = inside === 0 ? null : rayBetween(problem, corners[inside - 1], corners[inside]);
  return describe(problem, status, corners.slice(inside), ray, iterations);
}

function largestFinite(bounds: Float64Array): number {
  return bounds.reduce((largest, bound) => (Number.isFinite(bound) ? Math.max(largest, Math.abs(bound)) : largest), 0);
}

function rayBetween({ mean }: CheckedProblem, outer: Corner, inner: Corner): FrontierRay {
  const stretch = outer.lambda - inner.lambdaMax;
  const direction = outer.weights.map((weight, asset) => (weight - inner.weights[asset]) / stretch);
  let expectedReturnSlope = 0;
  for (let asset = 0; asset < mean.length; asset += 1) expectedReturnSlope += mean[asset] * direction[asset];
  return { direction, expectedReturnSlope };
}

function describe(
  problem: CheckedProblem,
  status: 'optimal' | 'iteration-limit',
  corners: readonly Corner[],
  ray: FrontierRay | null,
  iterations: number,
): OptimalFrontier {
  let maximumResidual = 0;
  const described = corners.map(({ weights, lambda, lambdaMax }) => {
    const gradient = new Float64Array(problem.size);
    const held = Array.from(weights.keys()).filter((asset) => weights[asset] !== 0);
    addRows(
      gradient,
      problem,
      held,
      held.map((asset) => weights[asset]),
    );
    maximumResidual = Math.max(maximumResidual, kktResidualOf(problem, weights, lambda, gradient));
    let variance = 0;
    let expectedReturn = 0;
    for (const asset of held) {
      variance += weights[asset] * gradient[asset];
      expectedReturn += weights[asset] * problem.mean[asset];
    }
    variance = Math.max(0, variance);
    return { lambda, lambdaMax, weights, expectedReturn, variance, standardDeviation: Math.sqrt(variance) };
  });
  return { status, corners: described, ray, iterations, maximumResidual };
}
