import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { finiteProblem, sampleProblem, share } from '../../tests/optimize-arbitraries.ts';
import { exchangeResidual, varianceOf } from '../../tests/optimize-brute-force.ts';
import { matrixFromRows } from '../linalg/matrix.ts';
import { efficientFrontier, type OptimalFrontier } from './efficient-frontier.ts';
import { type FrontierPortfolio, frontierPoint } from './frontier-point.ts';
import { kktResidual } from './kkt-residual.ts';
import type { MeanVarianceProblem } from './problem.ts';
import { sampleFrontier } from './sample-frontier.ts';

const promisedResidual = 1e-10;

function frontierOf(problem: MeanVarianceProblem): OptimalFrontier {
  const frontier = efficientFrontier(problem);
  expect(frontier.status).toBe('optimal');
  return frontier as OptimalFrontier;
}

function found(point: FrontierPortfolio | null): FrontierPortfolio {
  if (point === null) throw new Error('No portfolio there.');
  return point;
}

const between = (low: number, high: number, part: number): number => Math.min(low + part * (high - low), high);

/** Markowitz (1959), chapter VIII. */
const markowitz: MeanVarianceProblem = {
  expectedReturns: [0.062, 0.146, 0.128],
  covariance: matrixFromRows([
    [0.0146, 0.0187, 0.0145],
    [0.0187, 0.0854, 0.0104],
    [0.0145, 0.0104, 0.0289],
  ]),
  bounds: { lower: [0, 0, 0], upper: [1, 1, 1] },
};

