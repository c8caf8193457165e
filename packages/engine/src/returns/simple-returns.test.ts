import { describe, expect, test } from 'vitest';
import { matrixFromRows, matrixToRows } from '../linalg/matrix.ts';
import type { PriceTable } from './price-table.ts';
import { simpleReturns } from './simple-returns.ts';

const missing = Number.NaN;

/** A has all prices, B starts late, C has a gap of one date. */
const table: PriceTable = {
  dates: ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-08'],
  assets: ['A', 'B', 'C'],
  prices: matrixFromRows([
    [100, missing, 10],
    [110, 50, 20],
    [121, 100, missing],
    [60.5, 50, 20],
    [60.5, 75, 10],
    [121, 75, 15],
  ]),
};

describe('simpleReturns', () => {
  test('common: keeps only periods in which every asset has a return, and reports the others', () => {
    const result = simpleReturns(table);
    expect(result.dates).toEqual(['2024-01-05', '2024-01-08']);
    expect(matrixToRows(result.returns)).toEqual([
      [0, 0.5, -0.5],
      [1, 0, 0.5],
    ]);
    expect(result.window).toEqual({
      from: '2024-01-04',
      to: '2024-01-08',
      count: 2,
      droppedPeriods: 3,
      alignment: 'common',
    });
  });

  test('pairwise: keeps missing returns as NaN and never spans a gap', () => {
    const result = simpleReturns(table, { alignment: 'pairwise', assets: ['C', 'A'] });
    expect(result.assets).toEqual(['C', 'A']);
    const rows = matrixToRows(result.returns);
    expect(rows.map((row) => row[0])).toEqual([1, missing, missing, -0.5, 0.5]);
    expect(rows[1][1]).toBeCloseTo(0.1, 15);
    expect(result.window.droppedPeriods).toBe(0);
  });

  test('pairwise: leaves out a period in which no asset has a return, and counts it', () => {
    const result = simpleReturns(table, { alignment: 'pairwise', assets: ['C'] });
    expect(result.window).toMatchObject({ count: 3, droppedPeriods: 2 });
    expect(result.dates).toEqual(['2024-01-02', '2024-01-05', '2024-01-08']);
  });

  test('reports coverage: first, last, count and interior gaps only', () => {
    expect(simpleReturns(table).coverage).toEqual([
      { asset: 'A', firstDate: '2024-01-01', lastDate: '2024-01-08', priceCount: 6, gaps: [] },
      { asset: 'B', firstDate: '2024-01-02', lastDate: '2024-01-08', priceCount: 5, gaps: [] },
      {
        asset: 'C',
        firstDate: '2024-01-01',
        lastDate: '2024-01-08',
        priceCount: 5,
        gaps: [{ from: '2024-01-03', to: '2024-01-03', missingCount: 1 }],
      },
    ]);
  });

  test('from and to are inclusive price dates; last keeps the last returns and narrows the count of dropped periods', () => {
    const window = simpleReturns(table, { from: '2024-01-02', to: '2024-01-06', assets: ['A', 'B'] }).window;
    expect(window).toMatchObject({ from: '2024-01-02', to: '2024-01-05', count: 3, droppedPeriods: 0 });
    expect(simpleReturns(table, { last: 1 }).window).toMatchObject({ from: '2024-01-05', count: 1, droppedPeriods: 0 });
    expect(simpleReturns(table, { assets: ['A', 'C'], last: 3 }).window).toMatchObject({ count: 3, droppedPeriods: 2 });
    expect(simpleReturns(table, { last: 99 }).window).toMatchObject({ count: 2, droppedPeriods: 3 });
  });

  test.each([
    [
      'unordered-dates',
      { ...table, dates: table.dates.toReversed() },
      {},
      /dates\[1\] \(2024-01-05\) comes after 2024-01-08/,
    ],
    ['unordered-dates', { ...table, dates: table.dates.map(() => '2024-01-01') }, {}, /stands there twice/],
    ['bad-date', { ...table, dates: table.dates.map(() => '2023-02-29') }, {}, /dates\[0\] is "2023-02-29"/],
    ['duplicate-asset', { ...table, assets: ['A', 'A', 'C'] }, {}, /"A" is named twice/],
    ['length-mismatch', { ...table, assets: ['A', 'B'] }, {}, /assets has 2 values; expected 3/],
    ['empty', { dates: [], assets: ['A'], prices: matrixFromRows([]) }, {}, /no dates/],
    ['unknown-asset', table, { assets: ['Z'] }, /"Z" is not in the price table; it holds A, B, C/],
    ['empty', table, { assets: [] }, /No asset is selected/],
    ['out-of-range', table, { from: '2024-01-05', to: '2024-01-01' }, /from \(2024-01-05\) is later/],
    ['empty-window', table, { from: '2024-01-08' }, /Fewer than two price dates/],
    ['not-an-integer', table, { last: 1.5 }, /last is 1.5/],
    ['out-of-range', table, { last: 0 }, /last is 0; expected a number of at least 1/],
  ] as const)('refuses %s', (code, bad, options, message) => {
    expect(() => simpleReturns(bad, options)).toThrow(expect.objectContaining({ name: 'EngineError', code }));
    expect(() => simpleReturns(bad, options)).toThrow(message);
  });

  test.each([0, -1, Number.POSITIVE_INFINITY])('refuses the price %d and names asset and date', (price) => {
    const prices = matrixFromRows(matrixToRows(table.prices));
    prices.data[4] = price;
    expect(() => simpleReturns({ ...table, prices })).toThrow(/price of B on 2024-01-02 is/);
  });

  test('an empty common window names the assets that do not overlap', () => {
    const apart: PriceTable = {
      dates: table.dates.slice(0, 4),
      assets: ['EARLY', 'LATE'],
      prices: matrixFromRows([
        [1, missing],
        [2, missing],
        [missing, 3],
        [missing, 4],
      ]),
    };
    expect(() => simpleReturns(apart)).toThrow(/LATE starts on 2024-01-03, EARLY ends on 2024-01-02/);
    expect(simpleReturns(apart, { alignment: 'pairwise' }).window).toMatchObject({ count: 2, droppedPeriods: 1 });
  });
});
