/** Inputs on which a critical line can stumble, one by one, with the answer known by hand. */
import { describe, expect, test } from 'vitest';
import { exchangeResidual } from '../../tests/optimize-brute-force.ts';
import { createMatrix, matrixFromRows } from '../linalg/matrix.ts';
import { covariance } from '../moments/covariance.ts';
import { expectedReturns } from '../moments/expected-returns.ts';
import { createRandom } from '../simulate/random.ts';
import { efficientFrontier, type OptimalFrontier } from './efficient-frontier.ts';
import type { MeanVarianceProblem } from './problem.ts';

function frontierOf(problem: MeanVarianceProblem): OptimalFrontier {
  const frontier = efficientFrontier(problem);
  expect(frontier.status).toBe('optimal');
  const found = frontier as OptimalFrontier;
  expect(found.maximumResidual).toBeLessThanOrEqual(1e-12);
  for (const { weights, lambda } of found.corners) {
    expect(exchangeResidual(problem, weights, lambda)).toBeLessThanOrEqual(1e-12);
  }
  return found;
}

const longOnly = (size: number) => ({ lower: Array<number>(size).fill(0), upper: Array<number>(size).fill(1) });
const cornersOf = (problem: MeanVarianceProblem): number[][] =>
  frontierOf(problem).corners.map(({ weights }) => Array.from(weights));
const close = (rows: number[][]) => rows.map((row) => row.map((value) => expect.closeTo(value, 12)));

describe('few assets', () => {
  test('one asset is the frontier', () => {
    const { corners, iterations } = frontierOf({
      expectedReturns: [0.1],
      covariance: matrixFromRows([[0.04]]),
      bounds: longOnly(1),
    });
    expect(corners).toEqual([
      {
        lambda: 0,
        lambdaMax: Infinity,
        weights: Float64Array.of(1),
        expectedReturn: 0.1,
        variance: 0.04,
        standardDeviation: 0.2,
      },
    ]);
    expect(iterations).toBe(0);
  });

  test('one riskless asset too', () => {
    expect(cornersOf({ expectedReturns: [0], covariance: matrixFromRows([[0]]), bounds: longOnly(1) })).toEqual([[1]]);
  });

  test('two assets: from the better paid to the closed form of minimum variance', () => {
    const { corners } = frontierOf({
      expectedReturns: [0.05, 0.1],
      covariance: matrixFromRows([
        [0.01, 0.006],
        [0.006, 0.04],
      ]),
      bounds: longOnly(2),
    });
    // w = (σ₂² − σ₁₂) / (σ₁² + σ₂² − 2 σ₁₂); λ = dσ²/dr / 2 at the top.
    expect(corners.map(({ weights }) => Array.from(weights))).toEqual(
      close([
        [0, 1],
        [0.034 / 0.038, 0.004 / 0.038],
      ]),
    );
    expect(corners[0].lambda).toBeCloseTo(0.034 / 0.05, 14);
  });
});

