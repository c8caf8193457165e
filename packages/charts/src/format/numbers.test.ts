import { describe, expect, it } from 'vitest';
import {
  formatDate,
  formatMonth,
  formatNumber,
  formatPercent,
  formatSignedNumber,
  formatSignedPercent,
  missing,
  percentDigitsForStep,
} from './numbers.ts';

const gap = '\u00a0';

describe('numbers as people read them', () => {
  it('writes percentages with a unit and a true minus', () => {
    expect(formatPercent(0.12403)).toBe(`12.4${gap}%`);
    expect(formatPercent(-0.31, 0)).toBe(`−31${gap}%`);
    expect(formatPercent(12.345, 0)).toBe(`1,235${gap}%`);
  });

  it('gives differences a sign, and nought none', () => {
    expect(formatSignedPercent(0.021)).toBe(`+2.1${gap}%`);
    expect(formatSignedPercent(-0.0004)).toBe(`0.0${gap}%`);
    expect(formatSignedPercent(0.0004)).toBe(`0.0${gap}%`);
    expect(formatSignedNumber(0.5)).toBe('+0.50');
    expect(formatSignedNumber(-0.5)).toBe('−0.50');
  });

  it.each([null, undefined, Number.NaN, Number.POSITIVE_INFINITY])('never writes %s as a number', (value) => {
    for (const format of [formatPercent, formatSignedPercent, formatNumber, formatSignedNumber]) {
      expect(format(value)).toBe(missing);
    }
  });

  it('writes dates so that no one mistakes day for month', () => {
    expect(formatDate('2024-03-07')).toBe('7 Mar 2024');
    expect(formatMonth('2024-03-07')).toBe('Mar 2024');
    expect(formatDate(null)).toBe(missing);
  });

  it('knows the digits that keep ticks apart', () => {
    expect([0.5, 0.1, 0.025, 0.02, 0.01, 0.005, 0.0025, 0.001, 0.0002, 0].map(percentDigitsForStep)).toEqual([
      0, 0, 1, 0, 0, 1, 2, 1, 2, 0,
    ]);
  });
});
