/**
 * The exact efficient frontier of some assets from their moments: a pure part of the jobs that runs in a worker thread.
 *
 * Everything is annual, so that a point of the frontier is what the page shows.
 */
import type { CovarianceMethod, ExpectedReturnsMethod, FrontierCurve, FrontierPoint } from '@riskoptimizer/contracts';
import {
  covariance,
  efficientFrontier,
  expectedReturns,
  type FrontierPortfolio,
  frontierPoint,
  type Infeasible,
  type Matrix,
  type MeanVarianceProblem,
  type OptimalFrontier,
  sampleFrontier,
  tangency,
} from '@riskoptimizer/engine';
import { ProblemError } from '../../core/errors.ts';
import { nullIfUndefined } from '../calculation/missing.ts';

/** [lower, upper] of one asset; null is no bound. */
export type Bounds = readonly [number | null, number | null];

export interface FrontierOptions {
  readonly budget: number;
  /** Annual. */
  readonly riskFree: number;
  readonly returnsMethod: ExpectedReturnsMethod;
  readonly covarianceMethod: CovarianceMethod;
  readonly pointCount: number;
  readonly periodsPerYear: number;
  /** One for each asset. */
  readonly bounds: readonly Bounds[];
}

export interface Moments {
  readonly expectedReturns: Float64Array;
  readonly covariance: Matrix;
  readonly conditionNumber: number | null;
  readonly repaired: boolean;
}

export function annualMoments(returns: Matrix, options: FrontierOptions): Moments {
  const { periodsPerYear } = options;
  const estimate = covariance(returns, { method: options.covarianceMethod, periodsPerYear });
  return {
    expectedReturns: expectedReturns(returns, { method: options.returnsMethod, periodsPerYear }),
    covariance: estimate.covariance,
    conditionNumber: nullIfUndefined(estimate.conditionNumber),
    repaired: estimate.repaired,
  };
}

export interface TracedFrontier {
  readonly curve: FrontierCurve;
  /** Null when no portfolio meets the bounds. */
  readonly frontier: OptimalFrontier | null;
}

/**
 * Traces the frontier; bounds that no portfolio meets are an answer, not an error.
 *
 * @param assets names for the constraints in conflict, in the order of the moments.
 */
export function traceFrontier(moments: Moments, assets: readonly string[], options: FrontierOptions): TracedFrontier {
  const problem: MeanVarianceProblem = {
    expectedReturns: moments.expectedReturns,
    covariance: moments.covariance,
    bounds: {
      lower: options.bounds.map(([lower]) => lower ?? Number.NEGATIVE_INFINITY),
      upper: options.bounds.map(([, upper]) => upper ?? Number.POSITIVE_INFINITY),
    },
    budget: options.budget,
    assets,
  };
  const frontier = efficientFrontier(problem);
  if (frontier.status === 'infeasible') return { curve: presentConflict(frontier), frontier: null };
  if (frontier.status === 'iteration-limit') throw unsettled();
  const best = tangency(frontier, options.riskFree);
  const curve: FrontierCurve = {
    status: 'optimal',
    corners: frontier.corners.map(presentPoint),
    points: samplePoints(frontier, moments.expectedReturns, options.pointCount).map(presentPoint),
    minimumVariance: presentPoint(frontier.corners.at(-1)!),
    maximumSharpe: 'status' in best ? null : presentPoint(best),
    maximumResidual: frontier.maximumResidual,
  };
  return { curve, frontier };
}

/** Without an upper end (infinite bounds) the curve is drawn as far as the highest expected return of an asset. */
function samplePoints(frontier: OptimalFrontier, assetReturns: Float64Array, count: number): FrontierPortfolio[] {
  if (frontier.ray === null) return sampleFrontier(frontier, count);
  const least = frontier.corners.at(-1)!.expectedReturn;
  const most = Math.max(frontier.corners[0]!.expectedReturn, ...assetReturns);
  return Array.from({ length: count }, (_, index) =>
    frontierPoint(frontier, { atReturn: least + ((most - least) * index) / (count - 1) }),
  ).filter((point) => point !== null);
}

/** A portfolio of the frontier as the API shows it. */
export function presentPoint(
  point: Pick<FrontierPortfolio, 'weights' | 'expectedReturn' | 'standardDeviation'>,
): FrontierPoint {
  return {
    expectedReturnAnnual: point.expectedReturn,
    volatilityAnnual: point.standardDeviation,
    weights: Array.from(point.weights),
  };
}

function presentConflict({ conflict, nearest }: Infeasible): FrontierCurve {
  const { message, constraints, feasibleBudget } = conflict;
  return {
    status: 'infeasible',
    conflict: {
      message,
      constraints: [...constraints],
      feasibleBudget:
        feasibleBudget === null ? null : [nullIfUndefined(feasibleBudget[0]), nullIfUndefined(feasibleBudget[1])],
      nearest: Array.from(nearest),
    },
  };
}

function unsettled(): ProblemError {
  return new ProblemError(
    'calculation-refused',
    'The frontier did not settle within its limit of iterations. Give the assets finite bounds, or leave out assets that copy each other.',
  );
}
