import type { KeyObject } from 'node:crypto';
import { AuditTrailError } from './audit-trail-error.ts';
import { firstPreviousHash, isInstant, isPlainObject, sameNames } from './entry.ts';
import { emptyRoot, type Hash, isHash } from './merkle-tree.ts';
import { keyIdOf, signJson, verifyJson } from './signature.ts';

/** The state of the whole trail at one moment, signed. Kept outside the database it binds everything before it. */
export interface SignedHead {
  /** Number of entries, and so the sequence of the last one. */
  readonly treeSize: number;
  /** Root of the Merkle tree over all entries. */
  readonly rootHash: Hash;
  /** Hash of the last entry; of an empty trail `firstPreviousHash`. */
  readonly headHash: Hash;
  /** UTC, ISO 8601 with milliseconds. */
  readonly signedAt: string;
  /** RFC 7638 thumbprint of the key, see `keyIdOf`. */
  readonly keyId: string;
  readonly algorithm: 'Ed25519';
  /** base64url, over `riskoptimizer-audit-head-v1`, a line feed, and the canonical JSON of the other fields. */
  readonly signature: string;
}

const domain = 'riskoptimizer-audit-head-v1';

/** Signs the state of a trail with an Ed25519 key. */
export function signHead(
  privateKey: KeyObject,
  fields: Pick<SignedHead, 'treeSize' | 'rootHash' | 'headHash' | 'signedAt'>,
): SignedHead {
  const { treeSize, rootHash, headHash, signedAt } = fields;
  const head = { treeSize, rootHash, headHash, signedAt, keyId: keyIdOf(privateKey), algorithm: 'Ed25519' as const };
  return requireHead({ ...head, signature: signJson(privateKey, domain, head) });
}

/** Whether this key signed this head: its key id is the key's, and the signature fits all other fields. */
export function verifyHead(publicKey: KeyObject, head: SignedHead): boolean {
  const { signature, ...signed } = requireHead(head);
  return head.keyId === keyIdOf(publicKey) && verifyJson(publicKey, domain, signed, signature);
}

const names = ['treeSize', 'rootHash', 'headHash', 'signedAt', 'keyId', 'algorithm', 'signature'];

/**
 * Takes a value for a signed head, without looking at the signature.
 *
 * @throws AuditTrailError `invalid-head`, a clause that completes "line 3: …".
 */
export function requireHead(value: unknown): SignedHead {
  if (!isPlainObject(value) || !sameNames(value, names)) {
    throw new AuditTrailError('invalid-head', `it is not a signed head; that is an object of ${names.join(', ')}`);
  }
  const { treeSize, rootHash, headHash, signedAt, keyId, algorithm, signature } = value;
  const wrong = (field: string, expected: string): never => {
    throw new AuditTrailError('invalid-head', `the field ${field} of the signed head must be ${expected}`);
  };
  if (!Number.isSafeInteger(treeSize) || (treeSize as number) < 0) wrong('treeSize', 'a whole number from 0');
  if (!isHash(rootHash)) wrong('rootHash', '64 hexadecimal digits');
  if (!isHash(headHash)) wrong('headHash', '64 hexadecimal digits');
  if (!isInstant(signedAt)) wrong('signedAt', 'a UTC time such as 2026-11-22T17:50:00.000Z');
  if (typeof keyId !== 'string') wrong('keyId', 'text');
  if (algorithm !== 'Ed25519') wrong('algorithm', 'Ed25519');
  if (typeof signature !== 'string') wrong('signature', 'text');
  if (treeSize === 0 && (rootHash !== emptyRoot || headHash !== firstPreviousHash)) {
    wrong('rootHash', 'that of the empty tree when treeSize is 0');
  }
  return value as unknown as SignedHead;
}
