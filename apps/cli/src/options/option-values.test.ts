import { describe, expect, it } from 'vitest';
import { dateOption, integerOption, listOption, numberOption, textOption } from './option-values.ts';

describe('option values', () => {
  const any = numberOption('--n', 'a number', () => true);

  it.each(['0', '-1', '+.5', '2.', '1e-3', '0.02'])('%s is a number', (text) => {
    expect(any(text)).toBe(Number(text));
  });

  it.each(['', ' 1', '1 ', '0x10', '1,5', '1_000', 'NaN', 'Infinity', '1e999', '--1', '5%', '1e', '.'])(
    '"%s" is none',
    (text) => {
      expect(() => any(text)).toThrow(/^--n is .*; expected a number\.$/);
    },
  );

  it('a whole number within its limits', () => {
    const count = integerOption('--n', 'a count', 1, 9);
    expect([count('1'), count('9'), count('2.0')]).toEqual([1, 9, 2]);
    for (const text of ['0', '10', '1.5']) expect(() => count(text)).toThrow('expected a count');
  });

  it('a date of the calendar', () => {
    expect(dateOption('--from')('2024-02-29')).toBe('2024-02-29');
    for (const text of ['2023-02-29', '2024-13-01', '2024-1-1', '24-01-01', '2024-01-01T00:00:00Z', '']) {
      expect(() => dateOption('--from')(text)).toThrow('expected a date of the calendar as YYYY-MM-DD');
    }
  });

  it('names, each once', () => {
    expect(listOption('--assets')('A, B ,C')).toEqual(['A', 'B', 'C']);
    for (const text of ['', ',', 'A,', 'A,B,A', '--json'])
      expect(() => listOption('--assets')(text)).toThrow('--assets');
  });

  it('a value, not the next option', () => {
    expect(textOption('--out')('-x')).toBe('-x');
    expect(() => textOption('--out')('--json')).toThrow('--out is followed by --json; its value is missing.');
  });
});
