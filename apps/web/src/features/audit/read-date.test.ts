import { expect, it } from 'vitest';
import { readDate } from './read-date.ts';

it.each([
  ['2026-11-22', '2026-11-22'],
  [' 2024-02-29 ', '2024-02-29'],
  ['2026-02-29', undefined],
  ['2026-13-01', undefined],
  ['11/22/2026', undefined],
  ['2026-11-2', undefined],
  ['', undefined],
])('%j is %j', (written, date) => {
  expect(readDate(written)).toBe(date);
});
