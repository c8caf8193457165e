import { describe, expect, test } from 'vitest';
import { createMatrix, matrixFromRows } from '../linalg/matrix.ts';
import { EngineError } from '../validate/engine-error.ts';
import { efficientFrontier } from './efficient-frontier.ts';
import { maximumSharpe } from './maximum-sharpe.ts';
import { maximumUtility } from './maximum-utility.ts';
import { fullSemiDefiniteCheckSizeMax, type MeanVarianceProblem } from './problem.ts';
import { targetReturn } from './target-return.ts';
import { targetRisk } from './target-risk.ts';

const good: MeanVarianceProblem = {
  expectedReturns: [0.05, 0.1],
  covariance: matrixFromRows([
    [0.04, 0.01],
    [0.01, 0.09],
  ]),
  bounds: { lower: [0, 0], upper: [1, 1] },
};

function refusal(run: () => unknown): EngineError {
  try {
    run();
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

const cov = (...rows: number[][]) => ({ covariance: matrixFromRows(rows) });

describe('a malformed problem is refused, by argument and with what was expected', () => {
  test.each<[string, Partial<MeanVarianceProblem>, string, string, RegExp]>([
    ['no assets', { expectedReturns: [], covariance: createMatrix(0, 0) }, 'empty', 'expectedReturns', /at least one/],
    ['NaN as a return', { expectedReturns: [0.05, Number.NaN] }, 'not-finite', 'expectedReturns', /\[1\] is NaN/],
    [
      'an infinite return',
      { expectedReturns: [Number.POSITIVE_INFINITY, 0] },
      'not-finite',
      'expectedReturns',
      /Infinity/,
    ],
    ['more returns than rows', { expectedReturns: [1, 2, 3] }, 'shape-mismatch', 'covariance', /2 × 2; expected 3 × 3/],
    ['a covariance that is not square', { covariance: createMatrix(2, 3) }, 'shape-mismatch', 'covariance', /2 × 3/],
    ['NaN in the covariance', cov([1, Number.NaN], [Number.NaN, 1]), 'not-finite', 'covariance', /row 0, column 1/],
    ['an asymmetric covariance', cov([1, 0.5], [0.4, 1]), 'not-symmetric', 'covariance', /\(1, 0\) is 0.4/],
    ['a negative variance', cov([-1, 0], [0, 1]), 'not-positive-definite', 'covariance', /-1 at row 0/],
    ['a correlation above 1', cov([1, 1.1], [1.1, 1]), 'not-positive-definite', 'covariance', /1.1 at row 1, column 0/],
    [
      'too few lower bounds',
      { bounds: { lower: [0], upper: [1, 1] } },
      'length-mismatch',
      'bounds.lower',
      /expected 2/,
    ],
    [
      'too many upper bounds',
      { bounds: { lower: [0, 0], upper: [1, 1, 1] } },
      'length-mismatch',
      'bounds.upper',
      /has 3/,
    ],
    ['NaN as a bound', { bounds: { lower: [0, Number.NaN], upper: [1, 1] } }, 'not-finite', 'bounds.lower', /\[1\]/],
    ['an infinite budget', { budget: Number.POSITIVE_INFINITY }, 'not-finite', 'budget', /such as 1/],
    ['too few names', { assets: ['A'] }, 'length-mismatch', 'assets', /expected 2/],
  ])('%s', (_, change, code, argument, message) => {
    const error = refusal(() => efficientFrontier({ ...good, ...change }));
    expect([error.code, error.argument]).toEqual([code, argument]);
    expect(error.message).toMatch(message);
  });

  test('text or a missing value as a bound', () => {
    const bounds = { lower: ['0', 0] as unknown as number[], upper: [1, 1] };
    expect(refusal(() => efficientFrontier({ ...good, bounds })).argument).toBe('bounds.lower');
  });

  test.each([
    ['targetReturn', () => targetReturn(good, Number.NaN), 'minimumReturn'],
    ['targetReturn', () => targetReturn(good, Number.POSITIVE_INFINITY), 'minimumReturn'],
    ['targetRisk', () => targetRisk(good, -0.1), 'maximumStandardDeviation'],
    ['targetRisk', () => targetRisk(good, Number.NaN), 'maximumStandardDeviation'],
    ['maximumSharpe', () => maximumSharpe(good, Number.NaN), 'riskFree'],
    ['maximumUtility', () => maximumUtility(good, 0), 'riskAversion'],
    ['maximumUtility', () => maximumUtility(good, Number.POSITIVE_INFINITY), 'riskAversion'],
  ])('%s names its own argument', (_, run, argument) => {
    expect(refusal(run).argument).toBe(argument);
  });
});

describe('a covariance with a negative eigenvalue', () => {
  // Each pair is allowed, all three together are not: two are opposites, and a third resembles both.
  const rows = [
    [1, -0.9, 0.9],
    [-0.9, 1, 0.9],
    [0.9, 0.9, 1],
  ];
  const indefinite: MeanVarianceProblem = {
    expectedReturns: [1, 2, 3],
    covariance: matrixFromRows(rows),
    bounds: { lower: [0, 0, 0], upper: [1, 1, 1] },
  };

  test('is refused with the remedy', () => {
    const error = refusal(() => efficientFrontier(indefinite));
    expect([error.code, error.argument]).toEqual(['not-positive-definite', 'covariance']);
    expect(error.message).toMatch(/negative eigenvalue -0\.8.*repairPositiveSemiDefinite/);
  });

  test('is followed on purpose, and refused where the frontier meets negative curvature', () => {
    // Equal correlations of -0.51: only the sum of all three has a negative variance, and the budget fixes the sum.
    const rounded = matrixFromRows([
      [1, -0.51, -0.51],
      [-0.51, 1, -0.51],
      [-0.51, -0.51, 1],
    ]);
    expect(refusal(() => efficientFrontier({ ...indefinite, covariance: rounded })).code).toBe('not-positive-definite');
    const accepted = efficientFrontier({ ...indefinite, covariance: rounded, indefiniteCovariance: 'accept' });
    if (accepted.status !== 'optimal') throw new Error(accepted.status);
    expect(accepted.maximumResidual).toBeLessThanOrEqual(1e-15);
    const error = refusal(() => efficientFrontier({ ...indefinite, indefiniteCovariance: 'accept' }));
    expect(error.code).toBe('not-positive-definite');
  });

  test('rounding is not a negative eigenvalue', () => {
    const third = 1 / 3;
    const singular = matrixFromRows([
      [third, third, third],
      [third, third, third],
      [third, third, third + 1e-17],
    ]);
    expect(efficientFrontier({ ...indefinite, covariance: singular }).status).toBe('optimal');
  });

  test('above the size of the full check, impossible pairs are still refused', () => {
    const size = fullSemiDefiniteCheckSizeMax + 1;
    const covariance = createMatrix(size, size);
    for (let asset = 0; asset < size; asset += 1) covariance.data[asset * size + asset] = 1;
    covariance.data[7 * size + 3] = 1.5;
    covariance.data[3 * size + 7] = 1.5;
    const bounds = { lower: new Float64Array(size), upper: new Float64Array(size).fill(1) };
    const error = refusal(() => efficientFrontier({ expectedReturns: new Float64Array(size), covariance, bounds }));
    expect(error.message).toMatch(/1\.5 at row 7, column 3/);
  });
});

test('the arguments are not changed', () => {
  const expectedReturns = Float64Array.of(0.05, 0.1);
  const bounds = { lower: Float64Array.of(0, 0), upper: Float64Array.of(1, 1) };
  const covariance = createMatrix(2, 2, good.covariance.data.slice());
  efficientFrontier({ expectedReturns, covariance, bounds });
  expect([expectedReturns, bounds.lower, bounds.upper, covariance.data]).toEqual([
    Float64Array.of(0.05, 0.1),
    Float64Array.of(0, 0),
    Float64Array.of(1, 1),
    good.covariance.data,
  ]);
});
