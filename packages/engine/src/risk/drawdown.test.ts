import { describe, expect, test } from 'vitest';
import { averageDrawdown } from './average-drawdown.ts';
import { deepestDrawdowns } from './deepest-drawdowns.ts';
import { drawdownSeries } from './drawdown-series.ts';
import { maxDrawdown } from './max-drawdown.ts';
import { ulcerIndex } from './ulcer-index.ts';

/** Value: 1 | 0.5 1 2 1.5 0.75 1.5 3 2.25 */
const returns = [-0.5, 1, 1, -0.25, -0.5, 1, 1, -0.25];

describe('drawdowns', () => {
  test('the starting value is the first peak', () => {
    expect(Array.from(drawdownSeries(returns))).toEqual([0.5, 0, 0, 0.25, 0.625, 0.25, 0, 0.25]);
    expect(maxDrawdown(returns)).toBe(0.625);
    expect(averageDrawdown(returns)).toBe(1.875 / 8);
    expect(ulcerIndex(returns)).toBeCloseTo(Math.sqrt((0.25 + 3 * 0.0625 + 0.390625) / 8), 15);
  });

  test('uncompounded drawdowns add returns', () => {
    expect(Array.from(drawdownSeries([0.5, -0.25, -0.5, 1], { compounded: false }))).toEqual([0, 0.25, 0.75, 0]);
    expect(maxDrawdown([0.5, -0.25, -0.5, 1], { compounded: false })).toBe(0.75);
  });

  test('a value that never falls has none, a loss of everything is 1 for ever', () => {
    expect(maxDrawdown([0, 0.1, 0.2])).toBe(0);
    expect(Array.from(drawdownSeries([0.1, -1, 0.5]))).toEqual([0, 1, 1]);
    expect(() => drawdownSeries([0.1, -1.2])).toThrow(/returns\[1\] is -1.2, a loss of more than everything/);
  });

  test('deepest drawdowns: from the last period at the peak to the first back at it', () => {
    expect(deepestDrawdowns(returns)).toEqual([
      { peakIndex: 2, troughIndex: 4, recoveryIndex: 6, depth: 0.625, length: 4 },
      { peakIndex: -1, troughIndex: 0, recoveryIndex: 1, depth: 0.5, length: 2 },
      { peakIndex: 6, troughIndex: 7, recoveryIndex: null, depth: 0.25, length: 1 },
    ]);
    expect(deepestDrawdowns(returns, 1)).toHaveLength(1);
    expect(deepestDrawdowns([0.1, 0.2])).toEqual([]);
    expect(() => deepestDrawdowns(returns, 0)).toThrow(/count is 0/);
  });

  test('of equally deep drawdowns the earlier stands first, and a flat stretch belongs to no drawdown', () => {
    const found = deepestDrawdowns([-0.5, 1, 0, -0.5, 1]);
    expect(found.map((drawdown) => drawdown.peakIndex)).toEqual([-1, 2]);
  });
});
