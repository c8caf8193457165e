import { describe, expect, it } from 'vitest';
import { randomTokens } from './random-tokens.ts';
import { successorSeal } from './successor-seal.ts';

const token = randomTokens.create();
const successor = randomTokens.create();

describe('successorSeal', () => {
  it('opens with the same token', () => {
    expect(successorSeal.open(token, successorSeal.seal(token, successor))).toBe(successor);
  });

  it('looks different each time, and never holds the text', () => {
    const sealed = successorSeal.seal(token, successor);
    expect(sealed.equals(successorSeal.seal(token, successor))).toBe(false);
    expect(sealed.includes(successor)).toBe(false);
  });

  it('opens neither with another token nor with its digest, which the database has', () => {
    const sealed = successorSeal.seal(token, successor);
    expect(() => successorSeal.open(randomTokens.create(), sealed)).toThrow();
    expect(() => successorSeal.open(randomTokens.digest(token).toString('base64url'), sealed)).toThrow();
  });

  it('opens nothing that was changed in any byte', () => {
    const sealed = successorSeal.seal(token, successor);
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => successorSeal.open(token, changed)).toThrow();
    }
  });
});
