import { describe, expect, test } from 'vitest';
import { createMatrix, matrixFromRows, matrixToRows } from '../linalg/matrix.ts';
import { correlationFromCovariance } from './correlation.ts';
import { covariance, covarianceMethods } from './covariance.ts';

const missing = Number.NaN;

/** The plain textbook sum, to check the blocked and pairwise sums against. */
function plainSampleCovariance(rows: number[][], left: number, right: number): number {
  const both = rows.filter((row) => !Number.isNaN(row[left]) && !Number.isNaN(row[right]));
  const mean = (asset: number) => both.reduce((sum, row) => sum + row[asset], 0) / both.length;
  const [leftMean, rightMean] = [mean(left), mean(right)];
  return both.reduce((sum, row) => sum + (row[left] - leftMean) * (row[right] - rightMean), 0) / (both.length - 1);
}

/** 60 periods of three assets around different means, without a pattern. */
const complete = Array.from({ length: 60 }, (_, t) => [
  0.5 + Math.sin(t * 1.7) / 50,
  Math.cos(t * 2.3) / 30 + Math.sin(t * 1.7) / 80,
  -0.2 + Math.sin(t * t) / 20,
]);
const withGaps = complete.map((row, t) => [row[0], t < 20 ? missing : row[1], t % 7 === 3 ? missing : row[2]]);

