import { expect, test } from 'vitest';
import { dayNumber, isoDate, weekdaysUntil } from './trading-days.ts';

test('weekdays end with the date or the Friday before it', () => {
  expect(weekdaysUntil('2024-03-04', 3)).toEqual(['2024-02-29', '2024-03-01', '2024-03-04']);
  expect(weekdaysUntil('2026-11-01', 1)).toEqual(['2026-10-30']);
});

test('day numbers are those of the calendar of the platform, from 1600 to 2400', () => {
  for (let day = -135_000; day < 157_000; day += 61) {
    const iso = new Date(day * 86_400_000).toISOString().slice(0, 10);
    expect(isoDate(day)).toBe(iso);
    expect(dayNumber(iso)).toBe(day);
  }
});
