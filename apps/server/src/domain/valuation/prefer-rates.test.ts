import { assert, constantFrom, dictionary, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { findConversion, type RateSeries } from './exchange-rates.ts';
import { preferRates } from './prefer-rates.ts';

const series = (base: string, quote: string, rates: Record<number, string>): RateSeries => ({
  base,
  quote,
  days: Int32Array.from(Object.keys(rates), Number),
  rates: Object.values(rates),
});

test('a day of both has the rate of the first; days of one alone stay', () => {
  const [only] = preferRates(
    [series('EUR', 'USD', { 2: '1.20', 3: '1.30' })],
    [series('EUR', 'USD', { 1: '1.01', 2: '1.02', 4: '1.04' })],
  );
  expect(only).toEqual({
    base: 'EUR',
    quote: 'USD',
    days: Int32Array.from([1, 2, 3, 4]),
    rates: ['1.01', '1.20', '1.30', '1.04'],
  });
});

test('pairs of one origin alone stay, and the first leads the way', () => {
  const first = [series('USD', 'EUR', { 1: '0.5' })];
  const second = [series('EUR', 'USD', { 1: '4' }), series('EUR', 'CHF', { 1: '0.9' })];
  const both = preferRates(first, second);
  expect(both.map(({ base, quote }) => base + quote)).toEqual(['USDEUR', 'EURUSD', 'EURCHF']);
  expect(findConversion(both, 'USD', 'EUR')?.decimalOn(1)).toBe('0.5');
  expect(preferRates(first, second)[0]).toBe(both[0]);
});

test('nothing is lost and nothing is added', () => {
  const points = dictionary(integer({ min: 0, max: 50 }).map(String), constantFrom('1', '2', '3'));
  assert(
    property(points, points, (mine, theirs) => {
      const [only] = preferRates([series('EUR', 'USD', mine)], [series('EUR', 'USD', theirs)]);
      const found = Object.fromEntries([...only!.days].map((day, place) => [String(day), only!.rates[place]]));
      expect(found).toEqual({ ...theirs, ...mine });
    }),
  );
});
