/**
 * The portfolio with the highest ratio of excess return to risk:
 *
 *     maximise (μᵀ w − r_f) / √(wᵀ Σ w)   subject to 1ᵀ w = b, l ≤ w ≤ u
 *
 * It lies on the frontier where λ (r − r_f) = σ²: there the line from the risk-free rate touches (Sharpe, Mutual fund performance,
 * Journal of Business 39, 1966; Martin, Mathematical programming of portfolio selections, Management Science 1, 1955). On a stretch
 * from (λ₀, r₀, σ₀²) with return slope m both sides are quadratic in λ with equal leading terms, which leaves the closed form
 *
 *     λ* = (σ₀² − λ₀² m) / (r₀ − r_f − λ₀ m).
 */
import { requireFinite } from '../validate/numbers.ts';
import type { CornerPortfolio, OptimalFrontier } from './efficient-frontier.ts';
import {
  type FrontierPortfolio,
  type FrontierStretch,
  frontierStretches,
  pointOfCorner,
  pointOfStretch,
} from './frontier-point.ts';
import type { MeanVarianceProblem } from './problem.ts';
import { outOfReach, type PortfolioSolution, solveOnFrontier, type UnsolvedPortfolio } from './solution.ts';

/** Excess of a riskless return over the risk-free rate, relative to them, that counts as none. */
const excessTolerance = 1e-12;

/**
 * The maximum-Sharpe portfolio.
 *
 * @param riskFree r_f at the frequency of the expected returns; for b ≠ 1 it is subtracted as it stands.
 * @returns `infeasible` when no portfolio earns more than the risk-free rate (a ratio below zero ranks nothing), `unbounded` when a
 * riskless portfolio does, or when with infinite bounds the ratio grows for ever without being reached.
 */
export function maximumSharpe(problem: MeanVarianceProblem, riskFree: number): PortfolioSolution {
  requireFinite(riskFree, 'riskFree');
  return solveOnFrontier(problem, (frontier) => tangency(frontier, riskFree));
}

/** The tangency portfolio of a frontier at hand. */
export function tangency(frontier: OptimalFrontier, riskFree: number): FrontierPortfolio | UnsolvedPortfolio {
  const { corners, ray } = frontier;
  const most = corners[0];
  const least = corners[corners.length - 1];
  if (ray === null && !(most.expectedReturn > riskFree)) {
    return outOfReach(
      frontier,
      'maximum-return',
      `No portfolio earns more than the risk-free rate ${riskFree}: the highest expected return that the bounds allow is ${most.expectedReturn}.`,
      [`expected return > ${riskFree}`],
      [least.expectedReturn, most.expectedReturn],
    );
  }
  const excess = least.expectedReturn - riskFree;
  const isExcessRounding =
    Math.abs(excess) <= excessTolerance * Math.max(Math.abs(least.expectedReturn), Math.abs(riskFree));
  if (least.variance === 0 && excess > 0 && !isExcessRounding) {
    return unbounded(
      `A riskless portfolio earns ${least.expectedReturn}, more than the risk-free rate ${riskFree}: its ratio has no limit.`,
    );
  }
  for (const stretch of frontierStretches(frontier)) {
    const { corner, end, lambdaStart, lambdaEnd } = stretch;
    if (isPastContact(corner, lambdaStart, riskFree)) return pointOfCorner(corner);
    // From cash at the risk-free rate all of a stretch has the one highest ratio, and the formula is 0 / 0: any point will do.
    const isFromCash = lambdaStart === 0 && corner.variance === 0;
    const lambda = tangentLambda(stretch, riskFree);
    if (end === null) {
      if (isFromCash && isExcessRounding) return pointOfStretch(stretch, 1);
      if (!isFromCash && lambda >= lambdaStart && lambda < Infinity) return pointOfStretch(stretch, lambda);
    } else if (isPastContact(end, lambdaEnd, riskFree)) {
      if (isFromCash) return pointOfCorner(end);
      return pointOfStretch(stretch, Math.min(Math.max(lambda, lambdaStart), lambdaEnd));
    }
  }
  if (ray === null) return pointOfCorner(most);
  return unbounded(
    `The ratio grows for ever along the frontier without reaching its limit, because minimum variance earns ${least.expectedReturn}, no more than the risk-free rate ${riskFree}; give the assets finite bounds.`,
  );
}

/** Whether the point of contact, where λ (r − r_f) = σ², lies at or below this λ of a corner. */
function isPastContact({ expectedReturn, variance }: CornerPortfolio, lambda: number, riskFree: number): boolean {
  return lambda > 0 && lambda * (expectedReturn - riskFree) >= variance;
}

function tangentLambda({ corner, lambdaStart, returnSlope }: FrontierStretch, riskFree: number): number {
  return (
    (corner.variance - lambdaStart ** 2 * returnSlope) / (corner.expectedReturn - riskFree - lambdaStart * returnSlope)
  );
}

function unbounded(message: string): UnsolvedPortfolio {
  return { status: 'unbounded', conflict: { message, constraints: [], feasibleRange: null }, nearest: null };
}
