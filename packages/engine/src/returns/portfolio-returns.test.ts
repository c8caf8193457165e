import { describe, expect, test } from 'vitest';
import { matrixFromRows, matrixToRows } from '../linalg/matrix.ts';
import { cumulativeReturns } from './cumulative-returns.ts';
import { overlappingReturns } from './overlapping-returns.ts';
import { portfolioReturns } from './portfolio-returns.ts';
import { withoutMissing } from './without-missing.ts';

const returns = matrixFromRows([
  [0.1, -0.1],
  [0.2, Number.NaN],
  [-0.5, 0.4],
]);

describe('portfolioReturns', () => {
  test('is R w; a missing return of a held asset is missing, of an asset with weight zero it does not matter', () => {
    expect(Array.from(portfolioReturns(returns, [0.5, 0.5]))).toEqual([0, Number.NaN, -0.04999999999999999]);
    expect(Array.from(portfolioReturns(returns, [1, 0]))).toEqual([0.1, 0.2, -0.5]);
  });

  test('refuses weights that do not fit', () => {
    expect(() => portfolioReturns(returns, [1])).toThrow(/weights has 1 values; expected 2/);
    expect(() => portfolioReturns(returns, [1, Number.NaN])).toThrow(/weights\[1\] is NaN/);
  });
});

describe('overlappingReturns', () => {
  test('compounds each window and is missing where the window has a gap', () => {
    const windows = matrixToRows(overlappingReturns(returns, 2));
    expect(windows).toHaveLength(2);
    expect(windows[0][0]).toBeCloseTo(1.1 * 1.2 - 1, 15);
    expect(windows[1][0]).toBeCloseTo(1.2 * 0.5 - 1, 15);
    expect(windows.map((row) => row[1])).toEqual([Number.NaN, Number.NaN]);
    expect(matrixToRows(overlappingReturns(returns, 1))).toEqual(matrixToRows(returns));
  });

  test('refuses a horizon longer than the series', () => {
    expect(() => overlappingReturns(returns, 4)).toThrow(/horizon is 4; expected a number from 1 to 3/);
  });
});

describe('cumulativeReturns', () => {
  test('compounds or adds', () => {
    expect(cumulativeReturns([0.5, -0.5])[1]).toBe(-0.25);
    expect(Array.from(cumulativeReturns([0.5, -0.5], { compounded: false }))).toEqual([0.5, 0]);
  });

  test('refuses a missing return and a loss of more than everything', () => {
    expect(() => cumulativeReturns([0.1, Number.NaN])).toThrow(/returns\[1\] is missing/);
    expect(() => cumulativeReturns([0.1, -1.5])).toThrow(/returns\[1\] is -1.5/);
    expect(Array.from(cumulativeReturns([0.1, -1.5], { compounded: false }))).toEqual([0.1, -1.4]);
  });
});

test('withoutMissing leaves NaN out and keeps the order', () => {
  expect(Array.from(withoutMissing([Number.NaN, 1, Number.NaN, 2]))).toEqual([1, 2]);
});
