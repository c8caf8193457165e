import { expect, it } from 'vitest';
import { movePoint, plainDecimal } from './plain-decimal.ts';

it('reads a decimal comma, and refuses what could be a thousand', () => {
  expect(['12,5', '−3.2', '.5', '+4', '1,234', '1,2,3'].map(plainDecimal)).toEqual([
    '12.5',
    '-3.2',
    '0.5',
    '4',
    null,
    null,
  ]);
});

it('moves the point without losing a digit, there and back', () => {
  const shares = ['0', '0.25', '0.125', '1', '12.5', '-0.005', '0.000000000001', '123456789012345678'];
  const percents = ['0', '25', '12.5', '100', '1250', '-0.5', '0.0000000001', '12345678901234567800'];
  expect(shares.map((share) => movePoint(share, 2))).toEqual(percents);
  expect(percents.map((percent) => movePoint(percent, -2))).toEqual(shares);
  expect(movePoint('twelve', 2)).toBe('twelve');
});
