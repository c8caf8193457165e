import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { finiteProblem, share } from '../../tests/optimize-arbitraries.ts';
import { exchangeResidual } from '../../tests/optimize-brute-force.ts';
import { choleskyFactor, choleskySolve } from '../linalg/cholesky.ts';
import { createMatrix, type Matrix, matrixFromRows } from '../linalg/matrix.ts';
import { EngineError } from '../validate/engine-error.ts';
import { efficientFrontier, type OptimalFrontier } from './efficient-frontier.ts';
import { frontierPoint } from './frontier-point.ts';
import { kktResidual } from './kkt-residual.ts';
import { maximumReturn } from './maximum-return.ts';
import { maximumSharpe } from './maximum-sharpe.ts';
import { minimumVariance } from './minimum-variance.ts';
import type { MeanVarianceProblem } from './problem.ts';
import { targetReturn } from './target-return.ts';
import { targetRisk } from './target-risk.ts';

const { NEGATIVE_INFINITY, POSITIVE_INFINITY } = Number;
const noBounds = (size: number) => ({
  lower: Array<number>(size).fill(NEGATIVE_INFINITY),
  upper: Array<number>(size).fill(POSITIVE_INFINITY),
});

const problem: MeanVarianceProblem = {
  expectedReturns: [0.05, 0.08, 0.12],
  covariance: matrixFromRows([
    [0.01, 0.004, 0.002],
    [0.004, 0.03, 0.01],
    [0.002, 0.01, 0.06],
  ]),
  bounds: noBounds(3),
};

function frontierOf(asked: MeanVarianceProblem): OptimalFrontier {
  const frontier = efficientFrontier(asked);
  expect(frontier.status).toBe('optimal');
  return frontier as OptimalFrontier;
}

