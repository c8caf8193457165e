import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FiniteProblem, finiteProblem, sampleProblem, share } from '../../tests/optimize-arbitraries.ts';
import { bruteForce, exchangeResidual, varianceOf } from '../../tests/optimize-brute-force.ts';
import { createMatrix } from '../linalg/matrix.ts';
import { efficientFrontier, type OptimalFrontier } from './efficient-frontier.ts';
import { frontierPoint } from './frontier-point.ts';
import { kktResidual } from './kkt-residual.ts';
import type { MeanVarianceProblem } from './problem.ts';

/** What the engine promises of every corner. */
const promisedResidual = 1e-10;

/** Sums of a few weights, each known to its last bits. */
const roundingTolerance = 1e-12;

const anyProblem = fc.oneof({ weight: 3, arbitrary: finiteProblem() }, { weight: 1, arbitrary: sampleProblem() });

function frontierOf(problem: MeanVarianceProblem): OptimalFrontier {
  const frontier = efficientFrontier(problem);
  expect(frontier.status).toBe('optimal');
  return frontier as OptimalFrontier;
}

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);

/** λ between 0 and half as much again as that of the first corner, mostly small. */
function lambdaAt({ corners }: OptimalFrontier, part: number): number {
  return part ** 2 * (1.5 * corners[0].lambda + 1);
}

