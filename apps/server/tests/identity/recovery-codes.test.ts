import { randomBytes } from 'node:crypto';
import { recoveryCode } from '@riskoptimizer/contracts';
import { describe, expect, test } from 'vitest';
import { newRecoveryCodes, recoveryCodeHash } from '../../src/domain/identity/factors/recovery-codes.ts';
import { createBlindIndex } from '../../src/infrastructure/cryptography/blind-index.ts';

const index = createBlindIndex(randomBytes(32));

describe('recovery codes', () => {
  test('are ten of four groups of five characters, all different, as the contract takes them', () => {
    const codes = newRecoveryCodes();
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) {
      expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{5}(-[0-9a-hjkmnp-tv-z]{5}){3}$/);
      expect(recoveryCode.parse(code)).toBe(code);
    }
  });

  test('use every character of the alphabet about as often: 100 random bits each', () => {
    const counts = new Map<string, number>();
    const all = Array.from({ length: 200 }, newRecoveryCodes).flat().join('').replaceAll('-', '');
    for (const character of all) counts.set(character, (counts.get(character) ?? 0) + 1);
    expect(counts.size).toBe(32);
    const expected = all.length / 32;
    const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 31 degrees of freedom: above 79 once in 200,000 runs.
    expect(chiSquared).toBeLessThan(79);
  });

  test('are known however they are typed, and belong to one account', () => {
    const hash = recoveryCodeHash(index, 'a', '01abc-defgh-jkmnp-qrstv');
    expect(recoveryCodeHash(index, 'a', ' OIABC-DEFGH-JKMNP-QRSTV ')).toBe(hash);
    expect(recoveryCodeHash(index, 'a', 'olabc-defgh-jkmnp-qrstv')).toBe(hash);
    expect(recoveryCodeHash(index, 'b', '01abc-defgh-jkmnp-qrstv')).not.toBe(hash);
    expect(recoveryCodeHash(index, 'a', '01abc-defgh-jkmnp-qrstw')).not.toBe(hash);
    expect(hash).not.toContain('01abc');
  });
});
