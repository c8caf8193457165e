/**
 * The best-paid portfolio within a given risk:
 *
 *     maximise μᵀ w   subject to √(wᵀ Σ w) ≤ σ, 1ᵀ w = b, l ≤ w ≤ u
 *
 * Above the risk of maximum return the constraint does not bind and the answer is maximum return.
 */
import { EngineError } from '../validate/engine-error.ts';
import { frontierPoint, pointOfCorner } from './frontier-point.ts';
import type { MeanVarianceProblem } from './problem.ts';
import { outOfReach, type PortfolioSolution, solveOnFrontier, withoutMaximum } from './solution.ts';

/** Shortfall of the target under the lowest risk that counts as rounding, relative to it. */
const reachTolerance = 1e-12;

/**
 * The portfolio of highest expected return with a standard deviation of at most `maximumStandardDeviation`; `infeasible` below
 * the lowest reachable risk, `unbounded` for σ = Infinity on a frontier that goes on for ever.
 *
 * @param maximumStandardDeviation σ ≥ 0, at the frequency of the covariance.
 */
export function targetRisk(problem: MeanVarianceProblem, maximumStandardDeviation: number): PortfolioSolution {
  if (!(maximumStandardDeviation >= 0)) {
    throw new EngineError(
      'out-of-range',
      'maximumStandardDeviation',
      `maximumStandardDeviation is ${maximumStandardDeviation}; expected zero or a positive number such as 0.1.`,
    );
  }
  return solveOnFrontier(problem, (frontier) => {
    const { corners, ray } = frontier;
    const least = corners[corners.length - 1];
    const most = corners[0];
    if (ray === null && maximumStandardDeviation >= most.standardDeviation) return pointOfCorner(most);
    if (maximumStandardDeviation === Infinity) return withoutMaximum(frontier);
    const point = frontierPoint(frontier, { atStandardDeviation: maximumStandardDeviation });
    if (point !== null) return point;
    if (least.standardDeviation - maximumStandardDeviation <= reachTolerance * least.standardDeviation)
      return pointOfCorner(least, 0);
    return outOfReach(
      frontier,
      'minimum-variance',
      `The target risk ${maximumStandardDeviation} is below ${least.standardDeviation}, the lowest standard deviation that the bounds allow.`,
      [`standard deviation <= ${maximumStandardDeviation}`],
      [least.standardDeviation, ray === null ? most.standardDeviation : Infinity],
    );
  });
}