describe('riskless exchanges', () => {
  test('a perfectly correlated pair hedges nothing long-only: the less volatile is minimum variance', () => {
    const problem = {
      expectedReturns: [0.1, 0.04],
      covariance: matrixFromRows([
        [0.04, 0.02],
        [0.02, 0.01],
      ]),
      bounds: longOnly(2),
    };
    expect(cornersOf(problem)).toEqual(
      close([
        [1, 0],
        [0, 1],
      ]),
    );
    expect(cornersOf({ ...problem, bounds: { lower: [-1, -1], upper: [2, 2] } })).toEqual(
      close([
        [2, -1],
        [-1, 2],
      ]),
    );
  });

  test('a perfectly opposed pair hedges everything', () => {
    const { corners } = frontierOf({
      expectedReturns: [0.1, 0.04],
      covariance: matrixFromRows([
        [0.04, -0.02],
        [-0.02, 0.01],
      ]),
      bounds: longOnly(2),
    });
    expect(corners.map(({ weights }) => Array.from(weights))).toEqual(
      close([
        [1, 0],
        [1 / 3, 2 / 3],
      ]),
    );
    expect(corners[1].variance).toBe(0);
  });

  test('cash comes in along a straight line and ends all risk', () => {
    const { corners } = frontierOf({
      expectedReturns: [0.02, 0.05, 0.1],
      covariance: matrixFromRows([
        [0, 0, 0],
        [0, 0.01, 0],
        [0, 0, 0.04],
      ]),
      bounds: longOnly(3),
    });
    const least = corners[corners.length - 1];
    expect(Array.from(least.weights)).toEqual([1, 0, 0]);
    expect(least.standardDeviation).toBe(0);
  });

  test('of two kinds of cash the better paid is held', () => {
    expect(
      cornersOf({
        expectedReturns: [0.02, 0.03, 0.1],
        covariance: matrixFromRows([
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0.04],
        ]),
        bounds: longOnly(3),
      }),
    ).toEqual([
      [0, 0, 1],
      [0, 1, 0],
    ]);
  });

  test('nothing but cash is one portfolio of the best-paid', () => {
    expect(
      cornersOf({
        expectedReturns: [1, 3, 3, 2],
        covariance: createMatrix(4, 4),
        bounds: { lower: [0, 0, 0, 0], upper: [1, 0.4, 0.3, 1] },
      }),
    ).toEqual(close([[0, 0.4, 0.3, 0.3]]));
  });
});

describe('ties', () => {
  test('all returns equal: the frontier is minimum variance', () => {
    expect(
      cornersOf({
        expectedReturns: [0.1, 0.1, 0.1],
        covariance: matrixFromRows([
          [1, 0, 0],
          [0, 2, 0],
          [0, 0, 2],
        ]),
        bounds: longOnly(3),
      }),
    ).toEqual(close([[0.5, 0.25, 0.25]]));
  });

  test('the two best-paid share their return: it begins with their least risky mix', () => {
    const [first] = cornersOf({
      expectedReturns: [0.05, 0.1, 0.1],
      covariance: matrixFromRows([
        [0.001, 0, 0],
        [0, 0.01, 0],
        [0, 0, 0.03],
      ]),
      bounds: longOnly(3),
    });
    expect(first).toEqual(close([[0, 0.75, 0.25]])[0]);
  });

  test('exact copies: together they do what one would', () => {
    const single: MeanVarianceProblem = {
      expectedReturns: [0.05, 0.1],
      covariance: matrixFromRows([
        [0.01, 0.004],
        [0.004, 0.04],
      ]),
      bounds: longOnly(2),
    };
    const doubled: MeanVarianceProblem = {
      expectedReturns: [0.05, 0.1, 0.1, 0.05],
      covariance: matrixFromRows([
        [0.01, 0.004, 0.004, 0.01],
        [0.004, 0.04, 0.04, 0.004],
        [0.004, 0.04, 0.04, 0.004],
        [0.01, 0.004, 0.004, 0.01],
      ]),
      bounds: longOnly(4),
    };
    const [one, two] = [frontierOf(single).corners, frontierOf(doubled).corners];
    expect(two.map(({ lambda }) => lambda)).toEqual(one.map(({ lambda }) => expect.closeTo(lambda, 12)));
    expect(two.map(({ weights: [a, b, c, d] }) => [a + d, b + c])).toEqual(
      close(one.map(({ weights }) => Array.from(weights))),
    );
  });

  test('many equal, uncorrelated assets enter together', () => {
    const size = 40;
    const diagonal = createMatrix(size, size);
    for (let asset = 0; asset < size; asset += 1) diagonal.data[asset * size + asset] = 1;
    const returns = Array.from({ length: size }, (_, asset) => (asset === 0 ? 1 : 0));
    const corners = cornersOf({ expectedReturns: returns, covariance: diagonal, bounds: longOnly(size) });
    expect(corners).toHaveLength(2);
    expect(corners[1]).toEqual(Array.from({ length: size }, () => expect.closeTo(1 / size, 12)));
  });
});

