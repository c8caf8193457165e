/**
 * The portfolio of highest expected return, and among several the one of least variance:
 *
 *     maximise μᵀ w   subject to 1ᵀ w = b, l ≤ w ≤ u
 *
 * the upper end of the critical line, λ → ∞.
 */
import { pointOfCorner } from './frontier-point.ts';
import type { MeanVarianceProblem } from './problem.ts';
import { type PortfolioSolution, solveOnFrontier } from './solution.ts';

/** The maximum-return portfolio; `unbounded` when infinite bounds let the return grow for ever. */
export function maximumReturn(problem: MeanVarianceProblem): PortfolioSolution {
  return solveOnFrontier(problem, ({ corners, ray }) => {
    if (ray === null) return pointOfCorner(corners[0]);
    return {
      status: 'unbounded',
      conflict: {
        message:
          'The expected return grows without limit along the frontier; give the assets finite bounds or ask for a target.',
        constraints: ['infinite bounds'],
        feasibleRange: [corners[corners.length - 1].expectedReturn, Infinity],
      },
      nearest: null,
    };
  });
}
