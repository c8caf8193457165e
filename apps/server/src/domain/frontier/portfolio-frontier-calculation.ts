/** The frontier of a portfolio's assets beside the portfolio itself: a pure function that runs in a worker thread. */
import type { FrontierCurve, FrontierPoint } from '@riskoptimizer/contracts';
import {
  createMatrix,
  frontierPoint,
  type ReturnTable,
  simpleReturns,
  volatilityContributions,
} from '@riskoptimizer/engine';
import { requireEnoughReturns } from '../calculation/enough-returns.ts';
import { annualMoments, type FrontierOptions, traceFrontier } from './frontier-calculation.ts';

export interface PortfolioFrontierInput extends FrontierOptions {
  readonly dates: readonly string[];
  /** Names for messages, in the order of the columns. */
  readonly assets: readonly string[];
  /** Row = date, column = asset, in one currency; NaN = missing. */
  readonly prices: Float64Array;
  /** Of the portfolio as it is. */
  readonly weights: Float64Array;
}

export interface PortfolioFrontierNumbers {
  readonly window: ReturnTable['window'];
  readonly expectedReturnsAnnual: number[];
  readonly covarianceAnnual: number[][];
  readonly conditionNumber: number | null;
  readonly repaired: boolean;
  readonly own: FrontierPoint;
  readonly curve: FrontierCurve;
  /** The portfolio of the frontier with the volatility of the own one; null when the frontier does not reach there. */
  readonly atOwnRisk: FrontierPoint | null;
}

export function calculatePortfolioFrontier(input: PortfolioFrontierInput): PortfolioFrontierNumbers {
  const { dates, assets, prices, weights } = input;
  const table = simpleReturns({ dates, assets, prices: createMatrix(dates.length, assets.length, prices) });
  requireEnoughReturns(table.returns.rows, table.window);
  const moments = annualMoments(table.returns, input);
  const { curve, frontier } = traceFrontier(moments, assets, input);
  const size = assets.length;
  const own: FrontierPoint = {
    expectedReturnAnnual: weights.reduce((sum, weight, asset) => sum + weight * moments.expectedReturns[asset]!, 0),
    volatilityAnnual: volatilityContributions(weights, moments.covariance).total,
    weights: Array.from(weights),
  };
  const equal = frontier === null ? null : frontierPoint(frontier, { atStandardDeviation: own.volatilityAnnual });
  return {
    window: table.window,
    expectedReturnsAnnual: Array.from(moments.expectedReturns),
    covarianceAnnual: Array.from({ length: size }, (_, row) =>
      Array.from(moments.covariance.data.subarray(row * size, (row + 1) * size)),
    ),
    conditionNumber: moments.conditionNumber,
    repaired: moments.repaired,
    own,
    curve,
    atOwnRisk:
      equal === null
        ? null
        : {
            expectedReturnAnnual: equal.expectedReturn,
            volatilityAnnual: equal.standardDeviation,
            weights: Array.from(equal.weights),
          },
  };
}
