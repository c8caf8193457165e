import {
  efficientFrontier,
  type MeanVarianceProblem,
  maximumReturn,
  maximumSharpe,
  maximumUtility,
  minimumVariance,
  type PortfolioSolution,
  type SolvedPortfolio,
  targetReturn,
  targetRisk,
} from '@riskoptimizer/engine';
import { CliError } from '../core/cli-error.ts';
import type { Constraints } from '../input/constraints-file.ts';
import type { Moments } from '../input/moments.ts';
import type { Objective, ObjectiveOptions, OptimizedRisk } from '../options/objective-options.ts';
import type { Refusal } from './infeasible.ts';

/** A solved portfolio, or why there is none. */
export type Outcome = SolvedPortfolio | Refusal;

export function isSolved(outcome: Outcome): outcome is SolvedPortfolio {
  return 'weights' in outcome;
}

/** The problem as the engine takes it. */
export function problemOf(moments: Moments, constraints: Constraints): MeanVarianceProblem {
  return {
    expectedReturns: moments.expectedReturns ?? new Float64Array(moments.assets.length),
    covariance: moments.covariance,
    bounds: { lower: constraints.lower, upper: constraints.upper },
    budget: constraints.budget,
    assets: moments.assets,
    indefiniteCovariance: moments.indefinite ? 'accept' : 'refuse',
  };
}

/** Solves for an objective. */
export function solve(moments: Moments, constraints: Constraints, options: ObjectiveOptions): Outcome {
  const problem = problemOf(moments, constraints);
  if (moments.expectedReturns === null && options.objective !== 'min-risk') {
    const message = `--objective ${options.objective} needs expected returns, and the moments file has none.`;
    throw new CliError('missing-field', message, 'Add "expectedReturns" to the file, or minimise the risk.', {
      file: moments.source.file,
      field: 'expectedReturns',
    });
  }
  const solution = solvers[options.objective](problem, moments, options);
  if ('weights' in solution) return solution;
  return findConflict(problem) ?? toRefusal(solution, options, constraints);
}

type Solver = (problem: MeanVarianceProblem, moments: Moments, options: ObjectiveOptions) => PortfolioSolution;

const solvers: Record<Objective, Solver> = {
  'min-risk': (problem) => minimumVariance(problem),
  'max-return': (problem) => maximumReturn(problem),
  'max-ratio': (problem, { riskFree }) => maximumSharpe(problem, riskFree),
  'target-return': (problem, _, { target }) => targetReturn(problem, target ?? Number.NaN),
  'target-risk': (problem, _, { target, risk }) => targetRisk(problem, standardDeviationOf(target ?? Number.NaN, risk)),
  'max-utility': (problem, _, { riskAversion }) => maximumUtility(problem, riskAversion ?? Number.NaN),
};

function standardDeviationOf(risk: number, measure: OptimizedRisk): number {
  return measure === 'variance' ? Math.sqrt(risk) : risk;
}

/** A standard deviation in the measure that was asked for. */
export function riskOf(standardDeviation: number, measure: OptimizedRisk): number {
  return measure === 'variance' ? standardDeviation ** 2 : standardDeviation;
}

/** Bounds that no portfolio can meet, whatever the objective: null when some portfolio meets them. */
export function findConflict(problem: MeanVarianceProblem): Refusal | null {
  const frontier = efficientFrontier(problem);
  if (frontier.status !== 'infeasible') return null;
  const { message, constraints, feasibleBudget } = frontier.conflict;
  const range =
    feasibleBudget === null ? null : { of: 'budget', minimum: feasibleBudget[0], maximum: feasibleBudget[1] };
  return { status: 'infeasible', message, constraints, feasibleRange: range, nearest: frontier.nearest };
}

function toRefusal(
  { status, conflict, nearest }: Exclude<PortfolioSolution, SolvedPortfolio>,
  { objective, risk }: ObjectiveOptions,
  { budget }: Constraints,
): Refusal {
  const { message, feasibleRange } = conflict;
  // The target alone is no conflict: it is one with the budget and the bounds.
  const others = conflict.constraints.length === 0 ? [] : [`sum of weights = ${budget}`, 'bounds of the weights'];
  const constraints = [...conflict.constraints, ...others];
  if (feasibleRange === null) return { status, message, constraints, feasibleRange, nearest };
  const ofRisk = objective === 'target-risk';
  const [minimum, maximum] = ofRisk ? [riskOf(feasibleRange[0], risk), riskOf(feasibleRange[1], risk)] : feasibleRange;
  return {
    status,
    message,
    constraints,
    feasibleRange: { of: ofRisk ? risk : 'expected return', minimum, maximum },
    nearest,
  };
}
