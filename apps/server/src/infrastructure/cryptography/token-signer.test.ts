import { createPrivateKey } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, test } from 'vitest';
import { forgedTokens, unforgedToken } from '../../../tests/cryptography/forged-tokens.ts';
import { createId } from '../../core/ids.ts';
import { TokenRefused } from '../../domain/cryptography/ports.ts';
import { createSigningKeyRing, createStoredSigningKey } from './signing-keys.ts';
import { createTokenSigner } from './token-signer.ts';

const start = new Date('2026-11-22T12:00:00Z');
const time = { now: start };
const clock = { now: () => time.now, monotonicMs: () => time.now.getTime() };
const at = (second: number) => new Date(start.getTime() + second * 1000);

const stored = createStoredSigningKey({ signsFrom: at(-60), verifiesUntil: at(86_400) });
const keys = createSigningKeyRing({ load: async () => [stored], clock });
const options = { keys, issuer: 'https://risk.example', audience: 'riskoptimizer-api', clock };
const signer = createTokenSigner(options);
const claimsOf = () => ({ userId: createId(), sessionId: createId(), tokenId: createId() });

const claims = claimsOf();
const goodToken = await signer.sign(claims);
const otherToken = await signer.sign(claimsOf());

test('a token of ours is accepted and says whose it is', async () => {
  expect(await signer.verify(goodToken)).toEqual({ ...claims, issuedAt: start, expiresAt: at(600) });
});

test('it holds what RFC 9068 asks for, and nothing personal', () => {
  expect(decodeProtectedHeader(goodToken)).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: stored.kid });
  const seconds = start.getTime() / 1000;
  expect(decodeJwt(goodToken)).toEqual({
    iss: 'https://risk.example',
    aud: 'riskoptimizer-api',
    sub: claims.userId,
    sid: claims.sessionId,
    jti: claims.tokenId,
    iat: seconds,
    nbf: seconds,
    exp: seconds + 600,
  });
});

describe('forged tokens', () => {
  const privateKey = createPrivateKey(stored.privateKeyPem);
  const material = { goodToken, otherToken, privateKey, now: start };
  const forged = forgedTokens(material);

  test('the forger signs as we do', () => {
    expect(unforgedToken(material)).toBe(goodToken);
  });

  test('there are many, all different, and none is a good one', () => {
    expect(forged.length).toBeGreaterThan(100);
    expect(new Set(forged.map(({ token }) => token)).size).toBe(forged.length);
    expect(forged.map(({ token }) => token)).not.toContain(goodToken);
  });

  test.each(forged)('$name', async ({ token }) => {
    const refusal = await signer.verify(token).then(
      () => 'accepted',
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(TokenRefused);
    const { message, reason } = refusal as TokenRefused;
    expect(message).toBe('The access token was refused.');
    expect(reason).toMatch(/^[\w ,:.-]{4,200}$/);
  });
});

test('a token lives ten minutes and a little for clocks that differ', async () => {
  const outcomes: string[] = [];
  for (const second of [-6, -5, 0, 600, 604, 605]) {
    time.now = at(second);
    outcomes.push(
      await signer.verify(goodToken).then(
        () => 'accepted',
        (error: unknown) => (error as TokenRefused).reason,
      ),
    );
  }
  time.now = start;
  const early = 'signature or claims: ERR_JWT_CLAIM_VALIDATION_FAILED';
  expect(outcomes).toEqual([
    early,
    'accepted',
    'accepted',
    'accepted',
    'accepted',
    'signature or claims: ERR_JWT_EXPIRED',
  ]);
});

test('another audience, another issuer and another ring refuse it', async () => {
  const strangerKey = createStoredSigningKey({ signsFrom: at(-60), verifiesUntil: at(86_400) });
  // The same id over another key: the id alone opens nothing.
  const strangerKeys = createSigningKeyRing({ load: async () => [{ ...strangerKey, kid: stored.kid }], clock });
  for (const change of [{ audience: 'other' }, { issuer: 'https://other.example' }, { keys: strangerKeys }]) {
    await expect(createTokenSigner({ ...options, ...change }).verify(goodToken)).rejects.toBeInstanceOf(TokenRefused);
  }
});

test('when the keys cannot be read nobody is let in, and it is not taken for a bad token', async () => {
  const broken = createTokenSigner({
    ...options,
    keys: createSigningKeyRing({ load: () => Promise.reject(new Error('no database')), clock }),
  });
  await expect(broken.verify(goodToken)).rejects.toThrow('no database');
});

test('tokens signed before a rotation stay good, those after carry the new key', async () => {
  const next = createStoredSigningKey({ signsFrom: at(10), verifiesUntil: at(86_400) });
  const rotating = createTokenSigner({
    ...options,
    keys: createSigningKeyRing({ load: async () => [stored, next], clock }),
  });
  const before = await rotating.sign(claims);
  time.now = at(10);
  const after = await rotating.sign(claims);
  expect([before, after].map((token) => decodeProtectedHeader(token).kid)).toEqual([stored.kid, next.kid]);
  await expect(rotating.verify(before)).resolves.toMatchObject(claims);
  await expect(rotating.verify(after)).resolves.toMatchObject(claims);
  time.now = start;
});

test('what is too long is not even taken apart', async () => {
  const refusal = await signer.verify('x'.repeat(4097)).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ reason: 'longer than 4096 characters' });
});
