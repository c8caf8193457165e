/** The frontier of a portfolio's assets beside the portfolio itself: a pure function that runs in a worker thread. */
import { type FrontierPoint, portfolioFrontier } from '@riskoptimizer/contracts';
import {
  createMatrix,
  frontierPoint,
  matrixToRows,
  type ReturnTable,
  simpleReturns,
  volatilityContributions,
} from '@riskoptimizer/engine';
import { ProblemError } from '../../core/errors.ts';
import { requireEnoughReturns } from '../calculation/enough-returns.ts';
import {
  annualMoments,
  type FrontierOptions,
  type Moments,
  presentPoint,
  traceFrontier,
} from './frontier-calculation.ts';
import { frontierVerdict } from './frontier-verdict.ts';

export interface PortfolioFrontierInput extends FrontierOptions {
  readonly dates: readonly string[];
  /** Names for messages, in the order of the columns. */
  readonly assets: readonly string[];
  /** Row = date, column = asset, in one currency; NaN = missing. */
  readonly prices: Float64Array;
  /** Of the portfolio as it is. */
  readonly weights: Float64Array;
}

/**
 * What is large is JSON already, written and checked here: hundreds of assets are megabytes of numbers, and the thread that
 * answers requests only passes them on.
 */
export interface PortfolioFrontierNumbers {
  readonly window: ReturnTable['window'];
  readonly verdict: string;
  readonly expectedReturnsAnnual: number[];
  readonly volatilitiesAnnual: number[];
  readonly own: FrontierPoint;
  /** `moments` of the contract. */
  readonly momentsJson: string;
  /** `frontier` of the contract. */
  readonly frontierJson: string;
}

export function calculatePortfolioFrontier(input: PortfolioFrontierInput): PortfolioFrontierNumbers {
  const { dates, assets, prices, weights } = input;
  requireFewEnough(assets.length);
  const table = simpleReturns({ dates, assets, prices: createMatrix(dates.length, assets.length, prices) });
  requireEnoughReturns(table.returns.rows, table.window);
  const moments = annualMoments(table.returns, input);
  const { curve, frontier } = traceFrontier(moments, assets, input);
  const own = ownPoint(weights, moments);
  const equal = frontier === null ? null : frontierPoint(frontier, { atStandardDeviation: own.volatilityAnnual });
  const atOwnRisk = equal === null ? null : presentPoint(equal);
  const covarianceAnnual = matrixToRows(moments.covariance);
  const expectedReturnsAnnual = Array.from(moments.expectedReturns);
  const { conditionNumber, repaired } = moments;
  const shape = portfolioFrontier.shape;
  const presented = { expectedReturnsAnnual, covarianceAnnual, conditionNumber, repaired };
  return {
    window: table.window,
    verdict: frontierVerdict({ own, curve, atOwnRisk }),
    expectedReturnsAnnual,
    volatilitiesAnnual: covarianceAnnual.map((row, asset) => Math.sqrt(row[asset]!)),
    own,
    momentsJson: JSON.stringify(shape.moments.parse(presented)),
    frontierJson: JSON.stringify(shape.frontier.parse(curve)),
  };
}

function ownPoint(weights: Float64Array, moments: Moments): FrontierPoint {
  return {
    expectedReturnAnnual: weights.reduce((sum, weight, asset) => sum + weight * moments.expectedReturns[asset]!, 0),
    volatilityAnnual: volatilityContributions(weights, moments.covariance).total,
    weights: Array.from(weights),
  };
}

/** Assets of one frontier; the answer of a thousand has thirty megabytes. */
const assetCountMax = 1000;

function requireFewEnough(count: number): void {
  if (count <= assetCountMax) return;
  const detail = `The frontier of ${count} assets was asked for; ${assetCountMax} are the limit. Leave out the smallest holdings.`;
  throw new ProblemError('calculation-refused', detail);
}
