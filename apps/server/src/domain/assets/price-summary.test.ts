import { describe, expect, test } from 'vitest';
import { findGaps } from './price-summary.ts';

const days = (...values: number[]) => Int32Array.from(values);

describe('findGaps', () => {
  test('runs of dates that the peers have, between the first and the last price', () => {
    expect(findGaps(days(2, 3, 6, 8), days(1, 2, 3, 4, 5, 6, 7, 8, 9), [])).toEqual([
      { from: 4, to: 5, missingCount: 2 },
      { from: 7, to: 7, missingCount: 1 },
    ]);
  });

  test('a date that nobody has is no gap', () => {
    expect(findGaps(days(1, 5), days(1, 5), [])).toEqual([]);
    expect(findGaps(days(), days(1, 2), [])).toEqual([]);
  });

  test('a gap of an earlier table stays until a price fills it', () => {
    const former = [{ from: 3, to: 4, missingCount: 2 }];
    expect(findGaps(days(1, 2, 5, 6, 7), days(6, 7), former)).toEqual(former);
    expect(findGaps(days(1, 2, 4, 5, 6, 7), days(4, 6, 7), former)).toEqual([]);
    expect(findGaps(days(1, 2, 4, 5), days(3, 4, 5), former)).toEqual([{ from: 3, to: 3, missingCount: 1 }]);
  });
});
