/**
 * The portfolio of highest quadratic utility:
 *
 *     maximise μᵀ w − (δ/2) wᵀ Σ w   subject to 1ᵀ w = b, l ≤ w ≤ u
 *
 * which is the point of the critical line at λ = 1/δ.
 */
import { EngineError } from '../validate/engine-error.ts';
import { frontierPoint, pointOfCorner } from './frontier-point.ts';
import type { MeanVarianceProblem } from './problem.ts';
import { type PortfolioSolution, solveOnFrontier } from './solution.ts';

/**
 * The maximum-utility portfolio.
 *
 * @param riskAversion δ > 0, per unit of variance at the frequency of the covariance. With annual inputs 1 is bold and 10 is cautious.
 */
export function maximumUtility(problem: MeanVarianceProblem, riskAversion: number): PortfolioSolution {
  if (!(riskAversion > 0 && riskAversion < Infinity)) {
    throw new EngineError(
      'out-of-range',
      'riskAversion',
      `riskAversion is ${riskAversion}; expected a positive number such as 2.`,
    );
  }
  return solveOnFrontier(
    problem,
    (frontier) => frontierPoint(frontier, { atLambda: 1 / riskAversion }) ?? pointOfCorner(frontier.corners[0]),
  );
}
