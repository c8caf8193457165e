import { describe, expect, test } from 'vitest';
import { isIsoDate } from './dates.ts';
import { EngineError, engineErrorCodes } from './engine-error.ts';
import { requireFinite, requireInteger, requireNotNaN, requireOneOf } from './numbers.ts';

describe('argument checks', () => {
  test('return their argument', () => {
    expect(requireFinite(1.5, 'x')).toBe(1.5);
    expect(requireInteger(3, 1, 'x')).toBe(3);
    expect(requireNotNaN(Number.POSITIVE_INFINITY, 'x')).toBe(Number.POSITIVE_INFINITY);
    expect(requireOneOf('b', ['a', 'b'], 'x')).toBe('b');
  });

  test('say which argument, what it was and what was expected', () => {
    expect(() => requireFinite('1' as never, 'lambda')).toThrow('lambda is "1"; expected a finite number.');
    expect(() => requireFinite(null as never, 'lambda')).toThrow('lambda is null; expected a finite number.');
    expect(() => requireInteger(7, 1, 'count', 5)).toThrow('count is 7; expected a number from 1 to 5.');
    expect(() => requireNotNaN(Number.NaN, 'bound')).toThrow('bound is NaN; expected a number.');
  });

  test('an EngineError carries a code of the closed list and the name of the argument', () => {
    const error = new EngineError('empty', 'returns', 'returns is empty.');
    expect(error).toBeInstanceOf(Error);
    expect({ name: error.name, code: error.code, argument: error.argument }).toEqual({
      name: 'EngineError',
      code: 'empty',
      argument: 'returns',
    });
    for (const sentence of Object.values(engineErrorCodes)) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });

  test('a date must be in the calendar', () => {
    expect(['2024-02-29', '2000-02-29', '2026-12-31'].every(isIsoDate)).toBe(true);
    const wrong = ['2023-02-29', '1900-02-29', '2024-13-01', '2024-00-10', '2024-04-31', '24-04-30', '2024-4-3'];
    expect(wrong.filter(isIsoDate)).toEqual([]);
  });
});
