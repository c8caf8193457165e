import { assert, double, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { annualisedReturn } from './annualised-return.ts';
import { calendarReturns } from './calendar-returns.ts';
import { modifiedDietzReturn } from './modified-dietz-return.ts';
import { simpleReturn } from './simple-return.ts';
import { timeWeightedReturn } from './time-weighted-return.ts';

const amount = double({ min: 0, max: 1e6, noNaN: true });

describe('simpleReturn', () => {
  test('gain over all that was put in', () => {
    expect(simpleReturn({ startValue: 100, endValue: 210, inflow: 100 })).toBeCloseTo(0.05, 15);
    expect(simpleReturn({ startValue: 0, endValue: 30, inflow: 100, outflow: 80 })).toBeCloseTo(0.1, 15);
    expect(simpleReturn({ startValue: 0, endValue: 5 })).toBeNaN();
  });

  test('is never below −1 for values of at least 0', () => {
    assert(
      property(tuple(amount, amount, amount, amount), ([startValue, endValue, inflow, outflow]) => {
        expect(simpleReturn({ startValue, endValue, inflow, outflow }) < -1).toBe(false);
      }),
    );
  });

  test('without flows it is the time-weighted return, and so is modified Dietz', () => {
    const [startValue, endValue] = [80, 92];
    const simple = simpleReturn({ startValue, endValue });
    expect(simple).toBeCloseTo(timeWeightedReturn({ values: [startValue, endValue] }).total, 15);
    expect(simple).toBeCloseTo(modifiedDietzReturn({ startValue, endValue, days: 30, flows: [] }), 15);
  });

  test('refuses a negative flow and a missing value', () => {
    expect(() => simpleReturn({ startValue: 1, endValue: 2, inflow: -1 })).toThrow(/inflow is -1/);
    expect(() => simpleReturn({ startValue: Number.NaN, endValue: 2 })).toThrow(/startValue is NaN/);
  });
});

describe('modifiedDietzReturn', () => {
  test('Wikipedia, Modified Dietz method: 100 to 300 in two years with 50 after the first gain 150 on 125', () => {
    const flows = [{ day: 365, amount: 50 }];
    expect(modifiedDietzReturn({ startValue: 100, endValue: 300, days: 730, flows })).toBeCloseTo(1.2, 14);
  });

  test('a flow on the last day has no weight at its end, one day at its start', () => {
    const flows = [{ day: 10, amount: 100 }];
    const input = { startValue: 100, endValue: 210, days: 10, flows };
    expect(modifiedDietzReturn(input)).toBeCloseTo(10 / 100, 15);
    expect(modifiedDietzReturn({ ...input, timing: 'start' })).toBeCloseTo(10 / 110, 15);
  });

  test('no capital has no return, and a day outside of the period is refused', () => {
    expect(modifiedDietzReturn({ startValue: 0, endValue: 5, days: 5, flows: [] })).toBeNaN();
    const flows = [{ day: 6, amount: 1 }];
    expect(() => modifiedDietzReturn({ startValue: 1, endValue: 1, days: 5, flows })).toThrow(/flows\[0\].day is 6/);
  });
});

describe('annualisedReturn', () => {
  test('by actual/365, and not at all for less than a year', () => {
    expect(annualisedReturn(0.21, 730)).toBeCloseTo(0.1, 15);
    expect(annualisedReturn(0.21, 365)).toBeCloseTo(0.21, 15);
    expect(annualisedReturn(0.21, 364)).toBeNull();
    expect(annualisedReturn(-1, 730)).toBe(-1);
    expect(() => annualisedReturn(-1.2, 730)).toThrow(/loss of more than everything/);
  });
});

describe('calendarReturns', () => {
  const dates = ['2023-11-30', '2023-12-15', '2023-12-29', '2024-01-31', '2024-03-28'];

  test('each return belongs to the month in which its period ends', () => {
    const [first, second] = calendarReturns(dates, [0.1, 0.1, -0.5, 1]);
    expect(first).toMatchObject({ year: 2023, from: '2023-11-30', to: '2023-12-29' });
    expect(first.months[11]).toBeCloseTo(0.21, 14);
    expect(first.months.slice(0, 11)).toEqual(Array(11).fill(null));
    expect(second).toMatchObject({ year: 2024, from: '2023-12-29', to: '2024-03-28' });
    expect([second.months[0], second.months[1], second.months[2]]).toEqual([-0.5, null, 1]);
    expect(second.total).toBeCloseTo(0, 15);
  });

  test('the years compound to the time-weighted return', () => {
    const values = [100, 110, 104, 120, 119];
    const inflows = [0, 5, 0, 12, 0];
    const { returns, total } = timeWeightedReturn({ values, inflows });
    const product = calendarReturns(dates, returns).reduce((growth, year) => growth * (1 + year.total!), 1);
    expect(product - 1).toBeCloseTo(total, 14);
  });

  test('periods without capital are left out; nothing at all is null, not 0', () => {
    const [year] = calendarReturns(dates.slice(0, 3), [Number.NaN, Number.NaN]);
    expect(year.total).toBeNull();
    expect(year.months[11]).toBeNull();
    expect(calendarReturns(['2024-01-01'], [])).toEqual([]);
  });

  test('refuses what cannot be compounded or ordered', () => {
    expect(() => calendarReturns(dates, [0, 0, 0])).toThrow(/returns has 3 values; expected 4/);
    expect(() => calendarReturns(dates, [0, -1.5, 0, 0])).toThrow(/returns\[1\] is -1.5/);
    expect(() => calendarReturns(dates.toReversed(), [0, 0, 0, 0])).toThrow(/strictly ascending/);
  });
});
