/**
 * The engine in the browser: the one file of the web app that imports it. The same functions as on the server and on the
 * command line answer here, so that the frontier can follow the hand that drags a bound.
 */
import {
  efficientFrontier,
  type FrontierPortfolio,
  frontierPoint,
  type MeanVarianceProblem,
  matrixFromRows,
  type OptimalFrontier,
  sampleFrontier,
  tangency,
} from '@riskoptimizer/engine';
import type { FrontierProblem, FrontierQuestion, LiveAnswer, LivePoint } from './engine-worker-protocol.ts';

/** Answers one question. `now` is a clock in milliseconds; the engine has none. */
export function answerFrontier({ problem, bounds, pointCount }: FrontierQuestion, now: () => number): LiveAnswer {
  const { own, riskFree } = problem;
  const ownPoint = livePoint(own.expectedReturn, own.volatility, own.weights, riskFree);
  const started = now();
  const frontier = efficientFrontier(meanVarianceProblem(problem, bounds));
  if (frontier.status === 'infeasible') {
    return { status: 'infeasible', ...frontier.conflict, own: ownPoint, durationMs: now() - started };
  }
  const highestSharpe = tangency(frontier, riskFree);
  const sameRisk = bestWithinRisk(frontier, own.volatility);
  const durationMs = now() - started;
  const point = (portfolio: Omit<FrontierPortfolio, 'lambda'>) =>
    livePoint(portfolio.expectedReturn, portfolio.standardDeviation, portfolio.weights, riskFree);
  const corners = frontier.corners.map(point);
  const sampled = sampleFrontier(frontier, pointCount).map(point);
  return {
    status: frontier.status,
    curve: inOrder([...sampled, ...corners]),
    corners,
    minimumVariance: corners.at(-1) ?? ownPoint,
    maximumSharpe: 'status' in highestSharpe ? null : point(highestSharpe),
    sameRisk: sameRisk === null ? null : point(sameRisk),
    own: ownPoint,
    maximumResidual: frontier.maximumResidual,
    isUnbounded: frontier.ray !== null,
    durationMs,
  };
}

function meanVarianceProblem(
  { symbols, expectedReturns, covariance }: FrontierProblem,
  bounds: FrontierQuestion['bounds'],
): MeanVarianceProblem {
  return { assets: symbols, expectedReturns, covariance: matrixFromRows(covariance), bounds };
}

/** Above the risk of the highest return nothing better is left than the highest return itself. */
function bestWithinRisk(frontier: OptimalFrontier, volatility: number): Omit<FrontierPortfolio, 'lambda'> | null {
  const highest = frontier.corners[0];
  if (highest !== undefined && frontier.ray === null && volatility >= highest.standardDeviation) return highest;
  return frontierPoint(frontier, { atStandardDeviation: volatility });
}

function livePoint(
  expectedReturnAnnual: number,
  volatilityAnnual: number,
  weights: ArrayLike<number>,
  riskFree: number,
): LivePoint {
  const sharpeRatio = volatilityAnnual > 0 ? (expectedReturnAnnual - riskFree) / volatilityAnnual : null;
  return { expectedReturnAnnual, volatilityAnnual, sharpeRatio, weights: Array.from(weights) };
}

/** Upwards in return; a sampled point that is a corner as well is kept once. */
function inOrder(points: readonly LivePoint[]): LivePoint[] {
  const sorted = [...points].sort(
    (a, b) => a.expectedReturnAnnual - b.expectedReturnAnnual || a.volatilityAnnual - b.volatilityAnnual,
  );
  return sorted.filter((point, index) => point.expectedReturnAnnual !== sorted[index - 1]?.expectedReturnAnnual);
}
