import { describe, expect, test } from 'vitest';
import { findConversion, sameCurrency } from '../valuation/exchange-rates.ts';
import { dayFromIso, isoFromDay } from './calendar.ts';
import { findDay, type PriceColumn } from './price-columns.ts';
import { buildCalendar, buildPriceMatrix, findLastCommonDay } from './price-matrix.ts';

const column = (prices: Record<string, number>): PriceColumn => ({
  days: Int32Array.from(Object.keys(prices), dayFromIso),
  closes: Float64Array.from(Object.values(prices)),
});

// Thursday, Friday, Saturday, Sunday, Monday.
const crypto = column({ '2024-01-04': 1, '2024-01-05': 2, '2024-01-06': 3, '2024-01-07': 4, '2024-01-08': 5 });
const share = column({ '2024-01-04': 10, '2024-01-08': 12 });
const all = [-1e6, 1e6] as const;

describe('buildCalendar', () => {
  test('weekends are left out when an asset is traded on weekdays only, and only then', () => {
    expect(Array.from(buildCalendar([crypto, share], ...all), isoFromDay)).toEqual([
      '2024-01-04',
      '2024-01-05',
      '2024-01-08',
    ]);
    expect(buildCalendar([crypto], ...all)).toHaveLength(5);
  });

  test('month ends that fall on a weekend stay', () => {
    const monthly = column({ '2024-01-31': 1, '2024-02-29': 1, '2024-03-31': 1, '2024-04-30': 1, '2024-06-30': 2 });
    const other = column({ '2024-01-31': 1, '2024-02-29': 1, '2024-04-30': 1 });
    expect(buildCalendar([monthly, other], ...all)).toHaveLength(5);
  });

  test('only days of the window', () => {
    expect(Array.from(buildCalendar([crypto], dayFromIso('2024-01-05'), dayFromIso('2024-01-06')), isoFromDay)).toEqual(
      ['2024-01-05', '2024-01-06'],
    );
  });
});

describe('buildPriceMatrix', () => {
  test('a missing price and a missing rate are NaN, never zero and never filled', () => {
    const rates = { base: 'EUR', quote: 'USD', days: crypto.days.slice(0, 2), rates: ['2', '3'] };
    const conversion = findConversion([rates], 'EUR', 'USD')!;
    const calendar = buildCalendar([crypto, share], ...all);
    const matrix = buildPriceMatrix(calendar, [
      { column: crypto, conversion },
      { column: share, conversion: sameCurrency },
    ]);
    expect(Array.from(matrix)).toEqual([2, 10, 6, Number.NaN, Number.NaN, 12]);
  });
});

describe('findLastCommonDay', () => {
  const both = [
    { column: crypto, conversion: sameCurrency },
    { column: share, conversion: sameCurrency },
  ];

  test('the last day on which all have a price, not after a given one', () => {
    expect(isoFromDay(findLastCommonDay(both, 1e6)!)).toBe('2024-01-08');
    expect(isoFromDay(findLastCommonDay(both, dayFromIso('2024-01-07'))!)).toBe('2024-01-04');
    expect(findLastCommonDay(both, dayFromIso('2024-01-03'))).toBeNull();
  });

  test('a day without a rate is none', () => {
    const rates = { base: 'EUR', quote: 'USD', days: crypto.days.slice(0, 2), rates: ['2', '3'] };
    const conversion = findConversion([rates], 'EUR', 'USD')!;
    expect(isoFromDay(findLastCommonDay([{ column: share, conversion }], 1e6)!)).toBe('2024-01-04');
  });
});

test('findDay', () => {
  expect(
    [1, 2, 3, 4, 5].map((day) => findDay({ days: Int32Array.of(2, 4), closes: Float64Array.of(1, 1) }, day)),
  ).toEqual([-1, 0, -1, 1, -1]);
});
