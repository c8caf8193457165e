import { expect, it } from 'vitest';
import { rangeOf } from './export-range.ts';

it('is a range of the trail, or says what is wrong with it', () => {
  expect(rangeOf('1', '', 1200)).toEqual({ fromSequence: 1, toSequence: null });
  expect(rangeOf('1,000', ' 1,100 ', 1200)).toEqual({ fromSequence: 1000, toSequence: 1100 });
  expect(rangeOf('0', '', 1200)).toBe('The first entry is a whole number from 1.');
  expect(rangeOf('1201', '', 1200)).toBe('The trail ends with entry 1,200.');
  expect(rangeOf('5', 'end', 1200)).toBe('The last entry is a whole number, or empty for the end of the trail.');
  expect(rangeOf('5', '4', 1200)).toBe('The last entry comes before the first.');
});
