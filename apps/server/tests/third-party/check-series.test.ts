/** Points next to each other: what passes, what is kept apart, and for which reason. */
import { describe, expect, test } from 'vitest';
import { checkSeries, type SeriesExpectation } from '../../src/infrastructure/third-party/check-series.ts';
import { ProviderFailureError } from '../../src/infrastructure/third-party/provider-failure.ts';

const day = (index: number): string =>
  new Date(Date.parse('2026-10-01') + index * 86_400_000).toISOString().slice(0, 10);
const series = (...values: unknown[]) => values.map((value, index) => ({ date: day(index), value }));
const expectation = (values: readonly unknown[], more: Partial<SeriesExpectation> = {}): SeriesExpectation => ({
  from: day(0),
  to: day(values.length - 1),
  now: new Date('2026-11-20T12:00:00Z'),
  jumpMax: 3,
  doubtSplitRatios: true,
  everyDay: true,
  ...more,
});
const check = (values: unknown[], more: Partial<SeriesExpectation> = {}) =>
  checkSeries(series(...values), expectation(values, more));
const reasons = (values: unknown[], more: Partial<SeriesExpectation> = {}) =>
  check(values, more).quarantined.map(({ date, reason }) => `${date?.slice(-2)} ${reason}`);

describe('jumps', () => {
  test('a spike is kept apart alone', () => {
    const { points, gaps } = check([10, 10, 1000, 10, 10]);
    expect(points.map(({ value }) => value)).toEqual(['10', '10', '10', '10']);
    expect(gaps).toEqual([{ from: day(2), to: day(2), reason: 'the price is in quarantine (unit-shift)' }]);
  });

  test('the first point may be the wrong one', () => {
    expect(reasons([1000, 10, 10, 11, 10])).toEqual(['01 unit-shift']);
  });

  test('a change of unit is kept apart to its end, and what returns passes', () => {
    expect(reasons([10, 10, 10, 10, 1010, 1000, 10])).toEqual(['05 unit-shift', '06 unit-shift']);
  });

  test('large moves of a day pass: a fall of 60 %, a gain of 150 %', () => {
    expect(reasons([10, 4, 4.1, 10.2, 10])).toEqual([]);
  });

  test('after a long silence more is plausible', () => {
    const rows = [
      { date: '2026-01-02', value: 10 },
      { date: '2026-05-04', value: 37 },
      { date: '2026-05-05', value: 38 },
    ];
    const range = { ...expectation([]), from: '2026-01-01', to: '2026-05-05' };
    expect(checkSeries(rows, range).quarantined).toEqual([]);
  });

  test('the answer joins on to what is known', () => {
    const lastKnown = { date: '2026-09-30', value: '10' };
    expect(reasons([10, 11], { lastKnown })).toEqual([]);
    expect(() => check([1000, 1100], { lastKnown })).toThrow(ProviderFailureError);
  });

  test('more than half doubtful: none is believed', () => {
    expect(() => check([10, 10, 1000, 1000, 1000, 1000])).toThrow(/4 of 6 points/);
    expect(() => check(['x', 'y', 10])).toThrow(ProviderFailureError);
  });
});

describe('splits', () => {
  const split = { date: day(3), ratio: '4' };
  test.each([2, 3, 4, 10, 20])('a fall by the ratio of %i for one that nobody announced', (ratio) => {
    const [, , ...after] = reasons([60, 60, 60, 60, 60, 60 / ratio, 60 / ratio]);
    expect(after).toEqual([]);
    const found = reasons([60, 60, 60, 60, 60, 60 / ratio, 60 / ratio]);
    expect(found).toHaveLength(2);
    expect(found[0]).toMatch(ratio < 3 ? /looks-like-split/ : /jump/);
  });

  test('closes as they were traded show a split that is known', () => {
    expect(reasons([60, 61, 60, 15, 15.2], { shownSplits: [split] })).toEqual([]);
    expect(reasons([60, 61, 60, 15, 15.2], {})).toEqual(['04 jump', '05 jump']);
  });

  test('closes that should show it and do not', () => {
    expect(reasons([60, 61, 60, 60, 61], { shownSplits: [split] })).toEqual(['04 split-mismatch', '05 split-mismatch']);
  });

  test('closes that should not show it and do', () => {
    expect(reasons([60, 61, 60, 15, 15.2], { hiddenSplits: [split] })).toEqual([
      '04 split-mismatch',
      '05 split-mismatch',
    ]);
    expect(reasons([15, 15, 15, 15, 15.2], { hiddenSplits: [split] })).toEqual([]);
  });

  test('a split on a day without a price counts on the next one', () => {
    expect(reasons([60, 61, 60, null, 15.2], { shownSplits: [split] })).toEqual([]);
  });
});

describe('days and gaps', () => {
  test.each(['2026-02-30', '2026-13-01', '20261001', 'yesterday', null, 17, '0001-01-01'])('%s is no day', (date) => {
    const rows = [...series(10, 10, 10), { date, value: 10 }];
    expect(checkSeries(rows, expectation([1, 2, 3])).quarantined.map(({ reason }) => reason)).toEqual(['date-invalid']);
  });

  test('today has begun further east', () => {
    const now = new Date('2026-10-03T11:00:00Z');
    expect(reasons([10, 10, 10, 10], { now })).toEqual([]);
    expect(reasons([10, 10, 10, 10], { now: new Date('2026-10-03T09:00:00Z') })).toEqual(['04 date-in-future']);
  });

  test('weekends and holidays of a few days are no gaps, weeks are', () => {
    const rows = (dates: string[]) => dates.map((date) => ({ date, value: 10 }));
    const range = { ...expectation([]), from: '2026-10-01', to: '2026-10-16', everyDay: false };
    expect(checkSeries(rows(['2026-10-01', '2026-10-02', '2026-10-09', '2026-10-14']), range).gaps).toEqual([]);
    expect(checkSeries(rows(['2026-10-01', '2026-10-02', '2026-10-15']), range).gaps).toEqual([
      { from: '2026-10-05', to: '2026-10-14', reason: 'no price in the answer' },
    ]);
  });

  test('an answer that begins late or ends early says so', () => {
    const range = { ...expectation([]), from: '2026-09-01', to: '2026-11-19', everyDay: false };
    const rows = [10, 10, 10].map((value, index) => ({ date: `2026-10-0${index + 5}`, value }));
    expect(checkSeries(rows, range).gaps.map(({ from, to }) => [from, to])).toEqual([
      ['2026-09-01', '2026-10-02'],
      ['2026-10-08', '2026-11-19'],
    ]);
  });
});
