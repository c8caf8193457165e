import { assert, bigInt, constantFrom, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseMinorUnit } from './minor-units.ts';

describe('normaliseMinorUnit', () => {
  test.each([
    ['GBp', 'GBP'],
    ['GBX', 'GBP'],
    ['ZAc', 'ZAR'],
    ['ZAC', 'ZAR'],
    ['ILA', 'ILS'],
  ])('%s is a hundredth of %s', (code, currency) => {
    expect(normaliseMinorUnit(code, '250.5')).toEqual({ currency, amount: '2.505', isMinorUnit: true });
  });

  test('a currency stays what it is, to the letter: pounds are not pence', () => {
    for (const code of ['GBP', 'ZAR', 'ILS', 'USD', 'JPY'])
      expect(normaliseMinorUnit(code, '250.50')).toEqual({ currency: code, amount: '250.50', isMinorUnit: false });
  });

  test('the division is exact, whatever the size', () => {
    assert(
      property(
        constantFrom('GBX', 'ZAc', 'ILA'),
        bigInt({ min: 0n, max: 10n ** 18n }),
        integer({ min: 0, max: 12 }),
        (code, digits, places) => {
          const text = digits.toString().padStart(places + 1, '0');
          const amount = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
          const { amount: major } = normaliseMinorUnit(code, amount);
          // Both as integers of the same last digit: major × 100 is the amount again.
          const scale = (value: string) => {
            const [whole, fraction = ''] = value.split('.');
            return BigInt(whole + fraction.padEnd(16, '0'));
          };
          expect(scale(major) * 100n).toBe(scale(amount));
          expect(major).not.toMatch(/e/i);
        },
      ),
    );
  });

  test.each(['', 'NaN', '1e5', '1,5', ' 1', 'Infinity'])('refuses %j as an amount', (amount) => {
    expect(() => normaliseMinorUnit('GBp', amount)).toThrow(/expected a decimal/);
  });
});
