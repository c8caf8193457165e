import { array, assert, double, integer, property, record, uniqueArray } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayNumber, isoDate } from '../simulate/trading-days.ts';
import { type DatedAmount, moneyWeightedReturn, residualMax } from './money-weighted-return.ts';

const amountsOn = (amounts: readonly number[], dates: readonly string[]): DatedAmount[] =>
  amounts.map((amount, index) => ({ amount, date: dates[index] }));
const solved = (amounts: readonly number[], dates: readonly string[]) => {
  const answer = moneyWeightedReturn(amountsOn(amounts, dates));
  if (answer.status !== 'solved') throw new Error(`${answer.status}: ${answer.reason}`);
  return answer;
};
const rate = (amounts: readonly number[], dates: readonly string[]) => solved(amounts, dates).rate;
const start = dayNumber('2001-01-01');
/** Dates that lie whole years of 365 days apart. */
const yearly = (count: number) => Array.from({ length: count }, (_, year) => isoDate(start + 365 * year));

describe('published worked examples', () => {
  test('Microsoft, XIRR function: 0.373362535', () => {
    const dates = ['2008-01-01', '2008-03-01', '2008-10-30', '2009-02-15', '2009-04-01'];
    // Excel stops at 1e-8; the last digit that it shows is not met by the equation.
    expect(rate([-10_000, 2_750, 4_250, 3_250, 2_750], dates)).toBeCloseTo(0.373362535, 8);
  });

  test('Rust crate xirr, front page: 0.1635371584432641', () => {
    const dates = ['2015-06-11', '2015-07-21', '2018-06-10', '2015-10-17'];
    expect(rate([-1_000, -9_000, 20_000, -3_000], dates)).toBeCloseTo(0.1635371584432641, 14);
  });

  test('Rust crate financial, function xirr: 0.10004608364', () => {
    const dates = [2016, 2017, 2018, 2019, 2020, 2021].map((year) => `${year}-07-08`);
    expect(rate([-379, 100, 100, 100, 100, 100], dates)).toBeCloseTo(0.10004608364, 7);
  });

  test('Gnumeric manual, XIRR, as quoted in jxirr TestXIRR.java: 0.224838', () => {
    // The comment of the test counts months from 0 where the dates of the manual count from 1.
    const dates = ['1999-01-15', '1999-04-04', '1999-05-09', '2000-03-12', '2000-05-01'];
    expect(rate([-6_000, 2_134, 1_422, 1_933, 1_422], dates)).toBeCloseTo(0.224838, 6);
  });

  test('Schweser CFA level 1 slides, LOS 7.d: −100, −118, +264 a year apart', () => {
    // 100 r² + 318 r − 46 = 0 with r the rate.
    expect(rate([-100, -118, 264], yearly(3))).toBeCloseTo((-318 + Math.sqrt(318 ** 2 + 18_400)) / 200, 14);
  });

  test('The Analyst Space, CFA forum thread 104359: 20.52 %', () => {
    expect(rate([-200, 100, 170], yearly(3))).toBeCloseTo(0.2052, 4);
  });

  test('DeCampo, java-xirr, readme example, in PhpSpreadsheet XIRR.php: 0.2504234710540838', () => {
    const dates = ['2016-01-15', '2016-02-08', '2016-04-17', '2016-08-24'];
    expect(rate([-1_000, -2_500, -1_000, 5_050], dates)).toBeCloseTo(0.2504234710540838, 13);
  });

  test('DeCampo, java-xirr, against a spreadsheet, in PhpSpreadsheet XIRR.php: 0.1212676', () => {
    const dates = ['2010-10-01', '2011-01-01', '2010-07-01', '2010-01-01', '2010-04-01'];
    expect(rate([-1_000, 4_300, -1_000, -1_000, -1_000], dates)).toBeCloseTo(0.1212676, 7);
  });

  test('PhpSpreadsheet XIRR.php, calculation #1, several amounts on one date: 0.13796353', () => {
    const dates = ['2019-06-20', '2019-06-27', '2019-06-21', '2019-06-24', '2019-06-27', '2019-07-27'];
    const amounts = [139_947.43, 1_893.67, 52_573.25, 48_849.74, 26_369.16, -273_029.18];
    expect(rate(amounts, dates)).toBeCloseTo(0.13796353, 8);
  });

  test('PhpSpreadsheet XIRR.php, calculations #5 and #6: a loss of 0.197387315 and a gain of 3.434984565', () => {
    const loss = ['2010-01-01', '2010-04-01', '2010-10-01', '2011-02-01'];
    expect(rate([-100, 20, 40, 25], loss)).toBeCloseTo(-0.197387315, 8);
    const gain = ['2008-01-01', '2008-03-01', '2008-10-30', '2009-02-15', '2009-04-01', '2009-06-01'];
    expect(rate([-10_000, 2_750, 4_250, 3_250, 2_750, 46_000], gain)).toBeCloseTo(3.434984565, 7);
  });

  test('PhpSpreadsheet XIRR.php, issue 2469, where Newton from a guess fails: −0.642307613', () => {
    expect(rate([55_600, -51_094.83], ['2021-11-24', '2021-12-24'])).toBeCloseTo(-0.642307613, 8);
  });

  test('DeCampo, java-xirr, issue 5a, where Excel answers #NUM!: −0.7640294', () => {
    const amounts = [-2_610, -2_589, -5_110, -2_550, -5_086, -2_561, -5_040, -2_552, -2_530, 29_520];
    const july = ['03', '05', '06', '09', '10', '12', '13', '16', '17'].map((day) => `2001-07-${day}`);
    expect(rate(amounts, ['2001-06-22', ...july])).toBeCloseTo(-0.7640294, 7);
  });
});

