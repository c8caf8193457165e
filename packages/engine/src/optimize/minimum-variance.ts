/**
 * The portfolio of least variance, and among several the one of highest expected return:
 *
 *     minimise wᵀ Σ w   subject to 1ᵀ w = b, l ≤ w ≤ u
 *
 * the lower end of the critical line, λ = 0.
 */
import { pointOfCorner } from './frontier-point.ts';
import type { MeanVarianceProblem } from './problem.ts';
import { type PortfolioSolution, solveOnFrontier } from './solution.ts';

/** The minimum-variance portfolio, or `infeasible` with the bounds in conflict. */
export function minimumVariance(problem: MeanVarianceProblem): PortfolioSolution {
  return solveOnFrontier(problem, ({ corners }) => pointOfCorner(corners[corners.length - 1], 0));
}
