import { describe, expect, test } from 'vitest';
import { findConversion, type RateSeries } from './exchange-rates.ts';

const series = (base: string, quote: string, ...rates: [day: number, rate: string][]): RateSeries => ({
  base,
  quote,
  days: Int32Array.from(rates, ([day]) => day),
  rates: rates.map(([, rate]) => rate),
});

const stored = [
  series('EUR', 'USD', [1, '1.10'], [2, '1.25'], [4, '1.20']),
  series('GBP', 'USD', [1, '1.50'], [2, '1.25']),
];

describe('findConversion', () => {
  test('a stored pair, a pair turned round, and the same currency', () => {
    expect(findConversion(stored, 'EUR', 'USD')?.decimalOn(2)).toBe('1.25');
    expect(findConversion(stored, 'USD', 'EUR')?.decimalOn(2)).toBe('0.8');
    expect(findConversion([], 'USD', 'USD')?.decimalOn(77)).toBe('1');
  });

  test('a cross over a third currency, only where both rates are known', () => {
    const cross = findConversion(stored, 'GBP', 'EUR')!;
    expect(cross.decimalOn(2)).toBe('1');
    expect(Number(cross.decimalOn(1))).toBeCloseTo(1.5 / 1.1, 15);
    expect(cross.decimalOn(4)).toBeNull();
  });

  test('a day without a rate stays without: nothing is carried forward', () => {
    const conversion = findConversion(stored, 'EUR', 'USD')!;
    expect(conversion.decimalOn(3)).toBeNull();
    expect(conversion.numberOn(3)).toBeNaN();
    expect(conversion.numberOn(4)).toBe(1.2);
  });

  test('numbers are the decimals in double precision', () => {
    for (const [from, to] of [
      ['EUR', 'USD'],
      ['USD', 'EUR'],
      ['GBP', 'EUR'],
      ['EUR', 'GBP'],
    ] as const) {
      const conversion = findConversion(stored, from, to)!;
      expect(conversion.numberOn(1)).toBeCloseTo(Number(conversion.decimalOn(1)), 14);
    }
  });

  test('no way is null', () => {
    expect(findConversion(stored, 'JPY', 'USD')).toBeNull();
    expect(findConversion([], 'EUR', 'USD')).toBeNull();
  });
});