function solve(covariance: Matrix, right: number[]): number[] {
  const factor = choleskyFactor(covariance);
  if (factor.status !== 'positive-definite') throw new Error(factor.status);
  return Array.from(choleskySolve(factor.lower, right));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('no bounds at all', () => {
  const { expectedReturns: returns, covariance } = problem;
  const ones = solve(covariance, [1, 1, 1]);
  const paid = solve(covariance, Array.from(returns));
  const leastRisky = ones.map((value) => value / sum(ones));

  test('one corner, minimum variance Σ⁻¹1 / 1ᵀΣ⁻¹1, and a ray along Σ⁻¹(μ − r 1)', () => {
    const { corners, ray } = frontierOf(problem);
    expect(corners).toHaveLength(1);
    expect(corners[0].lambda).toBe(0);
    leastRisky.forEach((weight, asset) => expect(corners[0].weights[asset]).toBeCloseTo(weight, 12));
    const shift = sum(paid) / sum(ones);
    ones.forEach((value, asset) => expect(ray?.direction[asset]).toBeCloseTo(paid[asset] - shift * value, 10));
  });

  test('maximum Sharpe is Σ⁻¹(μ − r_f 1), scaled to the budget', () => {
    const riskFree = 0.02;
    const solution = maximumSharpe(problem, riskFree);
    if (solution.status !== 'optimal') throw new Error(solution.status);
    const tangent = paid.map((value, asset) => value - riskFree * ones[asset]);
    tangent.forEach((value, asset) => expect(solution.weights[asset]).toBeCloseTo(value / sum(tangent), 11));
  });

  test('a ratio that minimum variance does not begin has no maximum', () => {
    const solution = maximumSharpe(problem, 0.2);
    expect(solution.status).toBe('unbounded');
    expect(solution.status === 'unbounded' && solution.conflict.message).toMatch(/grows for ever along the frontier/);
  });

  test('maximum return is unbounded, any target is met', () => {
    expect(maximumReturn(problem).status).toBe('unbounded');
    expect(targetRisk(problem, POSITIVE_INFINITY).status).toBe('unbounded');
    for (const wanted of [0.5, 100]) {
      const solution = targetReturn(problem, wanted);
      if (solution.status !== 'optimal') throw new Error(solution.status);
      expect(solution.expectedReturn / wanted).toBeCloseTo(1, 12);
      expect(kktResidual(problem, solution.weights, solution.lambda)).toBeLessThanOrEqual(1e-12);
    }
    const risky = targetRisk(problem, 25);
    expect(risky.status === 'optimal' && risky.standardDeviation).toBeCloseTo(25, 10);
  });

  test('there is no point at infinity', () => {
    const frontier = frontierOf(problem);
    for (const coordinate of [
      { atLambda: POSITIVE_INFINITY },
      { atReturn: POSITIVE_INFINITY },
      { atStandardDeviation: POSITIVE_INFINITY },
    ]) {
      expect(frontierPoint(frontier, coordinate)).toBeNull();
    }
  });

  test('equal returns: no ray, minimum variance is all', () => {
    const { corners, ray } = frontierOf({ ...problem, expectedReturns: [0.1, 0.1, 0.1] });
    expect(ray).toBeNull();
    expect(corners).toHaveLength(1);
    leastRisky.forEach((weight, asset) => expect(corners[0].weights[asset]).toBeCloseTo(weight, 10));
  });
});

describe('some bounds', () => {
  test('an upper bound that the budget implies is none: long-only without caps has no ray', () => {
    const open = frontierOf({
      ...problem,
      bounds: { lower: [0, 0, 0], upper: Array<number>(3).fill(POSITIVE_INFINITY) },
    });
    const capped = frontierOf({ ...problem, bounds: { lower: [0, 0, 0], upper: [1, 1, 1] } });
    expect(open.ray).toBeNull();
    expect(open.corners.map(({ weights }) => weights)).toEqual(capped.corners.map(({ weights }) => weights));
  });

  test('corners and ray meet the optimality conditions, however far out', () => {
    const openSides = fc.array(fc.constantFrom('none', 'lower', 'upper', 'both'), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(finiteProblem(2), openSides, share, (finite, sides, part) => {
        // A little variance of their own for all, so that there is no riskless way to infinity.
        const size = finite.expectedReturns.length;
        const covariance = createMatrix(size, size, finite.covariance.data.slice());
        for (let asset = 0; asset < size; asset += 1) covariance.data[asset * size + asset] += 0.5;
        const asked: MeanVarianceProblem = {
          ...finite,
          covariance,
          bounds: {
            lower: finite.bounds.lower.map((low, asset) => (/lower|both/.test(sides[asset]) ? NEGATIVE_INFINITY : low)),
            upper: finite.bounds.upper.map((high, asset) =>
              /upper|both/.test(sides[asset]) ? POSITIVE_INFINITY : high,
            ),
          },
        };
        const frontier = frontierOf(asked);
        expect(frontier.maximumResidual).toBeLessThanOrEqual(1e-10);
        const first = frontier.corners[0];
        for (const lambda of [part * first.lambda, first.lambda, first.lambda + 1, 1e3 * (first.lambda + 1), 1e8]) {
          const point = frontierPoint(frontier, { atLambda: lambda });
          if (point === null) throw new Error('Every finite λ has a portfolio.');
          expect(kktResidual(asked, point.weights, lambda)).toBeLessThanOrEqual(1e-10);
          expect(exchangeResidual(asked, point.weights, lambda, 1e-10)).toBeLessThanOrEqual(1e-10);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a riskless way to infinity', () => {
  /** Two copies: their exchange has no risk. */
  const copies = (first: number, second: number): MeanVarianceProblem => ({
    expectedReturns: [first, second, 0.05],
    covariance: matrixFromRows([
      [0.04, 0.04, 0],
      [0.04, 0.04, 0],
      [0, 0, 0.01],
    ]),
    bounds: noBounds(3),
    assets: ['A', 'B', 'C'],
  });

  test('that earns something: no portfolio is the best, and the assets are named', () => {
    const asked = copies(0.1, 0.08);
    const message = /An exchange of [AB] against [AB] has no risk and earns 0\.02\d* per unit/;
    expect(() => efficientFrontier(asked)).toThrow(EngineError);
    expect(() => efficientFrontier(asked)).toThrow(message);
    const solution = minimumVariance(asked);
    expect(solution.status).toBe('unbounded');
    expect(solution.status === 'unbounded' && solution.conflict.message).toMatch(message);
  });

  test('that earns something, between assets with one bound each', () => {
    const bounds = { lower: [0, NEGATIVE_INFINITY, 0], upper: [POSITIVE_INFINITY, 0, 1] };
    expect(() => efficientFrontier({ ...copies(0.1, 0.08), bounds })).toThrow(/weights of A.* can grow/);
  });

  test('that earns nothing: one of the copies is left out', () => {
    const asked = copies(0.1, 0.1);
    const { corners, ray } = frontierOf(asked);
    expect(corners[0].weights[0] * corners[0].weights[1]).toBe(0);
    expect(corners[0].variance).toBeCloseTo(0.008, 14);
    expect(ray?.expectedReturnSlope).toBeGreaterThan(0);
    expect(kktResidual(asked, corners[0].weights, corners[0].lambda)).toBeLessThanOrEqual(1e-14);
  });

  test('finite bounds end it', () => {
    const bounds = { lower: [-1, -1, -1], upper: [1, 1, 1] };
    expect(frontierOf({ ...copies(0.1, 0.08), bounds }).corners.length).toBeGreaterThan(1);
  });

  test('cash at the risk-free rate: every point of the ray has the one highest ratio', () => {
    const asked: MeanVarianceProblem = {
      expectedReturns: [0.02, 0.1],
      covariance: matrixFromRows([
        [0, 0],
        [0, 0.04],
      ]),
      bounds: noBounds(2),
    };
    const solution = maximumSharpe(asked, 0.02);
    if (solution.status !== 'optimal') throw new Error(solution.status);
    expect((solution.expectedReturn - 0.02) / solution.standardDeviation).toBeCloseTo(0.4, 12);
    expect(maximumSharpe(asked, 0.03).status).toBe('unbounded');
    expect(maximumSharpe(asked, 0.01).status).toBe('unbounded');
  });
});
