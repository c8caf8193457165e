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
import { traceCriticalLine } from './critical-line.ts';
import { findBoundConflict, type Infeasible } from './feasibility.ts';
import { kktResidualOf } from './kkt-residual.ts';
import { type CheckedProblem, checkProblem, copyTolerances, type MeanVarianceProblem } from './problem.ts';
import { addRows } from './rows.ts';
import { type FrontierRay, traceUnbounded, type Unbounded, type UnboundedTrace } from './unbounded-frontier.ts';

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

export interface OptimalFrontier {
  readonly status: 'optimal' | 'iteration-limit';
  readonly corners: readonly CornerPortfolio[];
  readonly ray: FrontierRay | null;
  readonly iterations: number;
  /** Largest scaled optimality residual over the corners; see `kktResidual`. */
  readonly maximumResidual: number;
}

export type FrontierResult = OptimalFrontier | Infeasible;

/** Optimality residual that counts as exact, and the one above which an answer is withheld. */
const exactResidual = 1e-10;
const usableResidual = 1e-8;

/**
 * Every corner portfolio of the mean-variance frontier with bounds and a budget.
 *
 * @param problem μ (n), Σ (n × n, positive semidefinite), bounds and budget; see `MeanVarianceProblem`. N > T, tied returns, copies
 * of an asset and riskless assets are welcome; among portfolios of equal risk and return one is chosen, reproducibly.
 * @returns corners from the highest expected return to minimum variance, or `infeasible` with the bounds in conflict.
 * @throws EngineError naming the argument when μ, Σ or a bound is malformed, or when infinite bounds leave a riskless way to infinity.
 */
export function efficientFrontier(problem: MeanVarianceProblem): FrontierResult {
  const frontier = frontierOf(checkProblem(problem));
  if (frontier.status === 'unbounded') throw new EngineError('out-of-range', 'bounds', frontier.message);
  return frontier;
}

/** The same for a problem that is checked already; that there is no best portfolio is an answer here. */
export function frontierOf(problem: CheckedProblem): FrontierResult | Unbounded {
  const conflict = findBoundConflict(problem);
  if (conflict !== null) return conflict;
  const bounded = withImpliedBounds(problem);
  let best: OptimalFrontier | null = null;
  for (const copyTolerance of copyTolerances) {
    const trace = traceAny({ ...bounded, copyTolerance });
    if (trace.status === 'unbounded') return trace;
    const found = describe(problem, trace);
    if (found.status === 'optimal' && found.maximumResidual <= exactResidual) return found;
    if (best === null || rank(found) < rank(best)) best = found;
  }
  if (best !== null && rank(best) <= usableResidual) return best;
  throw new EngineError(
    'no-convergence',
    'covariance',
    'covariance is so nearly singular that the frontier cannot be followed to a known precision; leave out assets that all but copy a mix of others, or shrink the estimate.',
  );
}

function rank({ status, maximumResidual }: OptimalFrontier): number {
  return status === 'optimal' ? maximumResidual : Infinity;
}

function traceAny(problem: CheckedProblem): UnboundedTrace | Unbounded {
  const isBounded = problem.lower.every(Number.isFinite) && problem.upper.every(Number.isFinite);
  return isBounded ? { ...traceCriticalLine(problem), ray: null } : traceUnbounded(problem);
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

/** Variance, relative to what it would be if nothing offset anything, that is rounding: the portfolio is riskless. */
const varianceRounding = 16 * Number.EPSILON;

/** Return, risk and optimality residual of every corner, computed anew from its weights. */
function describe(problem: CheckedProblem, { status, corners, ray, iterations }: UnboundedTrace): OptimalFrontier {
  const gradient = new Float64Array(problem.size);
  let maximumResidual = 0;
  const described = corners.map(({ weights, lambda, lambdaMax }) => {
    const held: number[] = [];
    const factors: number[] = [];
    for (let asset = 0; asset < problem.size; asset += 1) {
      if (weights[asset] === 0) continue;
      held.push(asset);
      factors.push(weights[asset]);
    }
    gradient.fill(0);
    addRows(gradient, problem, held, factors);
    maximumResidual = Math.max(maximumResidual, kktResidualOf(problem, weights, lambda, gradient));
    let variance = 0;
    let exposure = 0;
    let expectedReturn = 0;
    for (const asset of held) {
      variance += weights[asset] * gradient[asset];
      exposure += Math.abs(weights[asset]) * problem.volatility[asset];
      expectedReturn += weights[asset] * problem.mean[asset];
    }
    if (!(variance > varianceRounding * exposure ** 2)) variance = 0;
    return { lambda, lambdaMax, weights, expectedReturn, variance, standardDeviation: Math.sqrt(variance) };
  });
  return { status, corners: described, ray, iterations, maximumResidual };
}
