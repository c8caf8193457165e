import { describe, expect, it } from 'vitest';
import {
  age,
  bytes,
  confidencePercent,
  count,
  dateMedium,
  decimal,
  missing,
  money,
  number,
  percent,
  plural,
  signedPercent,
} from './format.ts';

const space = '\u00A0';
const minus = '\u2212';

describe('numbers', () => {
  it('writes per cent with one digit, a fixed space and a true minus sign', () => {
    expect(percent(0.12403)).toBe(`12.4${space}%`);
    expect(percent(-0.0312)).toBe(`${minus}3.1${space}%`);
    expect(percent(12.5, 0)).toBe(`1,250${space}%`);
  });

  it('never shows a sign without a size', () => {
    expect(percent(-0.0001)).toBe(`0.0${space}%`);
    expect(signedPercent(0.0001)).toBe(`0.0${space}%`);
    expect(signedPercent(0.051)).toBe(`+5.1${space}%`);
    expect(decimal('-0.001')).toBe(`${minus}0.001`);
    expect(decimal('-0.001', 2, 2)).toBe('0.00');
  });

  it('shows what is missing as a dash, never as zero', () => {
    for (const value of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(percent(value)).toBe(missing);
      expect(number(value)).toBe(missing);
      expect(count(value)).toBe(missing);
    }
    expect(money(null, 'USD')).toBe(missing);
    expect(decimal(undefined)).toBe(missing);
    expect(dateMedium(null)).toBe(missing);
  });

  it('keeps the digits of a confidence that carry meaning', () => {
    expect(confidencePercent(0.95)).toBe(`95${space}%`);
    expect(confidencePercent(0.975)).toBe(`97.5${space}%`);
    expect(confidencePercent(0.9973)).toBe(`99.73${space}%`);
  });
});

describe('money', () => {
  it('groups, and drops cents where they are noise', () => {
    expect(money('1284300.50', 'USD')).toBe(`1,284,301${space}USD`);
    expect(money('-950.5', 'EUR')).toBe(`${minus}950.50${space}EUR`);
  });

  it('formats decimals that binary floating point cannot hold', () => {
    expect(decimal('12345678901234567.12')).toBe('12,345,678,901,234,567.12');
  });
});

describe('dates and sizes', () => {
  it('says the age of a price', () => {
    expect(age('2026-11-22', '2026-11-22')).toBe('of today');
    expect(age('2026-11-21', '2026-11-22')).toBe('1 day old');
    expect(age('2026-11-01', '2026-11-22')).toBe('21 days old');
    expect(age('2026-01-01', '2026-11-22')).toBe('11 months old');
    expect(age('2018-04-11', '2026-11-22')).toBe('8 years old');
    expect(age('2026-11-24', '2026-11-22')).toBe('dated 2 days ahead');
  });

  it('writes dates without moving them to another time zone', () => {
    expect(dateMedium('2026-01-01')).toBe('1 Jan 2026');
  });

  it('writes sizes and plurals', () => {
    expect(bytes(1_250_000)).toBe(`1.3${space}MB`);
    expect(bytes(100_000_000)).toBe(`100${space}MB`);
    expect(bytes(512)).toBe(`512${space}bytes`);
    expect(plural(1, 'asset')).toBe('1 asset');
    expect(plural(1200, 'price')).toBe('1,200 prices');
  });
});
