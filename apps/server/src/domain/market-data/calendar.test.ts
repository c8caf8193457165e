import { describe, expect, test } from 'vitest';
import { dayFromIso, isoFromDay, isWeekend, yearsBefore } from './calendar.ts';
import { guessFrequency } from './frequency.ts';

const days = (...dates: string[]) => Int32Array.from(dates, dayFromIso);
const every = (step: number, count: number, from = '2024-01-01') =>
  Int32Array.from({ length: count }, (_, index) => dayFromIso(from) + index * step);

describe('days', () => {
  test.each(['1970-01-01', '1969-12-31', '2000-02-29', '0001-01-01', '9999-12-31'])('%s and back', (date) => {
    expect(isoFromDay(dayFromIso(date))).toBe(date);
  });

  test('weekends', () => {
    const week = ['2024-01-05', '2024-01-06', '2024-01-07', '2024-01-08', '1969-12-27', '1969-12-29'];
    expect(week.map(dayFromIso).map(isWeekend)).toEqual([false, true, true, false, true, false]);
  });

  test('years before, over a leap day', () => {
    expect(isoFromDay(yearsBefore(dayFromIso('2024-02-29'), 1))).toBe('2023-02-28');
    expect(isoFromDay(yearsBefore(dayFromIso('2026-10-30'), 5))).toBe('2021-10-30');
  });
});

describe('guessFrequency', () => {
  test('trading days, every day, weeks, months', () => {
    const weekdays = every(1, 40).filter((day) => !isWeekend(day));
    expect(guessFrequency(weekdays)).toEqual({ frequency: 'daily', periodsPerYear: 252 });
    expect(guessFrequency(every(1, 40))).toEqual({ frequency: 'daily', periodsPerYear: 365 });
    expect(guessFrequency(every(7, 40))).toEqual({ frequency: 'weekly', periodsPerYear: 52 });
    expect(guessFrequency(days('2024-01-31', '2024-02-29', '2024-03-28', '2024-04-30'))).toEqual({
      frequency: 'monthly',
      periodsPerYear: 12,
    });
  });

  test('anything else is a part of the year; a single date is daily', () => {
    expect(guessFrequency(every(91, 9))).toEqual({ frequency: 'unknown', periodsPerYear: 365.25 / 91 });
    expect(guessFrequency(days('2024-01-31'))).toEqual({ frequency: 'daily', periodsPerYear: 252 });
  });

  test('holidays do not make daily prices weekly', () => {
    expect(guessFrequency(days('2024-01-02', '2024-01-03', '2024-01-04', '2024-01-15', '2024-01-16')).frequency).toBe(
      'daily',
    );
  });
});
