/**
 * The least risky portfolio that earns at least a given expected return:
 *
 *     minimise wᵀ Σ w   subject to μᵀ w ≥ r, 1ᵀ w = b, l ≤ w ≤ u
 *
 * Below the return of minimum variance the constraint does not bind and the answer is minimum variance.
 */
import { requireFinite } from '../validate/numbers.ts';
import { frontierPoint, pointOfCorner } from './frontier-point.ts';
import type { MeanVarianceProblem } from './problem.ts';
import { outOfReach, type PortfolioSolution, solveOnFrontier } from './solution.ts';

/** Excess of the target over the highest return that counts as rounding, relative to it. */
const reachTolerance = 1e-12;

/**
 * The least risky portfolio with an expected return of at least `minimumReturn`; `infeasible` above the highest reachable return.
 *
 * @param minimumReturn r, at the frequency of the expected returns.
 */
export function targetReturn(problem: MeanVarianceProblem, minimumReturn: number): PortfolioSolution {
  requireFinite(minimumReturn, 'minimumReturn');
  return solveOnFrontier(problem, (frontier) => {
    const { corners, ray } = frontier;
    const least = corners[corners.length - 1];
    const most = corners[0];
    if (minimumReturn <= least.expectedReturn) return pointOfCorner(least, 0);
    const point = frontierPoint(frontier, { atReturn: minimumReturn });
    if (point !== null) return point;
    const isRounding = minimumReturn - most.expectedReturn <= reachTolerance * Math.abs(most.expectedReturn);
    if (ray === null && isRounding) return pointOfCorner(most);
    return outOfReach(
      frontier,
      'maximum-return',
      `The target return ${minimumReturn} is above ${most.expectedReturn}, the highest expected return that the bounds allow.`,
      [`expected return >= ${minimumReturn}`],
      [least.expectedReturn, most.expectedReturn],
    );
  });
}
