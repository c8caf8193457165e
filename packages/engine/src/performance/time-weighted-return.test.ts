import { array, assert, double, property, record, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timeWeightedReturn } from './time-weighted-return.ts';

/** Values just before each flow; the flow belongs to the start of the period that follows. */
const linked = (...valuations: [before: number, flow: number][]) => {
  const values = valuations.map(([before]) => before);
  const flows = [0, ...valuations.map(([, flow]) => flow)].slice(0, values.length);
  return timeWeightedReturn({
    values,
    inflows: flows.map((flow) => Math.max(flow, 0)),
    outflows: flows.map((flow) => Math.max(-flow, 0)),
    timing: 'start',
  });
};

describe('published worked examples', () => {
  test('FinCal 0.6.3 (CRAN), reference manual, twrr: 0.1584472 a year', () => {
    // A share of 100 and 120 a year later, a dividend of 2 each year; the dividend of year 1 is paid out.
    const { total } = linked([100, 0], [122, 118], [264, 0]);
    expect(Math.sqrt(1 + total) - 1).toBeCloseTo(0.1584472, 7);
  });

  test('Investopedia, Time-Weighted Rate of Return, investor 1: 9.79 %', () => {
    const { returns, total } = linked([1_000_000, 0], [1_162_484, 100_000], [1_192_328, 0]);
    expect(returns[0]).toBeCloseTo(0.1625, 4);
    expect(returns[1]).toBeCloseTo(-0.0556, 4);
    expect(total).toBeCloseTo(0.0979, 4);
  });

  test('The Analyst Space, CFA forum thread 104359: 30.38 % a year', () => {
    // Four shares at 50, two sold at 50 after a year, 80 and a dividend of 5 each at the end.
    const { total } = linked([200, 0], [200, -100], [170, 0]);
    expect(Math.sqrt(1 + total) - 1).toBeCloseTo(0.3038, 4);
  });

  test('HomeworkSource 1132141, fund of 5,800 with a deposit and a withdrawal: 18.24 %', () => {
    expect(linked([5_800, 0], [4_000, 1_400], [7_900, -1_500], [7_500, 0]).total).toBeCloseTo(0.1824, 4);
  });

  test('MathCelebrity, Time Weighted Rate of Interest: 18.78 %', () => {
    expect(linked([100_000, 0], [112_000, 30_000], [125_000, -42_000], [100_000, 0]).total).toBeCloseTo(0.1878, 4);
  });

  test('Travis, Financial Mathematics (Mississippi College), example 5.3.2: 1.035877 in 17 months, 0.025193371 a year', () => {
    const { total } = linked([14_516, 0], [14_547, 3_000], [18_351, -2_000], [16_969, 2_500], [18_542, 0]);
    expect(1 + total).toBeCloseTo(1.035877, 6);
    expect((1 + total) ** (12 / 17) - 1).toBeCloseTo(0.025193371, 8);
  });

  test('Cindicator support, article 4933839: Alice adds, Bob takes, both have 15.5 %', () => {
    expect(linked([1_000, 0], [1_100, 2_000], [3_255, 0]).total).toBeCloseTo(0.155, 12);
    expect(linked([1_000, 0], [1_100, -100], [1_050, 0]).total).toBeCloseTo(0.155, 12);
  });

  test('Hardiek, Study Questions for Actuarial Exam 2/FM (2010), account of 140 with a withdrawal: 11 %', () => {
    expect(linked([140, 0], [123.81, -56.09], [85, 0]).total).toBeCloseTo(0.11, 4);
  });

  test('Hardiek, Study Questions for Actuarial Exam 2/FM (2010), account of 900 with deposit and withdrawal: 3 %', () => {
    expect(linked([900, 0], [1_600, 333.12], [1_400, -400], [800, 0]).total).toBeCloseTo(0.03, 4);
  });

  test('tiko-lang wiki, TimeWeightedReturn: twelve months linked, 0.1410864155548182', () => {
    const months = [0.02, -0.01, 0.03, 0.015, -0.025, 0.04, 0.01, -0.005, 0.02, 0.03, -0.015, 0.025];
    const values = [1_000];
    const inflows = [0];
    for (const [index, month] of months.entries()) {
      inflows.push(index * 137);
      values.push((values[index] + index * 137) * (1 + month));
    }
    expect(timeWeightedReturn({ values, inflows }).total).toBeCloseTo(0.1410864155548182, 12);
  });
});

