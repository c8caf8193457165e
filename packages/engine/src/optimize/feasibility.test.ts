import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matrixFromRows } from '../linalg/matrix.ts';
import { efficientFrontier } from './efficient-frontier.ts';
import type { Infeasible } from './feasibility.ts';
import type { MeanVarianceProblem } from './problem.ts';

const identity = (size: number) =>
  matrixFromRows(
    Array.from({ length: size }, (_, row) => Array.from({ length: size }, (__, column) => +(row === column))),
  );

function problemWith(lower: number[], upper: number[], rest: Partial<MeanVarianceProblem> = {}): MeanVarianceProblem {
  return {
    expectedReturns: lower.map((_, asset) => asset),
    covariance: identity(lower.length),
    bounds: { lower, upper },
    ...rest,
  };
}

function infeasible(problem: MeanVarianceProblem): Infeasible {
  const frontier = efficientFrontier(problem);
  expect(frontier.status).toBe('infeasible');
  return frontier as Infeasible;
}

describe('bounds that no portfolio meets', () => {
  test('upper bounds too low for the budget: which, by how much, and the nearest weights', () => {
    const { conflict, nearest } = infeasible(problemWith([0, 0, 0], [0.2, 0.3, 0.1], { assets: ['A', 'B', 'C'] }));
    expect(conflict).toEqual({
      message:
        'The upper bounds add up to 0.6, but the weights must add up to 1. Raise some upper bounds by 0.4 in all.',
      constraints: ['sum of weights = 1', 'A <= 0.2', 'B <= 0.3', 'C <= 0.1'],
      feasibleBudget: [0, expect.closeTo(0.6, 15)],
      assets: [0, 1, 2],
    });
    expect(Array.from(nearest)).toEqual([0.2, 0.3, 0.1]);
  });

  test('lower bounds too high for the budget: only those that ask for something are in conflict', () => {
    const { conflict, nearest } = infeasible(problemWith([0.7, 0, 0.6], [1, 1, 1], { assets: ['A', 'B', 'C'] }));
    expect(conflict).toEqual({
      message:
        'The lower bounds add up to 1.3, but the weights must add up to 1. Lower some lower bounds by 0.3 in all.',
      constraints: ['sum of weights = 1', 'A >= 0.7', 'C >= 0.6'],
      feasibleBudget: [expect.closeTo(1.3, 15), 3],
      assets: [0, 2],
    });
    expect(Array.from(nearest)).toEqual([0.7, 0, 0.6]);
  });

  test('a lower bound above the upper one: which asset', () => {
    const { conflict } = infeasible(problemWith([0, 0.5, 0], [1, 0.2, 1]));
    expect(conflict.message).toBe('The lower bound of asset 1 is above the upper bound.');
    expect(conflict.constraints).toEqual(['0.5 <= asset 1 <= 0.2']);
    expect(conflict.feasibleBudget).toBeNull();
    expect(conflict.assets).toEqual([1]);
  });

  test('a bound that is infinite on the wrong side is one above the other', () => {
    expect(
      infeasible(problemWith([Number.POSITIVE_INFINITY, 0], [Number.POSITIVE_INFINITY, 1])).conflict.assets,
    ).toEqual([0]);
    expect(
      infeasible(problemWith([Number.NEGATIVE_INFINITY, 0], [Number.NEGATIVE_INFINITY, 1])).conflict.assets,
    ).toEqual([0]);
  });

  test('a market-neutral budget that longs alone cannot meet', () => {
    const { conflict } = infeasible(problemWith([0.1, 0.1], [1, 1], { budget: 0 }));
    expect(conflict.message).toContain('the weights must add up to 0');
  });

  test('the nearest weights lie inside the bounds, and no weights there come nearer to the budget', () => {
    const bound = fc.integer({ min: -8, max: 8 }).map((quarters) => quarters / 4);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(bound, bound), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: -20, max: 20 }),
        (pairs, budget) => {
          const lower = pairs.map(([a, b]) => Math.min(a, b));
          const upper = pairs.map(([a, b]) => Math.max(a, b));
          const frontier = efficientFrontier(problemWith(lower, upper, { budget }));
          const [least, most] = [lower, upper].map((bounds) => bounds.reduce((total, value) => total + value, 0));
          expect(frontier.status).toBe(budget >= least && budget <= most ? 'optimal' : 'infeasible');
          if (frontier.status !== 'infeasible') return;
          frontier.nearest.forEach((weight, asset) => {
            expect(weight).toBeGreaterThanOrEqual(lower[asset]);
            expect(weight).toBeLessThanOrEqual(upper[asset]);
          });
          const spent = frontier.nearest.reduce((total, weight) => total + weight, 0);
          expect(spent).toBeCloseTo(Math.min(Math.max(budget, least), most), 12);
          expect(frontier.conflict.feasibleBudget).toEqual([expect.closeTo(least, 12), expect.closeTo(most, 12)]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('bounds that just meet the budget', () => {
  test('ten times 0.1 is 1, though not in binary fractions', () => {
    const frontier = efficientFrontier(problemWith(Array<number>(10).fill(0), Array<number>(10).fill(0.1)));
    if (frontier.status !== 'optimal') throw new Error(frontier.status);
    expect(frontier.corners).toHaveLength(1);
    expect(Array.from(frontier.corners[0].weights)).toEqual(Array<number>(10).fill(0.1));
  });

  test('0.999999 is not', () => {
    expect(efficientFrontier(problemWith([0, 0], [0.5, 0.499999])).status).toBe('infeasible');
  });
});
