import { describe, expect, test } from 'vitest';
import { type LivePosition, type LivePrice, liveValue } from './live-value.ts';

const position = (assetId: string, quantity: string, close: string, rate = '1'): LivePosition => ({
  assetId,
  weight: null,
  quantity,
  close,
  rate,
  isQuoted: true,
});
const prices =
  (known: Record<string, LivePrice>) =>
  (assetId: string): LivePrice | null =>
    known[assetId] ?? null;
const date = '2026-11-20';

describe('the value of this moment', () => {
  test('and the result of the day, in the base currency', () => {
    const held = [position('a', '10', '100'), position('b', '3', '50', '1.1')];
    const live = prices({ a: { price: '101.5', previousClose: '100' }, b: { price: '49', previousClose: '50' } });
    // 10 × 101.5 + 3 × 49 × 1.1 = 1015 + 161.70; 10 × 1.5 − 3 × 1 × 1.1 = 11.70.
    expect(liveValue(held, live, date)).toEqual({
      value: '1176.70',
      intradayResult: '11.70',
      intradayReturn: 11.7 / 1165,
      gaps: [],
    });
  });

  test('a holding without a price of this moment counts at its close, and is named', () => {
    const held = [
      position('a', '10', '100'),
      { ...position('b', '3', '50'), isQuoted: false },
      position('c', '1', '7'),
    ];
    expect(liveValue(held, prices({ a: { price: '99', previousClose: '100' } }), date)).toEqual({
      value: '1147.00',
      intradayResult: '-10.00',
      intradayReturn: -10 / 1157,
      gaps: [
        { assetId: 'b', reason: 'no-live-source', closeDate: date },
        { assetId: 'c', reason: 'no-quote-yet', closeDate: date },
      ],
    });
  });

  test('is exact where doubles are not', () => {
    const held = [position('a', '0.1', '3'), position('b', '0.2', '3')];
    const live = prices({
      a: { price: '3.00000001', previousClose: '3' },
      b: { price: '123456789012345.67', previousClose: '123456789012345.57' },
    });
    expect(liveValue(held, live, date)).toMatchObject({ value: '24691357802469.43', intradayResult: '0.02' });
  });

  test('a short position gains when its price falls; what is together worth nothing has no return', () => {
    const held = [position('a', '-10', '100'), position('b', '10', '100')];
    const live = prices({ a: { price: '90', previousClose: '100' }, b: { price: '100', previousClose: '100' } });
    expect(liveValue(held, live, date)).toMatchObject({
      value: '100.00',
      intradayResult: '100.00',
      intradayReturn: null,
    });
  });

  test('a portfolio by weight has a return and no value', () => {
    const held = [
      { ...position('a', '1', '1'), quantity: null, close: null, rate: null, weight: 0.6 },
      { ...position('b', '1', '1'), quantity: null, close: null, rate: null, weight: 0.4 },
    ];
    const live = prices({ a: { price: '101', previousClose: '100' } });
    const value = liveValue(held, live, null);
    expect(value).toMatchObject({ value: null, intradayResult: null, gaps: [{ assetId: 'b', closeDate: null }] });
    expect(value.intradayReturn).toBeCloseTo(0.006, 12);
    expect(liveValue(held, prices({}), null).intradayReturn).toBeNull();
  });
});
