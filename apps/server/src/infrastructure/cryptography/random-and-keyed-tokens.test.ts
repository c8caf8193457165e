import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createBlindIndex } from './blind-index.ts';
import { randomTokens } from './random-tokens.ts';
import { createRequestProof } from './request-proof.ts';

test('tokens are base64url of 32 random bytes, all different', () => {
  const tokens = Array.from({ length: 10_000 }, () => randomTokens.create());
  expect(new Set(tokens).size).toBe(tokens.length);
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
  expect(Buffer.from(randomTokens.create(16), 'base64url')).toHaveLength(16);
});

test.each([0, 15, 16.5, Number.NaN, -1])('%d random bytes are too few to be a token', (count) => {
  expect(() => randomTokens.create(count)).toThrow(`A token has at least 16 random bytes, not ${count}.`);
});

// FIPS 180-4, the example "abc".
test('the digest is SHA-256', () => {
  expect(randomTokens.digest('abc').toString('hex')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

test('a blind index is equal for equal texts of one purpose and one key only', () => {
  const key = randomBytes(32);
  const index = createBlindIndex(key);
  expect(index.of('wallet', '0xabc')).toBe(createBlindIndex(key).of('wallet', '0xabc'));
  expect(index.of('wallet', '0xabc')).toBe(createHmac('sha256', key).update('["wallet","0xabc"]').digest('base64url'));
  const others = [
    index.of('wallet', '0xabd'),
    index.of('email', '0xabc'),
    index.of('wallet0', 'xabc'),
    index.of('wallet","0xabc', ''),
    createBlindIndex(randomBytes(32)).of('wallet', '0xabc'),
  ];
  expect(new Set([...others, index.of('wallet', '0xabc')]).size).toBe(6);
});

test('a proof holds for its session and key only, and never looks the same twice', () => {
  const key = randomBytes(32);
  const proof = createRequestProof(key);
  const token = proof.issue('session-1');
  expect(proof.issue('session-1')).not.toBe(token);
  expect(createRequestProof(key).matches('session-1', token)).toBe(true);
  expect(proof.matches('session-2', token)).toBe(false);
  expect(createRequestProof(randomBytes(32)).matches('session-1', token)).toBe(false);
});

test('a proof with any character changed, cut or added is refused', () => {
  const proof = createRequestProof(randomBytes(32));
  const token = proof.issue('session');
  for (let index = 0; index < token.length; index += 1) {
    const other = token[index] === 'A' ? 'B' : 'A';
    expect(proof.matches('session', token.slice(0, index) + other + token.slice(index + 1))).toBe(false);
    expect(proof.matches('session', token.slice(0, index))).toBe(false);
  }
  for (const given of [`${token}A`, ` ${token}`, `${token}.`, '', '.', 'ü'.repeat(40), token.replace('.', '')]) {
    expect(proof.matches('session', given)).toBe(false);
  }
});
