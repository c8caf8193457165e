import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { firstPreviousHash } from './entry.ts';
import { emptyRoot } from './merkle-tree.ts';
import { exportPublicKey, importPublicKey, keyIdOf } from './signature.ts';
import { requireHead, type SignedHead, signHead, verifyHead } from './signed-head.ts';

/** The key of RFC 8037 appendix A.1; its thumbprint is in appendix A.3. */
const rfcKey = createPrivateKey({
  format: 'jwk',
  key: {
    kty: 'OKP',
    crv: 'Ed25519',
    d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
    x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  },
});
const publicKey = createPublicKey(rfcKey);
const fields = {
  treeSize: 3,
  rootHash: 'a'.repeat(64),
  headHash: 'b'.repeat(64),
  signedAt: '2026-11-22T17:50:00.000Z',
};

describe('a key', () => {
  it('is named by its thumbprint', () => {
    expect(keyIdOf(rfcKey)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
    expect(keyIdOf(publicKey)).toBe(keyIdOf(rfcKey));
  });

  it('is read back from base64 and from PEM', () => {
    expect(importPublicKey(exportPublicKey(rfcKey)).equals(publicKey)).toBe(true);
    const pem = publicKey.export({ format: 'pem', type: 'spki' }) as string;
    expect(importPublicKey(pem).equals(publicKey)).toBe(true);
  });

  it('is refused when it is none, or of another kind', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(() => importPublicKey('AAAA')).toThrow('it is not a public key');
    expect(() => importPublicKey(rsa.publicKey.export({ format: 'pem', type: 'spki' }) as string)).toThrow(
      'the key is rsa',
    );
    expect(() => signHead(rsa.privateKey, fields)).toThrow('the key is rsa');
  });
});

describe('a signed head', () => {
  const head = signHead(rfcKey, fields);

  it('is verified by its key alone', () => {
    expect(verifyHead(publicKey, head)).toBe(true);
    expect(verifyHead(generateKeyPairSync('ed25519').publicKey, head)).toBe(false);
  });

  it('signs the domain, a line feed, and the canonical text of the other fields', () => {
    const { signature, ...signed } = head;
    const bytes = Buffer.from(`riskoptimizer-audit-head-v1\n${canonicalJson(signed)}`);
    expect(signature).toBe(sign(null, bytes, rfcKey).toString('base64url'));
    const elsewhere = sign(null, Buffer.from(canonicalJson(signed)), rfcKey).toString('base64url');
    expect(verifyHead(publicKey, { ...head, signature: elsewhere })).toBe(false);
  });

  it.each<[string, Partial<SignedHead>]>([
    ['treeSize', { treeSize: 4 }],
    ['rootHash', { rootHash: 'c'.repeat(64) }],
    ['headHash', { headHash: 'c'.repeat(64) }],
    ['signedAt', { signedAt: '2026-11-22T17:50:00.001Z' }],
    ['keyId', { keyId: `${head.keyId.slice(0, -1)}l` }],
    ['signature', { signature: '' }],
    ['signature', { signature: `${head.signature}==` }],
    ['signature', { signature: head.signature.slice(0, -2) }],
  ])('is not verified with another %s', (_field, change) => {
    expect(verifyHead(publicKey, { ...head, ...change })).toBe(false);
  });

  it('is not verified when spare bits of the signature are set', () => {
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = digits[digits.indexOf(head.signature.at(-1)!) + 1]!;
    const spelled = head.signature.slice(0, -1) + last;
    expect(Buffer.from(spelled, 'base64url').equals(Buffer.from(head.signature, 'base64url'))).toBe(true);
    expect(verifyHead(publicKey, { ...head, signature: spelled })).toBe(false);
  });

  it('of an empty trail has the root of the empty tree', () => {
    const empty = { ...fields, treeSize: 0, rootHash: emptyRoot, headHash: firstPreviousHash };
    expect(verifyHead(publicKey, signHead(rfcKey, empty))).toBe(true);
    expect(() => signHead(rfcKey, { ...empty, rootHash: 'a'.repeat(64) })).toThrow('the empty tree');
  });

  it.each<[string, object]>([
    ['is not a signed head', { extra: 1 }],
    ['treeSize', { treeSize: -1 }],
    ['treeSize', { treeSize: '3' }],
    ['rootHash', { rootHash: 'x' }],
    ['headHash', { headHash: null }],
    ['signedAt', { signedAt: '2026-11-22' }],
    ['keyId', { keyId: null }],
    ['algorithm', { algorithm: 'none' }],
    ['signature', { signature: 1 }],
  ])('is refused when it is malformed: %s', (sentence, change) => {
    expect(() => requireHead({ ...head, ...change })).toThrow(sentence);
  });
});