describe('sample covariance', () => {
  test.each([
    ['complete', complete],
    ['with gaps', withGaps],
  ])('equals the textbook sum over common periods (%s)', (_, rows) => {
    const { covariance: matrix } = covariance(matrixFromRows(rows), { method: 'sample', repair: false });
    for (let i = 0; i < 3; i += 1) {
      for (let j = 0; j < 3; j += 1) {
        expect(matrix.data[i * 3 + j]).toBeCloseTo(plainSampleCovariance(rows, i, j), 17);
      }
    }
  });

  test('a constant asset has exactly no variance, and the matrix no inverse', () => {
    const estimate = covariance(matrixFromRows(complete.map((row) => [row[0], 0.1])), { method: 'sample' });
    expect(Array.from(estimate.covariance.data.slice(1))).toEqual([0, 0, 0]);
    expect(estimate).toMatchObject({ isPositiveSemiDefinite: true, repaired: false });
    expect(estimate.conditionNumber).toBe(Number.POSITIVE_INFINITY);
  });

  test('more assets than periods is singular, still semidefinite and not repaired', () => {
    const estimate = covariance(matrixFromRows(complete.slice(0, 2)), { method: 'sample' });
    expect(estimate).toMatchObject({ isPositiveSemiDefinite: true, repaired: false });
    expect(estimate.conditionNumber).toBe(Number.POSITIVE_INFINITY);
  });

  test('pairwise estimates that are not semidefinite are repaired, and say so', () => {
    const rows = [
      [1, 1, missing],
      [-1, -1, missing],
      [missing, 1, 1],
      [missing, -1, -1],
      [1, missing, -1],
      [-1, missing, 1],
    ];
    const raw = covariance(matrixFromRows(rows), { method: 'sample', repair: false });
    expect(raw).toMatchObject({ isPositiveSemiDefinite: false, repaired: false });
    expect(raw.smallestEigenvalue).toBeLessThan(-0.5);
    const repaired = covariance(matrixFromRows(rows), { method: 'sample' });
    expect(repaired).toMatchObject({ isPositiveSemiDefinite: false, repaired: true });
    expect(repaired.smallestEigenvalue).toBe(raw.smallestEigenvalue);
    expect(repaired.conditionNumber).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('covariance', () => {
  test.each(covarianceMethods)('%s: scales with periodsPerYear and does not write to its input', (method) => {
    const returns = matrixFromRows(complete);
    const before = Float64Array.from(returns.data);
    const daily = covariance(returns, { method }).covariance.data;
    const annual = covariance(returns, { method, periodsPerYear: 252 }).covariance.data;
    expect(annual).toEqual(daily.map((value) => value * 252));
    expect(returns.data).toEqual(before);
  });

  test('exponentially weighted: gaps enter as missing, and a span without end is the plain mean of products', () => {
    const rows = matrixFromRows(withGaps);
    const { covariance: matrix } = covariance(rows, { method: 'exponentially-weighted', span: 15, repair: false });
    let [sum, total] = [0, 0];
    const mean = (asset: number) => {
      const observed = withGaps.map((row) => row[asset]).filter((value) => !Number.isNaN(value));
      return observed.reduce((a, b) => a + b) / observed.length;
    };
    withGaps.forEach((row, t) => {
      if (Number.isNaN(row[1] * row[2])) return;
      const weight = (1 - 2 / 16) ** (59 - t);
      sum += weight * (row[1] - mean(1)) * (row[2] - mean(2));
      total += weight;
    });
    expect(matrix.data[5]).toBeCloseTo(sum / total, 17);
    const flat = covariance(matrixFromRows(complete), { method: 'exponentially-weighted', span: 1e15 }).covariance;
    expect(flat.data[1]).toBeCloseTo((plainSampleCovariance(complete, 0, 1) * 59) / 60, 15);
  });

  test('semi-covariance: missing returns are left out by default, and zero only when asked', () => {
    const rows = matrixFromRows([[-0.1], [missing], [0.3], [-0.2]]);
    expect(covariance(rows, { method: 'semi-covariance' }).covariance.data[0]).toBeCloseTo(0.05 / 3, 16);
    const asZero = covariance(rows, { method: 'semi-covariance', missing: 'as-zero' }).covariance.data[0];
    expect(asZero).toBeCloseTo(0.05 / 4, 16);
    const above = covariance(rows, { method: 'semi-covariance', benchmark: 0.3 }).covariance.data[0];
    expect(above).toBeCloseTo((0.16 + 0.25) / 3, 16);
    const below = covariance(rows, { method: 'semi-covariance', benchmark: -0.15 }).covariance.data[0];
    expect(below).toBeCloseTo(0.0025 / 3, 17);
  });

  test('Ledoit-Wolf: reports its intensity between 0 and 1 and keeps the sample variances', () => {
    const returns = matrixFromRows(complete);
    const shrunk = covariance(returns, { method: 'ledoit-wolf-single-factor' });
    const sample = covariance(returns, { method: 'sample' });
    expect(sample.shrinkageIntensity).toBeNull();
    expect(shrunk.shrinkageIntensity).toBeGreaterThan(0);
    expect(shrunk.shrinkageIntensity).toBeLessThan(1);
    for (const i of [0, 4, 8]) {
      expect(shrunk.covariance.data[i]).toBeCloseTo((sample.covariance.data[i] * 59) / 60, 16);
    }
  });

  test.each([
    [
      'missing-value',
      withGaps,
      { method: 'ledoit-wolf-single-factor' },
      /needs complete periods. Use alignment 'common'/,
    ],
    [
      'unknown-name',
      complete,
      { method: 'guess' },
      /method is "guess"; expected one of: sample, exponentially-weighted/,
    ],
    [
      'out-of-range',
      complete,
      { method: 'exponentially-weighted', span: 0.5 },
      /span is 0.5; expected a number of at least 1/,
    ],
    ['out-of-range', complete, { method: 'sample', periodsPerYear: 0 }, /periodsPerYear is 0/],
    ['too-few-observations', complete.slice(0, 1), { method: 'sample' }, /returns has 1 period; a covariance needs 2/],
    [
      'too-few-observations',
      [
        [1, missing],
        [2, missing],
        [missing, 3],
        [missing, 4],
      ],
      { method: 'sample' },
      /Columns 0 and 1 of returns have in common 0 periods; expected at least 2/,
    ],
    [
      'too-few-observations',
      [
        [1, missing],
        [2, 3],
      ],
      { method: 'sample' },
      /have in common 1 period;/,
    ],
    ['not-finite', [[1], [Number.NEGATIVE_INFINITY]], { method: 'sample' }, /holds -Infinity in row 1, column 0/],
    ['empty', [], { method: 'sample' }, /returns is 0 × 0/],
  ])('refuses %s', (code, rows, options, message) => {
    const run = () => covariance(matrixFromRows(rows), options as never);
    expect(run).toThrow(expect.objectContaining({ code }));
    expect(run).toThrow(message);
  });
});

describe('correlationFromCovariance', () => {
  test('has ones on its diagonal and is undefined, not zero, for an asset without variance', () => {
    const correlation = correlationFromCovariance(
      matrixFromRows([
        [4, 3, 0],
        [3, 9, 0],
        [0, 0, 0],
      ]),
    );
    expect(matrixToRows(correlation)).toEqual([
      [1, 0.5, missing],
      [0.5, 1, missing],
      [missing, missing, missing],
    ]);
  });

  test('refuses a negative variance', () => {
    expect(() => correlationFromCovariance(createMatrix(1, 1, Float64Array.of(-1)))).toThrow(
      /variance of asset 0 is -1/,
    );
  });
});
