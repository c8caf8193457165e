import { describe, expect, test } from 'vitest';
import { matrixFromRows } from '../linalg/matrix.ts';
import { maximumSharpe } from './maximum-sharpe.ts';
import type { MeanVarianceProblem } from './problem.ts';
import type { SolvedPortfolio } from './solution.ts';

function optimal(problem: MeanVarianceProblem, riskFree: number): SolvedPortfolio {
  const solution = maximumSharpe(problem, riskFree);
  if (solution.status !== 'optimal') throw new Error(solution.status);
  return solution as SolvedPortfolio;
}

describe('maximum Sharpe with cash', () => {
  const withCash = (cashReturn: number, upper = [1, 1, 1]): MeanVarianceProblem => ({
    expectedReturns: [cashReturn, 0.06, 0.1],
    covariance: matrixFromRows([
      [0, 0, 0],
      [0, 0.01, 0.002],
      [0, 0.002, 0.04],
    ]),
    bounds: { lower: [0, 0, 0], upper },
  });
  /** Σ⁻¹ (μ − r_f) of the two risky assets, scaled to 1. */
  const tangent = (riskFree: number): number[] => {
    const [a, b] = [0.06 - riskFree, 0.1 - riskFree];
    const [x, y] = [0.04 * a - 0.002 * b, 0.01 * b - 0.002 * a];
    return [0, x / (x + y), y / (x + y)];
  };

  test.each([0.02, 0.0214, 0.03])(
    'at the risk-free rate %d: the risky portfolio at the end of the straight line',
    (rate) => {
      const { weights } = optimal(withCash(rate), rate);
      tangent(rate).forEach((weight, asset) => expect(weights[asset]).toBeCloseTo(weight, 12));
    },
  );

  test('below it: the same risky portfolio', () => {
    const { weights } = optimal(withCash(0.01), 0.02);
    tangent(0.02).forEach((weight, asset) => expect(weights[asset]).toBeCloseTo(weight, 12));
  });

  test('above it: a ratio without limit', () => {
    expect(maximumSharpe(withCash(0.03), 0.02)).toEqual({
      status: 'unbounded',
      conflict: {
        message: 'A riskless portfolio earns 0.03, more than the risk-free rate 0.02: its ratio has no limit.',
        constraints: [],
        feasibleRange: null,
      },
      nearest: null,
    });
  });

  test('above it, but held down by a bound: the budget must take some risk, and the ratio has a maximum', () => {
    const { weights, expectedReturn, standardDeviation } = optimal(withCash(0.03, [0.5, 1, 1]), 0.02);
    expect(weights[0]).toBe(0.5);
    expect((expectedReturn - 0.02) / standardDeviation).toBeGreaterThan(0.5);
  });
});
