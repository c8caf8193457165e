import { describe, expect, test } from 'vitest';
import type { ProblemError } from '../../core/errors.ts';
import { requireAllocation, sumErrors } from './allocation-rules.ts';

const weights = (...items: [assetId: string, weight: number][]) => ({
  kind: 'weights' as const,
  items: items.map(([assetId, weight]) => ({ assetId, weight })),
});
const refusal = (allocation: Parameters<typeof requireAllocation>[0]): ProblemError => {
  try {
    requireAllocation(allocation, new Set(['a', 'b']));
  } catch (error) {
    return error as ProblemError;
  }
  throw new Error('accepted');
};

describe('requireAllocation', () => {
  test('weights that sum to one are written as people write them', () => {
    expect(sumErrors(Array.from({ length: 10 }, () => 0.1))).toEqual([]);
    expect(sumErrors([1 / 3, 1 / 3, 1 / 3])).toEqual([]);
    expect(sumErrors([0.333333, 0.333333, 0.333334])).toEqual([]);
    expect(sumErrors([1.5, -0.5])).toEqual([]);
  });

  test('the sum is named, and percentages are recognised', () => {
    expect(refusal(weights(['a', 0.5], ['b', 0.4])).errors).toMatchObject([
      {
        field: '/allocation/items',
        value: '0.9',
        message: 'the weights sum to 0.9; they must sum to 1 (within 0.000001)',
      },
    ]);
    expect(sumErrors([60, 40])[0]?.remedy).toBe('Divide percentages by 100.');
  });

  test('unknown and repeated assets are named with their place, all at once', () => {
    expect(refusal(weights(['a', 0.5], ['z', 0.25], ['a', 0.25])).errors).toMatchObject([
      { field: '/allocation/items/2/assetId', message: 'asset a stands at position 0 already' },
      { field: '/allocation/items/1/assetId', message: 'there is no asset z' },
    ]);
  });

  test('quantities need no sum', () => {
    expect(() =>
      requireAllocation({ kind: 'quantities', items: [{ assetId: 'a', quantity: '3' }] }, new Set(['a'])),
    ).not.toThrow();
  });
});