describe('bounds that leave little choice', () => {
  const three: MeanVarianceProblem = {
    expectedReturns: [0.05, 0.1, 0.15],
    covariance: matrixFromRows([
      [0.01, 0, 0],
      [0, 0.02, 0],
      [0, 0, 0.04],
    ]),
    bounds: longOnly(3),
  };

  test('a fixed weight stays', () => {
    const fixed = cornersOf({ ...three, bounds: { lower: [0, 0.25, 0], upper: [1, 0.25, 1] } });
    expect(fixed.length).toBeGreaterThan(1);
    for (const weights of fixed) expect(weights[1]).toBe(0.25);
  });

  test('all fixed', () => {
    const bounds = { lower: [0.2, 0.3, 0.5], upper: [0.2, 0.3, 0.5] };
    expect(cornersOf({ ...three, bounds })).toEqual([[0.2, 0.3, 0.5]]);
  });

  test.each([
    ['the sum of the lower bounds', [-0.1, 0.2, 0.3], [1, 1, 1], 0.4, [-0.1, 0.2, 0.3]],
    ['the sum of the upper bounds', [0, 0, 0], [0.2, 0.2, 0.3], 0.7, [0.2, 0.2, 0.3]],
  ])('a budget of exactly %s', (_, lower, upper, budget, expected) => {
    expect(cornersOf({ ...three, bounds: { lower, upper }, budget })).toEqual([expected]);
  });

  test('decimal bounds that fill the budget stand to the last bit', () => {
    const size = 10;
    const diagonal = createMatrix(size, size);
    for (let asset = 0; asset < size; asset += 1) diagonal.data[asset * size + asset] = 1 + asset;
    const bounds = { lower: Array<number>(size).fill(-0.1), upper: Array<number>(size).fill(0.2) };
    const [first] = cornersOf({
      expectedReturns: Array.from({ length: size }, (_, asset) => asset),
      covariance: diagonal,
      bounds,
    });
    expect(first.every((weight) => weight >= -0.1 && weight <= 0.2)).toBe(true);
    expect(first.filter((weight) => weight === 0.2)).toHaveLength(6);
  });

  test('market-neutral: minimum variance holds nothing', () => {
    const neutral = { ...three, bounds: { lower: [-1, -1, -1], upper: [1, 1, 1] }, budget: 0 };
    const { corners } = frontierOf(neutral);
    expect(corners[0].weights).toEqual(Float64Array.of(-1, 0, 1));
    expect(Array.from(corners[corners.length - 1].weights, Math.abs)).toEqual([0, 0, 0]);
  });
});

describe('more assets than periods', () => {
  test.each([
    [60, 20, 0.5],
    [120, 30, 0.5],
    [80, 10, 0.99995],
  ])('%i assets over %i periods, correlation %d', (size, periods, correlation) => {
    const random = createRandom(20_261_122);
    const rows = Array.from({ length: periods }, () => {
      const market = random.normal();
      return Array.from(
        { length: size },
        () => 0.01 * (Math.sqrt(correlation) * market + Math.sqrt(1 - correlation) * random.normal()),
      );
    });
    const returns = matrixFromRows(rows);
    const problem = {
      expectedReturns: expectedReturns(returns, { method: 'mean' }),
      covariance: covariance(returns, { method: 'sample' }).covariance,
    };
    frontierOf({ ...problem, bounds: longOnly(size) });
    frontierOf({ ...problem, bounds: { lower: Array<number>(size).fill(0), upper: Array<number>(size).fill(0.05) } });
    const { corners } = frontierOf({
      ...problem,
      bounds: { lower: Array<number>(size).fill(-0.3), upper: Array<number>(size).fill(0.3) },
    });
    expect(corners.length).toBeGreaterThan(periods);
  });
});
