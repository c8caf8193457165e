import { matrixFromRows, minimumVariance, type SolvedPortfolio, targetReturn } from '@riskoptimizer/engine';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Constraints } from '../input/constraints-file.ts';
import type { Moments } from '../input/moments.ts';
import { dualsOf } from './duals.ts';
import { problemOf } from './solve.ts';

const rows = [
  [0.04, 0.01, 0.005, 0],
  [0.01, 0.09, 0.02, 0.01],
  [0.005, 0.02, 0.16, 0.03],
  [0, 0.01, 0.03, 0.25],
];
const moments: Moments = {
  assets: ['A', 'B', 'C', 'D'],
  expectedReturns: Float64Array.of(0.05, 0.08, 0.11, 0.12),
  covariance: matrixFromRows(rows),
  indefinite: false,
  conditionNumber: () => Number.NaN,
  annual: true,
  periodsPerYear: 1,
  riskFree: 0,
  source: { file: '', sha256: '' },
  parameters: {},
  returns: null,
  warnings: [],
};

function bounded(lower: number[], upper: number[], budget = 1): Constraints {
  return { lower: Float64Array.from(lower), upper: Float64Array.from(upper), budget, source: null };
}

describe('dualsOf', () => {
  it('satisfies Σ w − λ μ = γ 1 + ν_lower − ν_upper, with multipliers above zero and only at bounds', () => {
    const bounds = fc.tuple(fc.double({ min: 0, max: 0.2, noNaN: true }), fc.double({ min: 0.3, max: 1, noNaN: true }));
    fc.assert(
      fc.property(
        fc.array(bounds, { minLength: 4, maxLength: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (pairs, share) => {
          const constraints = bounded(
            pairs.map(([lower]) => lower),
            pairs.map(([, upper]) => upper),
          );
          const problem = problemOf(moments, constraints);
          const least = minimumVariance(problem) as SolvedPortfolio;
          const solution = targetReturn(problem, least.expectedReturn + share * 0.01) as SolvedPortfolio;
          fc.pre('weights' in solution);
          const { lambda, budget, lower, upper } = dualsOf(moments, constraints, solution.weights, solution.lambda);
          const residuals = moments.assets.map((asset, index) => {
            const gradient = (rows[index] as number[]).reduce(
              (sum, value, other) => sum + value * (solution.weights[other] as number),
              0,
            );
            const reward = lambda * (moments.expectedReturns?.[index] as number);
            return gradient - reward - budget - (lower[asset] ?? 0) + (upper[asset] ?? 0);
          });
          expect(Math.max(...residuals.map(Math.abs))).toBeLessThan(1e-12);
          expect(Math.min(0, ...Object.values(lower), ...Object.values(upper))).toBe(0);
          const slack = moments.assets.filter((asset, index) => {
            const weight = solution.weights[index] as number;
            return (
              (asset in lower && weight > (constraints.lower[index] as number) + 1e-9) ||
              (asset in upper && weight < (constraints.upper[index] as number) - 1e-9)
            );
          });
          expect(slack).toEqual([]);
        },
      ),
    );
  });

  it('gives the price of the budget and of a bound: finite differences of half the variance', () => {
    const value = (constraints: Constraints): number => {
      const { standardDeviation } = minimumVariance(problemOf(moments, constraints)) as SolvedPortfolio;
      return standardDeviation ** 2 / 2;
    };
    const step = 1e-5;
    const lower = [0, 0, 0.2, 0];
    const upper = [0.4, 1, 1, 1];
    const constraints = bounded(lower, upper);
    const { weights } = minimumVariance(problemOf(moments, constraints)) as SolvedPortfolio;
    const duals = dualsOf(moments, constraints, weights, 0);
    const budgetSlope = (value(bounded(lower, upper, 1 + step)) - value(bounded(lower, upper, 1 - step))) / (2 * step);
    expect(duals.budget).toBeCloseTo(budgetSlope, 7);
    const lowerSlope =
      (value(bounded([0, 0, 0.2 + step, 0], upper)) - value(bounded([0, 0, 0.2 - step, 0], upper))) / (2 * step);
    expect(duals.lower.C).toBeCloseTo(lowerSlope, 7);
    const upperSlope =
      (value(bounded(lower, [0.4 + step, 1, 1, 1])) - value(bounded(lower, [0.4 - step, 1, 1, 1]))) / (2 * step);
    expect(duals.upper.A).toBeCloseTo(-upperSlope, 7);
  });
});
