import { expect, it } from 'vitest';
import { ago, daysSince, instant, instantToSecond } from './instants.ts';

const now = Date.parse('2026-11-22T18:20:00.000Z');

it('writes a point in time in UTC', () => {
  expect(instant('2026-11-02T08:05:09.123Z')).toBe('2 Nov 2026, 08:05 UTC');
  expect(instantToSecond('2026-11-02T08:05:09.123Z')).toBe('2 Nov 2026, 08:05:09');
  expect(instant(null)).toBe('–');
});

it.each([
  ['2026-11-22T18:19:30.000Z', 'just now'],
  ['2026-11-22T18:25:00.000Z', 'just now'],
  ['2026-11-22T18:19:00.000Z', '1 minute ago'],
  ['2026-11-22T17:20:01.000Z', '59 minutes ago'],
  ['2026-11-22T15:00:00.000Z', '3 hours ago'],
  ['2026-11-20T18:20:00.000Z', '2 days ago'],
  ['2026-09-01T18:20:00.000Z', '1 Sep 2026'],
])('%s is %s', (iso, words) => {
  expect(ago(iso, now)).toBe(words);
});

it('counts whole days', () => {
  expect(daysSince('2026-11-21T18:20:01.000Z', now)).toBe(0);
  expect(daysSince('2026-11-21T18:20:00.000Z', now)).toBe(1);
  expect(daysSince('2026-11-23T18:20:00.000Z', now)).toBe(-1);
});
