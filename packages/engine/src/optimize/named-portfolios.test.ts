/** Minimum variance, maximum return, target return, target risk, maximum utility and maximum Sharpe, against rivals and each other. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FiniteProblem, finiteProblem, share } from '../../tests/optimize-arbitraries.ts';
import { varianceOf } from '../../tests/optimize-brute-force.ts';
import { matrixFromRows } from '../linalg/matrix.ts';
import { efficientFrontier, type OptimalFrontier } from './efficient-frontier.ts';
import { kktResidual } from './kkt-residual.ts';
import { maximumReturn } from './maximum-return.ts';
import { maximumSharpe } from './maximum-sharpe.ts';
import { maximumUtility } from './maximum-utility.ts';
import { minimumVariance } from './minimum-variance.ts';
import type { MeanVarianceProblem } from './problem.ts';
import { sampleFrontier } from './sample-frontier.ts';
import type { PortfolioSolution, SolvedPortfolio, UnsolvedPortfolio } from './solution.ts';
import { targetReturn } from './target-return.ts';
import { targetRisk } from './target-risk.ts';

/** A rival may look better by this much: returns and variances are of size 1, and their sums round. */
const roundingTolerance = 1e-9;

function solved(solution: PortfolioSolution): SolvedPortfolio {
  expect(solution.status).toBe('optimal');
  return solution as SolvedPortfolio;
}

function unsolved(solution: PortfolioSolution, status: UnsolvedPortfolio['status']): UnsolvedPortfolio {
  expect(solution.status).toBe(status);
  return solution as UnsolvedPortfolio;
}

interface Rival {
  readonly expectedReturn: number;
  readonly variance: number;
}

/** Feasible portfolios: random ones, which spend the budget asset by asset, and some of the frontier. */
function rivalsOf(problem: FiniteProblem, draws: readonly number[]): Rival[] {
  const { expectedReturns, bounds, budget } = problem;
  const size = expectedReturns.length;
  const portfolios: ArrayLike<number>[] = [];
  for (let start = 0; start + size <= draws.length; start += size) {
    const weights = bounds.lower.slice();
    let left = budget - weights.reduce((total, weight) => total + weight, 0);
    for (const isLastPass of [false, true]) {
      for (let step = 0; step < size; step += 1) {
        const asset = (start + step) % size;
        const room = bounds.upper[asset] - weights[asset];
        const spent = Math.min(room, left, isLastPass ? left : draws[start + step] * room);
        weights[asset] += spent;
        left -= spent;
      }
    }
    portfolios.push(weights);
  }
  const frontier = efficientFrontier(problem) as OptimalFrontier;
  portfolios.push(...sampleFrontier(frontier, 7).map(({ weights }) => weights));
  return portfolios.map((weights) => ({
    expectedReturn: expectedReturns.reduce((total, value, asset) => total + value * weights[asset], 0),
    variance: Math.max(0, varianceOf(problem, weights)),
  }));
}

const draws = fc.array(share, { minLength: 70, maxLength: 70 });
const contest = (check: (problem: FiniteProblem, rivals: Rival[], part: number) => void) =>
  fc.assert(
    fc.property(finiteProblem(), draws, share, (problem, drawn, part) =>
      check(problem, rivalsOf(problem, drawn), part),
    ),
    { numRuns: 200 },
  );

