import { array, assert, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalFromNumber } from './decimal-and-number.ts';
import { shareOfValue, valueHoldings } from './holding-values.ts';

describe('valueHoldings', () => {
  test('quantity times price times rate, in cents', () => {
    const { values, total, weights } = valueHoldings([
      { quantity: '3', close: '33.335', rate: '1' },
      { quantity: '0.5', close: '200', rate: '1.1' },
    ]);
    expect(values).toEqual(['100.00', '110.00']);
    expect(total).toBe('210.00');
    expect(weights?.[0]).toBeCloseTo(100.005 / 210.005, 15);
  });

  test('decimals do not drift: ten times 0.1 is 1', () => {
    const tenths = Array.from({ length: 10 }, () => ({ quantity: '0.1', close: '1', rate: '1' }));
    expect(valueHoldings(tenths).total).toBe('1.00');
  });

  test('a short position counts against the sum', () => {
    const { values, total, weights } = valueHoldings([
      { quantity: '10', close: '10', rate: '1' },
      { quantity: '-2', close: '10', rate: '1' },
    ]);
    expect([values, total, weights]).toEqual([['100.00', '-20.00'], '80.00', [1.25, -0.25]]);
  });

  test.each([['0'], ['-1']])('holdings worth nothing have no weights (quantity %s)', (quantity) => {
    expect(valueHoldings([{ quantity, close: '5', rate: '1' }]).weights).toBeNull();
  });

  test('weights sum to one and the table adds up, whatever is held', () => {
    const holding = record({ units: integer({ min: 1, max: 1e9 }), cents: integer({ min: 1, max: 1e8 }) });
    assert(
      property(array(holding, { minLength: 1, maxLength: 40 }), (held) => {
        const { values, total, weights } = valueHoldings(
          held.map(({ units, cents }) => ({ quantity: String(units), close: (cents / 100).toFixed(2), rate: '1' })),
        );
        expect(weights!.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
        const centsOf = (value: string) => BigInt(value.replace('.', ''));
        expect(centsOf(total)).toBe(values.reduce((sum, value) => sum + centsOf(value), 0n));
      }),
      // Worth less than one, where leading zeros made a difference once.
      { examples: [[[{ units: 1, cents: 50 }]]] },
    );
  });
});

test('a share of a value is rounded to cents, half to even', () => {
  expect(shareOfValue('249966.72', 0.0121)).toBe('3024.60');
  expect(shareOfValue('1', 0.125)).toBe('0.12');
});

test('a double becomes its shortest decimal, without an exponent', () => {
  expect([0.1, 1e-7, 1.5e15, 123.456].map(decimalFromNumber)).toEqual([
    '0.1',
    '0.0000001',
    '1500000000000000',
    '123.456',
  ]);
  expect(decimalFromNumber(1e21)).toBe('1000000000000000000000');
});