describe('properties', () => {
  const paid = record({ day: integer({ min: 0, max: 2_900 }), amount: double({ min: 1, max: 1e6, noNaN: true }) });

  test('the rate solves its equation to 1e-10', () => {
    assert(
      property(
        array(paid, { minLength: 1, maxLength: 60 }),
        integer({ min: 180, max: 900 }),
        double({ min: 0.3, max: 6, noNaN: true }),
        (payments, after, multiple) => {
          const lastDay = Math.max(...payments.map(({ day }) => day)) + after;
          const received = multiple * payments.reduce((sum, { amount }) => sum + amount, 0);
          const flows = [...payments.map(({ day, amount }) => [day, -amount]), [lastDay, received]];
          const answer = moneyWeightedReturn(flows.map(([day, amount]) => ({ date: isoDate(start + day), amount })));
          expect(answer.status).toBe('solved');
          if (answer.status !== 'solved') return;
          const firstDay = Math.min(...flows.map(([day]) => day));
          const parts = flows.map(([day, amount]) => amount / (1 + answer.rate) ** ((day - firstDay) / 365));
          const magnitude = parts.reduce((sum, part) => sum + Math.abs(part), 0);
          expect(Math.abs(parts.reduce((sum, part) => sum + part, 0)) / magnitude).toBeLessThanOrEqual(1e-10);
          expect(answer.residual).toBeLessThanOrEqual(residualMax);
        },
      ),
    );
  });

  test('every rate that solves the equation is found: amounts made from known roots', () => {
    const growths = uniqueArray(integer({ min: 10, max: 60 }), { minLength: 2, maxLength: 4 });
    assert(
      property(growths, (twentieths) => {
        const roots = twentieths.map((value) => value / 20).sort((a, b) => a - b);
        // −Π (x − root), the highest power first: the amount of year 0 grows the longest.
        const amounts = roots.reduce<number[]>(
          (polynomial, root) => {
            const shifted = [...polynomial, 0];
            return shifted.map((value, index) => value - root * (polynomial[index - 1] ?? 0));
          },
          [-1_000],
        );
        const answer = moneyWeightedReturn(amountsOn(amounts, yearly(amounts.length)));
        expect(answer.status).toBe('multiple-roots');
        if (answer.status === 'solved') return;
        expect(answer.rates).toHaveLength(roots.length);
        for (const [index, found] of answer.rates.entries()) expect(found).toBeCloseTo(roots[index] - 1, 6);
      }),
    );
  });

  test('the scale of the amounts and the order of the dates do not matter', () => {
    const dates = ['2015-06-11', '2015-07-21', '2015-10-17', '2018-06-10'];
    const amounts = [-1_000, -9_000, -3_000, 20_000];
    const expected = rate(amounts, dates);
    expect(
      rate(
        amounts.map((amount) => amount * 1e-9),
        dates,
      ),
    ).toBeCloseTo(expected, 12);
    expect(rate(amounts.toReversed(), dates.toReversed())).toBe(expected);
  });
});

describe('answers without a rate', () => {
  test('nothing came back, nothing was paid in, or no time passed', () => {
    const without = (amounts: number[], dates: string[]) => moneyWeightedReturn(amountsOn(amounts, dates));
    expect(without([-1_000, 0], ['2010-01-01', '2011-01-01'])).toMatchObject({
      status: 'no-root',
      reason: 'money was paid in and nothing came back',
    });
    expect(without([4_000, 46_000], ['2015-01-04', '2019-06-27'])).toMatchObject({ status: 'no-root' });
    expect(without([-5, 6], ['2020-01-01', '2020-01-01'])).toMatchObject({
      status: 'no-root',
      reason: expect.stringMatching(/one date/),
    });
  });

  test('amounts that change sign and never cancel out', () => {
    expect(moneyWeightedReturn(amountsOn([1_000, -1_500, 1_000], yearly(3)))).toEqual({
      status: 'no-root',
      reason: 'no rate solves the equation: the amounts never cancel out',
      rates: [],
    });
  });

  test('a sum that only touches zero is not decided by rounding', () => {
    expect(moneyWeightedReturn(amountsOn([-1_000, 2_200, -1_210], yearly(3)))).toMatchObject({ status: 'undecided' });
  });
});

describe('edges', () => {
  test('less than a year is not annualised, and a year is', () => {
    const short = solved([-100, 110], ['2023-01-01', '2023-12-31']);
    expect(short.annual).toBeNull();
    expect(short.total).toBeCloseTo(0.1, 14);
    expect(solved([-100, 110], ['2023-01-01', '2024-01-01']).annual).toBeCloseTo(0.1, 14);
  });

  test('a loss of nine tenths in a day is a total of −0.9, though its yearly rate is −1 in doubles', () => {
    expect(solved([-1_000, 100], ['2010-01-01', '2010-01-02'])).toMatchObject({ rate: -1, annual: null, days: 1 });
    expect(solved([-1_000, 100], ['2010-01-01', '2010-01-02']).total).toBeCloseTo(-0.9, 14);
  });

  test('a rate of zero is found', () => {
    expect(rate([-1_000, 1_000], ['2010-01-01', '2011-01-01'])).toBe(0);
  });

  test('refuses what is not an amount or a date', () => {
    expect(() => moneyWeightedReturn([])).toThrow(/amounts is empty/);
    expect(() => moneyWeightedReturn([{ date: '2020-01-01', amount: Number.NaN }])).toThrow(
      /amounts\[0\].amount is NaN/,
    );
    expect(() => moneyWeightedReturn([{ date: '2020-02-30', amount: 1 }])).toThrow(/amounts\[0\].date/);
  });
});
