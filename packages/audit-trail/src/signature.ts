import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { AuditTrailError } from './audit-trail-error.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * Name of a key: the thumbprint of RFC 7638 (and RFC 8037), base64url(SHA-256({"crv":"Ed25519","kty":"OKP","x":…})).
 *
 * @param key public or private key, Ed25519.
 */
export function keyIdOf(key: KeyObject): string {
  const { crv, kty, x } = requireEd25519(key).export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
}

/** The public key as base64 of its SubjectPublicKeyInfo (DER), the body of a PEM file. */
export function exportPublicKey(key: KeyObject): string {
  return publicPart(requireEd25519(key)).export({ format: 'der', type: 'spki' }).toString('base64');
}

/**
 * Reads a public key from base64 of SubjectPublicKeyInfo (DER), or from PEM.
 *
 * @throws AuditTrailError `invalid-key`.
 */
export function importPublicKey(text: string): KeyObject {
  let key: KeyObject;
  try {
    key = text.trimStart().startsWith('-----BEGIN')
      ? createPublicKey(text)
      : createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
  } catch {
    throw new AuditTrailError('invalid-key', 'it is not a public key (PEM, or base64 of SubjectPublicKeyInfo)');
  }
  return requireEd25519(key);
}

/** Ed25519 over `domain`, a line feed, and the canonical JSON of the value: a signature made for one purpose fits no other. */
export function signJson(privateKey: KeyObject, domain: string, value: unknown): string {
  return sign(null, signedBytes(domain, value), requireEd25519(privateKey)).toString('base64url');
}

/** Whether the signature is that of `signJson`; false also for base64url that is not written in its one form. */
export function verifyJson(publicKey: KeyObject, domain: string, value: unknown, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  // The last digit of 64 bytes has four spare bits, which would let a changed file pass.
  if (bytes.length !== 64 || bytes.toString('base64url') !== signature) return false;
  return verify(null, signedBytes(domain, value), requireEd25519(publicKey), bytes);
}

function signedBytes(domain: string, value: unknown): Buffer {
  return Buffer.from(`${domain}\n${canonicalJson(value)}`);
}

export function publicPart(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key;
}

function requireEd25519(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType === 'ed25519') return key;
  const found = key.asymmetricKeyType ?? key.type;
  throw new AuditTrailError('invalid-key', `the key is ${found}; heads and exports are signed with Ed25519`);
}
