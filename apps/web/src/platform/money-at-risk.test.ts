import { expect, it } from 'vitest';
import { missing } from './format.ts';
import { moneyOfFraction } from './money-at-risk.ts';

it('says a fraction of the value in money, and nothing where there is no value', () => {
  expect(moneyOfFraction(0.018, '1284300.50', 'USD')).toBe('23,117\u00A0USD');
  expect(moneyOfFraction(-0.001, '5000', 'EUR')).toBe('\u22125.00\u00A0EUR');
  expect(moneyOfFraction(0.001, '1284300.50', 'USD')).toBe('1,284\u00A0USD');
  expect(moneyOfFraction(0.018, null, 'USD')).toBe(missing);
  expect(moneyOfFraction(Number.NaN, '100', 'USD')).toBe(missing);
});