describe('no feasible portfolio is', () => {
  test('less risky than minimum variance, nor as little risky and better paid', () => {
    contest((problem, rivals) => {
      const { standardDeviation } = solved(minimumVariance(problem));
      for (const rival of rivals)
        expect(rival.variance).toBeGreaterThanOrEqual(standardDeviation ** 2 - roundingTolerance);
    });
  });

  test('better paid than maximum return', () => {
    contest((problem, rivals) => {
      const { expectedReturn } = solved(maximumReturn(problem));
      for (const rival of rivals) expect(rival.expectedReturn).toBeLessThanOrEqual(expectedReturn + roundingTolerance);
    });
  });

  test('less risky than target return with as much return', () => {
    contest((problem, rivals, part) => {
      const [least, most] = [solved(minimumVariance(problem)), solved(maximumReturn(problem))];
      const wanted = least.expectedReturn + part * (most.expectedReturn - least.expectedReturn);
      const { expectedReturn, standardDeviation, weights, lambda } = solved(targetReturn(problem, wanted));
      expect(expectedReturn).toBeGreaterThanOrEqual(wanted - 1e-12);
      expect(kktResidual(problem, weights, lambda)).toBeLessThanOrEqual(1e-10);
      for (const rival of rivals) {
        if (rival.expectedReturn >= wanted) {
          expect(rival.variance).toBeGreaterThanOrEqual(standardDeviation ** 2 - roundingTolerance);
        }
      }
    });
  });

  test('better paid than target risk with as little risk', () => {
    contest((problem, rivals, part) => {
      const [least, most] = [solved(minimumVariance(problem)), solved(maximumReturn(problem))];
      const allowed = least.standardDeviation + part * (most.standardDeviation - least.standardDeviation);
      const { expectedReturn, standardDeviation, weights, lambda } = solved(targetRisk(problem, allowed));
      expect(standardDeviation ** 2).toBeLessThanOrEqual(allowed ** 2 + 1e-12);
      expect(kktResidual(problem, weights, lambda)).toBeLessThanOrEqual(1e-10);
      for (const rival of rivals) {
        if (rival.variance <= standardDeviation ** 2 - roundingTolerance) {
          expect(rival.expectedReturn).toBeLessThanOrEqual(expectedReturn + roundingTolerance);
        }
      }
    });
  });

  test('of higher utility than maximum utility', () => {
    contest((problem, rivals, part) => {
      const riskAversion = 10 ** (4 * part - 2);
      const utility = ({ expectedReturn, variance }: Rival) => expectedReturn - (riskAversion / 2) * variance;
      const best = solved(maximumUtility(problem, riskAversion));
      const highest = utility({ ...best, variance: best.standardDeviation ** 2 });
      expect(kktResidual(problem, best.weights, 1 / riskAversion)).toBeLessThanOrEqual(1e-10);
      for (const rival of rivals) {
        expect(utility(rival)).toBeLessThanOrEqual(highest + roundingTolerance * (1 + riskAversion));
      }
    });
  });

  test('of a higher Sharpe ratio than maximum Sharpe; and where there is none, there is a reason', () => {
    contest((problem, rivals, part) => {
      const riskFree = Math.round(6 * part - 3) / 2;
      const solution = maximumSharpe(problem, riskFree);
      if (solution.status === 'infeasible') {
        for (const rival of rivals) expect(rival.expectedReturn).toBeLessThanOrEqual(riskFree + roundingTolerance);
        return;
      }
      if (solution.status === 'unbounded') {
        const riskless = solved(minimumVariance(problem));
        expect(riskless.standardDeviation).toBe(0);
        expect(riskless.expectedReturn).toBeGreaterThan(riskFree);
        return;
      }
      const { expectedReturn, standardDeviation } = solved(solution);
      const highest = (expectedReturn - riskFree) / standardDeviation;
      expect(highest).toBeGreaterThan(0);
      for (const rival of rivals) {
        const excess = rival.expectedReturn - riskFree;
        expect(excess).toBeLessThanOrEqual(highest * Math.sqrt(rival.variance) + 1e-6);
        if (rival.variance > 1e-6) {
          expect(excess / Math.sqrt(rival.variance)).toBeLessThanOrEqual(highest * (1 + roundingTolerance));
        }
      }
    });
  });
});

describe('the portfolios agree', () => {
  test('target return, target risk and maximum utility lead to the same portfolio', () => {
    fc.assert(
      fc.property(finiteProblem(2), share, (problem, part) => {
        const frontier = efficientFrontier(problem) as OptimalFrontier;
        fc.pre(frontier.corners.length > 1);
        const riskAversion = 1 / ((0.01 + part) * frontier.corners[0].lambda);
        const best = solved(maximumUtility(problem, riskAversion));
        const asPaid = solved(targetReturn(problem, best.expectedReturn));
        const asRisky = solved(targetRisk(problem, best.standardDeviation));
        expect(Math.abs(asPaid.standardDeviation ** 2 - best.standardDeviation ** 2)).toBeLessThanOrEqual(
          roundingTolerance,
        );
        expect(asRisky.standardDeviation ** 2).toBeLessThanOrEqual(best.standardDeviation ** 2 + roundingTolerance);
        expect(asRisky.expectedReturn).toBeLessThanOrEqual(best.expectedReturn + 1e-4);
      }),
    );
  });

  test('maximum Sharpe is where the line from the risk-free rate touches: λ (r − r_f) = σ²', () => {
    fc.assert(
      fc.property(finiteProblem(2), fc.constantFrom(-4, -2.5), (problem, riskFree) => {
        const solution = maximumSharpe(problem, riskFree);
        fc.pre(solution.status === 'optimal');
        const { weights, expectedReturn, standardDeviation } = solved(solution);
        const lambda = standardDeviation ** 2 / (expectedReturn - riskFree);
        expect(kktResidual(problem, weights, lambda)).toBeLessThanOrEqual(1e-10);
      }),
    );
  });
});

