import { expect, it } from 'vitest';
import { endOfDay } from './end-of-day.ts';

it('lasts until the day is over, and without a day for good', () => {
  expect(endOfDay('2027-03-03')).toBe('2027-03-03T23:59:59.000Z');
  expect(endOfDay('')).toBeNull();
});