const money = double({ min: 0, max: 1e6, noNaN: true });
const marketReturn = double({ min: -1, max: 3, noNaN: true });
const period = record({ market: marketReturn, inflow: money, outflow: double({ min: 0, max: 1, noNaN: true }) });

describe('properties', () => {
  test('flows change nothing: the return is that of the market, whatever came in and went out', () => {
    const growing = double({ min: -0.5, max: 1, noNaN: true });
    assert(
      property(
        array(tuple(growing, money, double({ min: 0, max: 0.9, noNaN: true })), { minLength: 1, maxLength: 60 }),
        (steps) => {
          const [values, inflows, outflows] = [[1_000], [0], [0]];
          for (const [market, inflow, share] of steps) {
            const grown = (values.at(-1)! + inflow) * (1 + market);
            inflows.push(inflow);
            outflows.push(grown * share);
            values.push(grown - grown * share);
          }
          const expected = steps.reduce((growth, [market]) => growth * (1 + market), 1) - 1;
          const { total } = timeWeightedReturn({ values, inflows, outflows });
          expect(Math.abs(total - expected)).toBeLessThanOrEqual(1e-10 * (1 + Math.abs(expected)));
        },
      ),
    );
  });

  test('an unlevered long-only portfolio never returns less than −100 %, whenever money or whole accounts join and leave', () => {
    // What joins during a day falls with the market of that day; everything may be lost, and everything may leave.
    assert(
      property(money, array(period, { minLength: 1, maxLength: 40 }), (start, periods) => {
        const [values, inflows, outflows] = [[start], [0], [0]];
        for (const { market, inflow, outflow } of periods) {
          const grown = (values.at(-1)! + inflow) * (1 + market);
          inflows.push(inflow);
          outflows.push(Math.min(grown, grown * outflow));
          values.push(grown - outflows.at(-1)!);
        }
        const { returns, total, undefinedPeriods } = timeWeightedReturn({ values, inflows, outflows });
        expect(undefinedPeriods).toEqual([]);
        expect(Array.from(returns).filter((value) => value < -1)).toEqual([]);
        expect(total < -1).toBe(false);
      }),
    );
  });

  test('the other timings do not keep that promise, which is why they are not the default', () => {
    const joined = { values: [10, 60], inflows: [0, 100] };
    expect(timeWeightedReturn(joined).total).toBeCloseTo(60 / 110 - 1, 15);
    expect(timeWeightedReturn({ ...joined, timing: 'end' }).total).toBeCloseTo(-5, 15);
  });
});

describe('edges', () => {
  test('an account that joins at its market value changes nothing by joining', () => {
    expect(timeWeightedReturn({ values: [100, 110, 1_110, 1_221], inflows: [0, 0, 1_000, 0] }).total).toBeCloseTo(
      0.21,
      12,
    );
  });

  test('periods without capital are left out, and a portfolio without any has no return', () => {
    const paused = timeWeightedReturn({ values: [100, 0, 0, 55], inflows: [0, 0, 0, 50], outflows: [0, 110, 0, 0] });
    expect(paused.total).toBeCloseTo(0.21, 12);
    expect(paused.emptyPeriods).toEqual([1]);
    expect(timeWeightedReturn({ values: [0, 0] }).total).toBeNaN();
  });

  test('value out of nothing is undefined, not a return of infinity', () => {
    const { returns, total, undefinedPeriods } = timeWeightedReturn({ values: [0, 5, 6] });
    expect(returns[0]).toBeNaN();
    expect(total).toBeNaN();
    expect(undefinedPeriods).toEqual([0]);
    expect(timeWeightedReturn({ values: [-5, 5] }).undefinedPeriods).toEqual([0]);
  });

  test('constant values return 0, a total loss −1', () => {
    expect(timeWeightedReturn({ values: [7, 7, 7] }).total).toBe(0);
    expect(timeWeightedReturn({ values: [7, 0], timing: 'end' }).total).toBe(-1);
  });

  test('refuses missing values, flows with a sign, and flows that do not fit', () => {
    expect(() => timeWeightedReturn({ values: [1, Number.NaN] })).toThrow(/values\[1\] is NaN/);
    expect(() => timeWeightedReturn({ values: [1] })).toThrow(/expected at least 2/);
    expect(() => timeWeightedReturn({ values: [1, 2], inflows: [0, -1] })).toThrow(/inflows\[1\] is -1/);
    expect(() => timeWeightedReturn({ values: [1, 2], outflows: [0] })).toThrow(/outflows has 1 values; expected 2/);
  });
});
