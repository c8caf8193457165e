import { matrixFromRows, matrixToRows } from '@riskoptimizer/engine';
import { describe, expect, test } from 'vitest';
import { horizonReturns } from './horizon-returns.ts';

const missing = Number.NaN;
const dates = ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-08', '2024-01-09'];
const runsOf = (prices: number[][], horizon: number, assets = ['A', 'B']) =>
  matrixToRows(horizonReturns({ dates, assets, prices: matrixFromRows(prices) }, horizon));

describe('horizonReturns', () => {
  test('compounds each run of neighbouring periods', () => {
    const runs = runsOf([[1], [2], [4], [8], [4], [2], [1]], 3, ['A']);
    expect(runs).toEqual([[7], [1], [-0.5], [-0.875]]);
  });

  test('leaves out every run in which an asset misses a price', () => {
    const prices = [
      [1, 1],
      [2, 2],
      [4, missing],
      [8, 8],
      [8, 8],
      [8, 8],
      [8, 16],
    ];
    expect(runsOf(prices, 2)).toEqual([
      [0, 0],
      [0, 1],
    ]);
  });

  test('no run reaches over a period in which nobody has a return', () => {
    // Nobody is priced on the third day: the second and third period are not there at all.
    const prices = [
      [1, 1],
      [2, 2],
      [missing, missing],
      [2, 2],
      [4, 4],
      [8, 8],
      [8, 8],
    ];
    expect(runsOf(prices, 2)).toEqual([
      [3, 3],
      [1, 1],
    ]);
  });

  test('a horizon longer than the window has no run', () => {
    expect(runsOf([[1], [2], [4], [8], [4], [2], [1]], 7, ['A'])).toEqual([]);
  });
});
