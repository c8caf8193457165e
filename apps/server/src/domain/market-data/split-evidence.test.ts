import { assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitEvidence } from './split-evidence.ts';

const days = [100, 101, 102, 105, 106, 107, 108, 109, 110];
const raw = { days, closes: [80, 81, 82, 42, 41, 42, 43, 42, 43] };
const adjusted = { days, closes: [40, 40.5, 41, 42, 41, 42, 43, 42, 43] };

describe('two for one on day 105', () => {
  test.each([103, 104, 105, 106, 110])('raw closes show it, booked on day %i', (day) => {
    expect(splitEvidence(raw, { day, ratio: 2 })).toEqual({ closes: 'raw', day: 105 });
  });

  test('adjusted closes do not', () => {
    expect(splitEvidence(adjusted, { day: 105, ratio: 2 })).toEqual({ closes: 'adjusted' });
  });

  test('another ratio is another thing', () => {
    expect(splitEvidence(raw, { day: 108, ratio: 10 })).toEqual({ closes: 'adjusted' });
    expect(splitEvidence(raw, { day: 105, ratio: 0.5 })).toEqual({ closes: 'adjusted' });
  });

  test('across a gap of months the closes on its sides tell', () => {
    const gap = { days: [100, 101, 300, 301], closes: [80, 81, 50, 51] };
    expect(splitEvidence(gap, { day: 200, ratio: 2 })).toEqual({ closes: 'raw', day: 300 });
    expect(splitEvidence({ ...gap, closes: [80, 81, 95, 96] }, { day: 200, ratio: 2 })).toEqual({ closes: 'adjusted' });
  });
});

test('without closes on both sides, or with a ratio like a day of the market, nothing is known', () => {
  expect(splitEvidence(raw, { day: 100, ratio: 2 })).toEqual({ closes: 'unknown' });
  expect(splitEvidence(raw, { day: 111, ratio: 2 })).toEqual({ closes: 'unknown' });
  expect(splitEvidence({ days: [], closes: [] }, { day: 109, ratio: 2 })).toEqual({ closes: 'unknown' });
  expect(splitEvidence(raw, { day: 105, ratio: 1.05 })).toEqual({ closes: 'unknown' });
});

test('a split of any usual ratio is seen where the market moves by a tenth, and never in the same closes adjusted', () => {
  assert(
    property(integer({ min: 2, max: 20 }), integer({ min: -10, max: 10 }), (ratio, percent) => {
      const before = 1000;
      const after = (before / ratio) * (1 + percent / 100);
      const at = { day: 11, ratio };
      expect(splitEvidence({ days: [10, 11, 12], closes: [before, after, after] }, at)).toEqual({
        closes: 'raw',
        day: 11,
      });
      const joined = before / ratio;
      expect(splitEvidence({ days: [10, 11, 12], closes: [joined, after, after] }, at)).toEqual({ closes: 'adjusted' });
    }),
  );
});