describe('a point between corners', () => {
  test('at any λ, return or risk meets the optimality conditions and says its own return and risk', () => {
    fc.assert(
      fc.property(fc.oneof(finiteProblem(), sampleProblem()), share, (problem, part) => {
        const frontier = frontierOf(problem);
        const { corners } = frontier;
        const [most, least] = [corners[0], corners[corners.length - 1]];
        const points = [
          frontierPoint(frontier, { atLambda: part ** 2 * 1.5 * most.lambda }),
          frontierPoint(frontier, { atReturn: between(least.expectedReturn, most.expectedReturn, part) }),
          frontierPoint(frontier, {
            atStandardDeviation: between(least.standardDeviation, most.standardDeviation, part),
          }),
        ];
        for (const point of points) {
          const { weights, lambda, expectedReturn, standardDeviation } = found(point);
          expect(kktResidual(problem, weights, lambda)).toBeLessThanOrEqual(promisedResidual);
          // A point near a corner is nearer to a bound than the exchange check takes for standing on it.
          expect(exchangeResidual(problem, weights, lambda, 1e-10)).toBeLessThanOrEqual(promisedResidual);
          const earned = weights.reduce((total, weight, asset) => total + weight * problem.expectedReturns[asset], 0);
          expect(Math.abs(earned - expectedReturn)).toBeLessThanOrEqual(1e-12);
          expect(Math.abs(varianceOf(problem, weights) - standardDeviation ** 2)).toBeLessThanOrEqual(1e-11);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('has the return or the risk that was asked for', () => {
    fc.assert(
      fc.property(finiteProblem(2), share, (problem, part) => {
        const frontier = frontierOf(problem);
        const { corners } = frontier;
        const [most, least] = [corners[0], corners[corners.length - 1]];
        const atReturn = between(least.expectedReturn, most.expectedReturn, part);
        expect(Math.abs(found(frontierPoint(frontier, { atReturn })).expectedReturn - atReturn)).toBeLessThanOrEqual(
          1e-12,
        );
        const atStandardDeviation = between(least.standardDeviation, most.standardDeviation, part);
        const { standardDeviation } = found(frontierPoint(frontier, { atStandardDeviation }));
        expect(Math.abs(standardDeviation ** 2 - atStandardDeviation ** 2)).toBeLessThanOrEqual(1e-12);
      }),
    );
  });

  test('has no bit of a weight outside the bounds', () => {
    fc.assert(
      fc.property(finiteProblem(2), share, (problem, part) => {
        const frontier = frontierOf(problem);
        const { weights } = found(frontierPoint(frontier, { atLambda: part * frontier.corners[0].lambda }));
        weights.forEach((weight, asset) => {
          expect(weight).toBeGreaterThanOrEqual(problem.bounds.lower[asset]);
          expect(weight).toBeLessThanOrEqual(problem.bounds.upper[asset]);
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('a point at a corner', () => {
  const frontier = frontierOf(markowitz);
  const { corners } = frontier;

  test.each(corners.map((corner, index) => [index, corner] as const))('%d is that corner', (_, corner) => {
    for (const coordinate of [
      { atLambda: corner.lambda },
      { atReturn: corner.expectedReturn },
      { atStandardDeviation: corner.standardDeviation },
    ]) {
      const { weights } = found(frontierPoint(frontier, coordinate));
      weights.forEach((weight, asset) => expect(weight).toBeCloseTo(corner.weights[asset], 12));
    }
  });

  test('just beside a corner lies just beside it', () => {
    for (const corner of corners.slice(1, -1)) {
      for (const factor of [1 - 1e-12, 1 + 1e-12]) {
        const { weights } = found(frontierPoint(frontier, { atReturn: corner.expectedReturn * factor }));
        weights.forEach((weight, asset) => expect(Math.abs(weight - corner.weights[asset])).toBeLessThanOrEqual(1e-10));
      }
    }
  });

  test('above maximum return λ changes nothing any more', () => {
    const most = corners[0];
    expect(found(frontierPoint(frontier, { atLambda: 2 * most.lambda }))).toEqual({
      weights: most.weights,
      expectedReturn: most.expectedReturn,
      standardDeviation: most.standardDeviation,
      lambda: 2 * most.lambda,
    });
    expect(found(frontierPoint(frontier, { atLambda: Number.POSITIVE_INFINITY })).weights).toEqual(most.weights);
  });

  test('beyond both ends there is none', () => {
    const [most, least] = [corners[0], corners[corners.length - 1]];
    expect(frontierPoint(frontier, { atReturn: most.expectedReturn + 1e-9 })).toBeNull();
    expect(frontierPoint(frontier, { atReturn: least.expectedReturn - 1e-9 })).toBeNull();
    expect(frontierPoint(frontier, { atStandardDeviation: most.standardDeviation + 1e-9 })).toBeNull();
    expect(frontierPoint(frontier, { atStandardDeviation: least.standardDeviation - 1e-9 })).toBeNull();
    expect(frontierPoint(frontier, { atLambda: -1e-9 })).toBeNull();
    expect(frontierPoint(frontier, { atReturn: Number.NaN })).toBeNull();
  });
});

describe('where the weights rest while λ falls', () => {
  // The second asset reaches its bound at λ = 1.5 and the first one pays only from λ = 1: between, the third is free but cannot move.
  const problem: MeanVarianceProblem = {
    expectedReturns: [0, 1, 2],
    covariance: matrixFromRows([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 4],
    ]),
    bounds: { lower: [0, 0, 0], upper: [1, 0.5, 1] },
  };

  test('one corner has the whole stretch, and every λ of it gives the corner', () => {
    const frontier = frontierOf(problem);
    const corner = frontier.corners[1];
    expect(Array.from(corner.weights)).toEqual([0, 0.5, 0.5]);
    expect(corner.lambdaMax).toBeCloseTo(1.5, 14);
    expect(corner.lambda).toBeCloseTo(1, 14);
    for (const lambda of [1.0001, 1.25, 1.4999]) {
      const point = found(frontierPoint(frontier, { atLambda: lambda }));
      expect(point.weights).toEqual(corner.weights);
      expect(point.lambda).toBe(lambda);
      expect(kktResidual(problem, point.weights, lambda)).toBeLessThanOrEqual(1e-15);
    }
  });
});

describe('a sample', () => {
  test('is evenly spaced in return, from minimum variance to the first corner, both included', () => {
    const frontier = frontierOf(markowitz);
    const points = sampleFrontier(frontier, 11);
    expect(points).toHaveLength(11);
    expect(points[0].weights).toEqual(frontier.corners[frontier.corners.length - 1].weights);
    expect(points[10].weights).toEqual(frontier.corners[0].weights);
    const step = points[1].expectedReturn - points[0].expectedReturn;
    points.slice(1).forEach((point, index) => {
      expect(point.expectedReturn - points[index].expectedReturn).toBeCloseTo(step, 14);
      expect(kktResidual(markowitz, point.weights, point.lambda)).toBeLessThanOrEqual(promisedResidual);
    });
  });

  test('of a frontier that is one point is that point, once', () => {
    const one = frontierOf({ ...markowitz, expectedReturns: [0.1, 0.1, 0.1] });
    expect(sampleFrontier(one, 5)).toHaveLength(1);
  });

  test.each([1, 2.5, Number.NaN])('of %d points is refused', (count) => {
    expect(() => sampleFrontier(frontierOf(markowitz), count)).toThrow(/count/);
  });
});
