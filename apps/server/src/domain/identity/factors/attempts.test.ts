import { assert, nat, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { delaySeconds } from './attempts.ts';

describe('the delay after wrong codes', () => {
  test('is nothing for four, then 30 seconds, doubling up to an hour', () => {
    const first = Array.from({ length: 14 }, (_, failures) => delaySeconds(failures));
    expect(first).toEqual([0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
  });

  test('never falls and never locks anybody out for good, however many', () => {
    assert(
      property(nat(100_000), (failures) => {
        expect(delaySeconds(failures + 1)).toBeGreaterThanOrEqual(delaySeconds(failures));
        expect(delaySeconds(failures)).toBeLessThanOrEqual(3600);
      }),
    );
  });

  test('leaves whoever guesses 34 codes on the first day, and 24 on each further one', () => {
    let seconds = 0;
    let failures = 0;
    while (seconds < 86_400) {
      failures += 1;
      seconds += delaySeconds(failures);
    }
    expect(failures).toBe(34);
  });
});
