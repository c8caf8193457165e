/**
 * The portfolio of highest expected return, and among several the one of least variance:
 *
 *     maximise μᵀ w   subject to 1ᵀ w = b, l ≤ w ≤ u
 *
 * the upper end of the critical line, λ → ∞.
 */
import { pointOfCorner } from './frontier-point.ts';
import type { MeanVarianceProblem } from './problem.ts';
import { type PortfolioSolution, solveOnFrontier, withoutMaximum } from './solution.ts';

/** The maximum-return portfolio; `unbounded` when infinite bounds let the return grow for ever. */
export function maximumReturn(problem: MeanVarianceProblem): PortfolioSolution {
  return solveOnFrontier(problem, (frontier) =>
    frontier.ray === null ? pointOfCorner(frontier.corners[0]) : withoutMaximum(frontier),
  );
}
