/** What the named portfolios of the frontier answer with: a portfolio, or why there is none. */
import type { OptimalFrontier } from './efficient-frontier.ts';
import { frontierOf } from './efficient-frontier.ts';
import type { Infeasible } from './feasibility.ts';
import { type FrontierPortfolio, pointOfCorner } from './frontier-point.ts';
import { checkProblem, type MeanVarianceProblem } from './problem.ts';

/** How a solver ends. `optimal`: solved. `infeasible`: no portfolio meets the constraints. `unbounded`: none is the best, each is
 * beaten by a further one. `iteration-limit`: given up, with the best so far. */
export type SolveStatus = 'optimal' | 'infeasible' | 'unbounded' | 'iteration-limit';

export interface SolvedPortfolio extends FrontierPortfolio {
  readonly status: 'optimal' | 'iteration-limit';
  readonly iterations: number;
}

export interface UnsolvedPortfolio {
  readonly status: 'infeasible' | 'unbounded';
  readonly conflict: {
    /** One sentence with the numbers. */
    readonly message: string;
    /** The constraints in conflict. */
    readonly constraints: readonly string[];
    /** What is reachable of the quantity that was asked for: [lowest, highest]; null when no portfolio is feasible at all. */
    readonly feasibleRange: readonly [number, number] | null;
  };
  /** The nearest feasible portfolio, or weights inside the bounds when none is feasible; null when there is no nearest. */
  readonly nearest: Float64Array | null;
}

export type PortfolioSolution = SolvedPortfolio | UnsolvedPortfolio;

/** Solves on the frontier of the problem, and answers in its place when there is no frontier. */
export function solveOnFrontier(
  problem: MeanVarianceProblem,
  solve: (frontier: OptimalFrontier) => FrontierPortfolio | UnsolvedPortfolio,
): PortfolioSolution {
  const frontier = frontierOf(checkProblem(problem));
  if (frontier.status === 'infeasible') return withoutFrontier(frontier);
  if (frontier.status === 'unbounded') {
    const conflict = { message: frontier.message, constraints: ['infinite bounds'], feasibleRange: null };
    return { status: 'unbounded', conflict, nearest: null };
  }
  const solution = solve(frontier);
  if ('status' in solution) return solution;
  return { status: frontier.status, iterations: frontier.iterations, ...solution };
}

/** The answer that a quantity is out of reach, with the corner nearest to it. */
export function outOfReach(
  frontier: OptimalFrontier,
  nearest: 'minimum-variance' | 'maximum-return',
  message: string,
  constraints: readonly string[],
  feasibleRange: readonly [number, number],
): UnsolvedPortfolio {
  const { corners } = frontier;
  const corner = nearest === 'maximum-return' ? corners[0] : corners[corners.length - 1];
  return {
    status: 'infeasible',
    conflict: { message, constraints, feasibleRange },
    nearest: pointOfCorner(corner).weights,
  };
}

/** The answer that the frontier goes on for ever and has no portfolio of highest return. */
export function withoutMaximum({ corners }: OptimalFrontier): UnsolvedPortfolio {
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
}

function withoutFrontier({ conflict, nearest }: Infeasible): UnsolvedPortfolio {
  return {
    status: 'infeasible',
    conflict: { message: conflict.message, constraints: conflict.constraints, feasibleRange: null },
    nearest,
  };
}
