import { describe, expect, test } from 'vitest';
import { sameCurrency } from '../valuation/exchange-rates.ts';
import { dayFromIso } from './calendar.ts';
import { buildPriceMatrix } from './price-matrix.ts';
import { returnCloses } from './return-closes.ts';

const days = Int32Array.from(['2024-06-05', '2024-06-06', '2024-06-07', '2024-06-10', '2024-06-11'], dayFromIso);
const closes = Float64Array.of(1200, 1210, 1208, 121, 122);
const none = new Float64Array(5).fill(Number.NaN);
const split = { date: '2024-06-10', ratio: '10' };

describe('returnCloses', () => {
  test('adjusted closes where every day has one', () => {
    const adjusted = Float64Array.of(119, 120, 119.9, 121, 122);
    expect(returnCloses({ days, closes, adjusted, shownSplits: [split] })).toBe(adjusted);
  });

  test('closes divided by later splits, from the day before the first at the new count', () => {
    const shown = returnCloses({ days, closes, adjusted: none, shownSplits: [split] });
    expect(shown).toEqual(Float64Array.of(120, 121, 120.8, 121, 122));
    const twice = [split, { date: '2024-06-11', ratio: '0.5' }];
    expect(returnCloses({ days, closes, adjusted: none, shownSplits: twice })?.[3]).toBe(242);
  });

  test('one day without an adjusted close: none is used, for the two would jump where they meet', () => {
    const partly = Float64Array.of(119, Number.NaN, 119.9, 121, 122);
    expect(returnCloses({ days, closes, adjusted: partly, shownSplits: [split] })?.[0]).toBe(120);
    expect(returnCloses({ days, closes, adjusted: partly, shownSplits: [] })).toBeUndefined();
  });

  test('nothing to adjust, and nothing at all', () => {
    expect(returnCloses({ days, closes, adjusted: none, shownSplits: [] })).toBeUndefined();
    const empty = { days: new Int32Array(0), closes: new Float64Array(0), adjusted: new Float64Array(0) };
    expect(returnCloses({ ...empty, shownSplits: [split] })).toBeUndefined();
  });

  test('the matrix of prices that returns come from takes them', () => {
    const column = { days, closes, returnCloses: Float64Array.of(120, 121, 120.8, 121, 122) };
    expect([...buildPriceMatrix(days, [{ column, conversion: sameCurrency }])]).toEqual([120, 121, 120.8, 121, 122]);
  });
});
