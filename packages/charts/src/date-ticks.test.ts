import { describe, expect, it } from 'vitest';
import { dateTicks, dateTickText } from './date-ticks.ts';

describe('ticks of an axis of dates', () => {
  it('stand at the beginnings of years for many years, and of every second or fifth when there are too many', () => {
    expect(dateTicks('2017-03-03', '2021-10-30', 8)).toEqual(['2018-01-01', '2019-01-01', '2020-01-01', '2021-01-01']);
    expect(dateTicks('2017-03-03', '2026-10-30', 6)).toEqual([
      '2018-01-01',
      '2020-01-01',
      '2022-01-01',
      '2024-01-01',
      '2026-01-01',
    ]);
    expect(dateTicks('1989-12-29', '2018-04-11', 8)).toEqual([
      '1990-01-01',
      '1995-01-01',
      '2000-01-01',
      '2005-01-01',
      '2010-01-01',
      '2015-01-01',
    ]);
  });

  it('stand at the beginnings of quarters or months for less', () => {
    expect(dateTicks('2025-10-31', '2026-10-30', 8)).toEqual(['2026-01-01', '2026-04-01', '2026-07-01', '2026-10-01']);
    expect(dateTicks('2026-01-01', '2026-04-01', 8)).toEqual(['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01']);
  });

  it('are left to the chart when there is nothing to count', () => {
    expect(dateTicks('2026-01-02', '2026-01-30', 8)).toEqual([]);
    expect(dateTicks(undefined, '2026-01-30', 8)).toEqual([]);
    expect(dateTicks('2026-02-01', '2026-02-01', 8)).toEqual([]);
  });

  it('say the year in January, and at the first of all', () => {
    expect(['2026-04-01', '2026-07-01', '2027-01-01'].map((tick, index) => dateTickText(tick, index === 0))).toEqual([
      'Apr 2026',
      'Jul',
      '2027',
    ]);
  });
});