describe('out of reach', () => {
  const problem: MeanVarianceProblem = {
    expectedReturns: [0.05, 0.1],
    covariance: matrixFromRows([
      [0.01, 0],
      [0, 0.04],
    ]),
    bounds: { lower: [0, 0], upper: [1, 1] },
  };

  test('a target return above the highest: what is reachable, and the nearest portfolio', () => {
    expect(unsolved(targetReturn(problem, 0.12), 'infeasible')).toEqual({
      status: 'infeasible',
      conflict: {
        message: 'The target return 0.12 is above 0.1, the highest expected return that the bounds allow.',
        constraints: ['expected return >= 0.12'],
        feasibleRange: [expect.closeTo(0.06, 12), 0.1],
      },
      nearest: Float64Array.of(0, 1),
    });
  });

  test('a target return below minimum variance does not bind', () => {
    expect(solved(targetReturn(problem, -1)).weights).toEqual(solved(minimumVariance(problem)).weights);
  });

  test('a target return at the very top, a rounding above it', () => {
    expect(solved(targetReturn(problem, 0.1 * (1 + 1e-15))).weights).toEqual(Float64Array.of(0, 1));
  });

  test('a target risk below the lowest', () => {
    const { conflict, nearest } = unsolved(targetRisk(problem, 0.05), 'infeasible');
    expect(conflict.message).toMatch(
      /^The target risk 0\.05 is below 0\.0894427190999\d*, the lowest standard deviation/,
    );
    expect(conflict.constraints).toEqual(['standard deviation <= 0.05']);
    expect(conflict.feasibleRange).toEqual([expect.closeTo(Math.sqrt(0.008), 12), 0.2]);
    expect(nearest).toEqual(solved(minimumVariance(problem)).weights);
  });

  test('a target risk above the highest does not bind', () => {
    expect(solved(targetRisk(problem, 5)).weights).toEqual(Float64Array.of(0, 1));
    expect(solved(targetRisk(problem, Number.POSITIVE_INFINITY)).weights).toEqual(Float64Array.of(0, 1));
  });

  test('no portfolio earns the risk-free rate', () => {
    const { conflict, nearest } = unsolved(maximumSharpe(problem, 0.1), 'infeasible');
    expect(conflict.message).toBe(
      'No portfolio earns more than the risk-free rate 0.1: the highest expected return that the bounds allow is 0.1.',
    );
    expect(nearest).toEqual(Float64Array.of(0, 1));
  });

  test.each([
    ['minimumVariance', minimumVariance],
    ['maximumReturn', maximumReturn],
    ['targetReturn', (asked: MeanVarianceProblem) => targetReturn(asked, 0.06)],
    ['targetRisk', (asked: MeanVarianceProblem) => targetRisk(asked, 0.1)],
    ['maximumUtility', (asked: MeanVarianceProblem) => maximumUtility(asked, 2)],
    ['maximumSharpe', (asked: MeanVarianceProblem) => maximumSharpe(asked, 0.01)],
  ])('%s with impossible bounds says which', (_, solve) => {
    const bounds = { lower: [0, 0], upper: [0.2, 0.3] };
    const { conflict, nearest } = unsolved(solve({ ...problem, bounds }), 'infeasible');
    expect(conflict.constraints).toEqual(['sum of weights = 1', 'asset 0 <= 0.2', 'asset 1 <= 0.3']);
    expect(conflict.feasibleRange).toBeNull();
    expect(nearest).toEqual(Float64Array.of(0.2, 0.3));
  });
});
