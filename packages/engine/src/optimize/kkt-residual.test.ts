import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { finiteProblem, share } from '../../tests/optimize-arbitraries.ts';
import { exchangeResidual } from '../../tests/optimize-brute-force.ts';
import { matrixFromRows } from '../linalg/matrix.ts';
import { kktResidual } from './kkt-residual.ts';
import type { MeanVarianceProblem } from './problem.ts';

/** Two uncorrelated assets of variance 1 and 4: minimum variance is (0.8, 0.2). */
const two: MeanVarianceProblem = {
  expectedReturns: [1, 3],
  covariance: matrixFromRows([
    [1, 0],
    [0, 4],
  ]),
  bounds: { lower: [0, 0], upper: [1, 1] },
};

describe('the residual', () => {
  test('is zero where the weights are optimal', () => {
    expect(kktResidual(two, Float64Array.of(0.8, 0.2), 0)).toBeLessThanOrEqual(1e-16);
    expect(kktResidual(two, Float64Array.of(0, 1), 2)).toBe(0);
  });

  test('is the difference of two gradients over the size of their terms', () => {
    // Σ w = (0.5, 2), both assets between their bounds: (2 − 0.5) / (4 · 0.5).
    expect(kktResidual(two, Float64Array.of(0.5, 0.5), 0)).toBeCloseTo(0.75, 15);
  });

  test('sees weights outside the bounds and a budget that is missed', () => {
    expect(kktResidual(two, Float64Array.of(-0.5, 1.5), 4)).toBeCloseTo(0.5 / 1.5, 15);
    expect(kktResidual(two, Float64Array.of(0.4, 0.1), 0)).toBeCloseTo(0.5, 15);
  });

  test('does not count a gradient that only a bound holds back', () => {
    const capped = { ...two, bounds: { lower: [0, 0], upper: [0.6, 1] } };
    expect(kktResidual(capped, Float64Array.of(0.6, 0.4), 0)).toBeLessThanOrEqual(1e-16);
    expect(kktResidual(two, Float64Array.of(0.6, 0.4), 0)).toBeGreaterThan(0.1);
  });

  test('agrees with trying every exchange of two assets, for any feasible weights', () => {
    fc.assert(
      fc.property(
        finiteProblem(2),
        fc.array(share, { minLength: 7, maxLength: 7 }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        (problem, parts, lambda) => {
          const { lower, upper } = problem.bounds;
          const weights = Float64Array.from(lower, (low, asset) => low + parts[asset] * (upper[asset] - low));
          const spent = { ...problem, budget: weights.reduce((total, weight) => total + weight, 0) };
          const [ours, theirs] = [kktResidual(spent, weights, lambda), exchangeResidual(spent, weights, lambda)];
          // The scales differ by at most the budget taking the place of the largest weight.
          const largest = Math.max(...weights.map(Math.abs));
          const ratio = Math.max(1, Math.abs(spent.budget) / (largest || 1));
          expect(theirs).toBeLessThanOrEqual(ours + 1e-12);
          expect(ours).toBeLessThanOrEqual(ratio * theirs + 1e-12);
        },
      ),
      { numRuns: 300 },
    );
  });
});