describe('every corner', () => {
  test('meets the optimality conditions, by the engine and by exchanges of two assets, at both ends of its rest', () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const { corners, maximumResidual } = frontierOf(problem);
        expect(maximumResidual).toBeLessThanOrEqual(promisedResidual);
        for (const { weights, lambda, lambdaMax } of corners) {
          for (const at of [lambda, Math.min(lambdaMax, 1e6 * (1 + lambda))]) {
            expect(kktResidual(problem, weights, at)).toBeLessThanOrEqual(promisedResidual);
            expect(exchangeResidual(problem, weights, at)).toBeLessThanOrEqual(promisedResidual);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  test('stands inside the bounds to the last bit and spends the budget', () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const { lower, upper } = problem.bounds;
        for (const { weights } of frontierOf(problem).corners) {
          weights.forEach((weight, asset) => {
            expect(weight).toBeGreaterThanOrEqual(lower[asset]);
            expect(weight).toBeLessThanOrEqual(upper[asset]);
          });
          expect(Math.abs(sum(weights) - problem.budget)).toBeLessThanOrEqual(roundingTolerance);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('says its own return and variance', () => {
    fc.assert(
      fc.property(finiteProblem(), (problem) => {
        for (const { weights, expectedReturn, variance, standardDeviation } of frontierOf(problem).corners) {
          const earned = sum(weights.map((weight, asset) => weight * problem.expectedReturns[asset]));
          expect(Math.abs(expectedReturn - earned)).toBeLessThanOrEqual(roundingTolerance);
          expect(Math.abs(variance - varianceOf(problem, weights))).toBeLessThanOrEqual(roundingTolerance);
          expect(standardDeviation).toBe(Math.sqrt(variance));
        }
      }),
    );
  });
});

describe('the frontier', () => {
  test('falls from λ = ∞ to λ = 0 in return and risk together, and is convex', () => {
    fc.assert(
      fc.property(finiteProblem(), (problem) => {
        const { corners, ray } = frontierOf(problem);
        expect(ray).toBeNull();
        expect(corners[0].lambdaMax).toBe(Number.POSITIVE_INFINITY);
        expect(corners[corners.length - 1].lambda).toBe(0);
        for (let index = 1; index < corners.length; index += 1) {
          const [above, below] = [corners[index - 1], corners[index]];
          expect(below.lambdaMax).toBeLessThan(above.lambda);
          expect(below.lambda).toBeLessThanOrEqual(below.lambdaMax);
          expect(below.expectedReturn).toBeLessThan(above.expectedReturn);
          expect(below.variance).toBeLessThan(above.variance);
          // dσ² = 2 λ dr: the chord has the mean of the slopes at its ends, and λ descends, so the curve is convex.
          const chord = above.variance - below.variance;
          const slopes = (above.lambda + below.lambdaMax) * (above.expectedReturn - below.expectedReturn);
          expect(Math.abs(chord - slopes)).toBeLessThanOrEqual(1e-10 * above.variance);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('is the optimum that trying every set of bounds finds, at any λ', () => {
    fc.assert(
      fc.property(finiteProblem(1, 5), share, (problem, part) => {
        const frontier = frontierOf(problem);
        const lambda = lambdaAt(frontier, part);
        const point = frontierPoint(frontier, { atLambda: lambda });
        const best = bruteForce(problem, lambda);
        if (point === null || best === null) throw new Error('Both must find a portfolio.');
        const objective = point.standardDeviation ** 2 / 2 - lambda * point.expectedReturn;
        expect(Math.abs(objective - best.objective)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(best.objective)));
      }),
      { numRuns: 300 },
    );
  });

  test('ends at the least risky portfolio and there at the best-paid one; begins at the best-paid and there at the least risky', () => {
    const hardlyAny = 1e-7;
    fc.assert(
      fc.property(finiteProblem(1, 5), (problem) => {
        const { corners } = frontierOf(problem);
        const [most, least] = [corners[0], corners[corners.length - 1]];
        const leastRisky = bruteForce(problem, hardlyAny);
        const bestPaid = bruteForce(problem, 1 / hardlyAny);
        expect(Math.abs(least.variance - (leastRisky?.variance ?? Number.NaN))).toBeLessThanOrEqual(1e-6);
        expect(Math.abs(least.expectedReturn - (leastRisky?.expectedReturn ?? Number.NaN))).toBeLessThanOrEqual(1e-4);
        expect(Math.abs(most.variance - (bestPaid?.variance ?? Number.NaN))).toBeLessThanOrEqual(1e-6);
        expect(Math.abs(most.expectedReturn - (bestPaid?.expectedReturn ?? Number.NaN))).toBeLessThanOrEqual(1e-6);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what must not matter', () => {
  const scaled = (problem: FiniteProblem, factor: number): FiniteProblem => ({
    ...problem,
    expectedReturns: problem.expectedReturns.map((value) => factor * value),
    covariance: createMatrix(
      problem.covariance.rows,
      problem.covariance.columns,
      problem.covariance.data.map((value) => factor * factor * value),
    ),
  });

  test('the unit of returns: a power of two changes no bit of a weight', () => {
    fc.assert(
      fc.property(anyProblem, fc.constantFrom(2 ** -27, 2 ** -7, 2 ** 27), (problem, factor) => {
        const original = frontierOf(problem).corners;
        const changed = frontierOf(scaled(problem, factor)).corners;
        expect(changed.map(({ weights }) => weights)).toEqual(original.map(({ weights }) => weights));
        changed.forEach(({ lambda, expectedReturn, variance }, index) => {
          expect(lambda).toBe(factor * original[index].lambda);
          expect(expectedReturn).toBe(factor * original[index].expectedReturn);
          expect(variance).toBe(factor * factor * original[index].variance);
        });
      }),
      { numRuns: 200 },
    );
  });

  test.each([1e-8, 1e8])('the unit of returns: times %d, return and risk are that many times as large', (factor) => {
    fc.assert(
      fc.property(finiteProblem(), share, (problem, part) => {
        const original = frontierOf(problem);
        const changed = frontierOf(scaled(problem, factor));
        expect(changed.maximumResidual).toBeLessThanOrEqual(promisedResidual);
        const lambda = lambdaAt(original, part);
        const [before, after] = [
          frontierPoint(original, { atLambda: lambda }),
          frontierPoint(changed, { atLambda: factor * lambda }),
        ];
        if (before === null || after === null) throw new Error('Every λ has a portfolio.');
        expect(Math.abs(after.expectedReturn / factor - before.expectedReturn)).toBeLessThanOrEqual(1e-8);
        expect(Math.abs((after.standardDeviation / factor) ** 2 - before.standardDeviation ** 2)).toBeLessThanOrEqual(
          1e-8,
        );
      }),
    );
  });

  test('the order of the assets', () => {
    fc.assert(
      fc.property(
        finiteProblem(2),
        share,
        fc.array(fc.nat(), { minLength: 7, maxLength: 7 }),
        (problem, part, keys) => {
          const order = problem.expectedReturns.map((_, asset) => asset).sort((a, b) => keys[a] - keys[b]);
          const size = order.length;
          const moved: FiniteProblem = {
            expectedReturns: order.map((asset) => problem.expectedReturns[asset]),
            covariance: createMatrix(
              size,
              size,
              Float64Array.from(
                order.flatMap((row) => order.map((column) => problem.covariance.data[row * size + column])),
              ),
            ),
            bounds: {
              lower: order.map((asset) => problem.bounds.lower[asset]),
              upper: order.map((asset) => problem.bounds.upper[asset]),
            },
            budget: problem.budget,
          };
          const original = frontierOf(problem);
          const lambda = lambdaAt(original, part);
          const [before, after] = [
            frontierPoint(original, { atLambda: lambda }),
            frontierPoint(frontierOf(moved), { atLambda: lambda }),
          ];
          if (before === null || after === null) throw new Error('Every λ has a portfolio.');
          // Among portfolios of equal return and risk another one may be chosen; return and risk at λ > 0 are unique.
          expect(Math.abs(after.expectedReturn - before.expectedReturn)).toBeLessThanOrEqual(1e-9);
          expect(Math.abs(after.standardDeviation ** 2 - before.standardDeviation ** 2)).toBeLessThanOrEqual(1e-9);
        },
      ),
      { numRuns: 300 },
    );
  });
});
