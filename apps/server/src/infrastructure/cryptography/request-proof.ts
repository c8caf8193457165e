/**
 * Tokens against cross-site request forgery: `nonce.HMAC-SHA-256(key, session id and nonce)`, both in base64url.
 *
 * Another site can make the browser send the cookie but cannot read this token. The nonce makes each issue look different,
 * so that compression of an answer gives nothing away.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { RequestProof } from '../../domain/cryptography/ports.ts';

const nonceBytes = 16;

export function createRequestProof(key: Buffer): RequestProof {
  const proof = (sessionId: string, nonce: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify(['request-proof', sessionId, nonce]))
      .digest('base64url');
  return {
    issue: (sessionId) => {
      const nonce = randomBytes(nonceBytes).toString('base64url');
      return `${nonce}.${proof(sessionId, nonce)}`;
    },
    matches: (sessionId, token) => {
      const nonce = token.slice(0, Math.max(0, token.indexOf('.')));
      const expected = Buffer.from(`${nonce}.${proof(sessionId, nonce)}`);
      const given = Buffer.from(token);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
