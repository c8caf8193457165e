/**
 * Merkle trees as in RFC 6962 section 2.1 (the same as RFC 9162): MTH({}) = SHA-256(), MTH({d}) = SHA-256(0x00 ‖ d),
 * MTH(D[n]) = SHA-256(0x01 ‖ MTH(D[0:k]) ‖ MTH(D[k:n])) with k the largest power of two below n.
 *
 * Hashes are 64 lower-case hexadecimal digits.
 */
import { createHash } from 'node:crypto';
import { AuditTrailError } from './audit-trail-error.ts';

/** SHA-256 in 64 lower-case hexadecimal digits. */
export type Hash = string;

/** Root of the tree without leaves: SHA-256 of nothing. */
export const emptyRoot: Hash = createHash('sha256').digest('hex');

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** Hash of a leaf; text is taken as UTF-8. The prefix keeps a leaf from being passed off as a node. */
export function leafHash(data: Uint8Array | string): Hash {
  return createHash('sha256').update(leafPrefix).update(data).digest('hex');
}

/** Hash of a node over the hashes of its two subtrees. */
export function nodeHash(left: Hash, right: Hash): Hash {
  return nodeHashOfBytes(Buffer.from(requireHash(left), 'hex'), Buffer.from(requireHash(right), 'hex'));
}

export function nodeHashOfBytes(left: Uint8Array, right: Uint8Array): Hash {
  return createHash('sha256').update(nodePrefix).update(left).update(right).digest('hex');
}

/**
 * Adds a leaf to a tree of which only the peaks are kept: the roots of its complete subtrees, largest (and leftmost) first, one for
 * each binary digit 1 of the size. That is all a database needs to keep a root up to date: at most 53 hashes.
 *
 * @param peaks of the tree before; not changed.
 * @param size number of leaves before.
 * @returns the peaks of the tree with size + 1 leaves.
 */
export function appendLeaf(peaks: readonly Hash[], size: number, leaf: Hash): Hash[] {
  requirePeaks(peaks, size);
  const grown = [...peaks];
  let hash = requireHash(leaf);
  for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) hash = nodeHash(grown.pop() as Hash, hash);
  grown.push(hash);
  return grown;
}

/** Root of the tree with these peaks; of none the root of the empty tree. */
export function rootOfPeaks(peaks: readonly Hash[]): Hash {
  if (peaks.length === 0) return emptyRoot;
  return peaks.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), requireHash(peaks.at(-1)));
}

/** Root of the tree with these leaf hashes. */
export function merkleRoot(leafHashes: readonly Hash[]): Hash {
  let peaks: Hash[] = [];
  leafHashes.forEach((leaf, size) => {
    peaks = appendLeaf(peaks, size, leaf);
  });
  return rootOfPeaks(peaks);
}

/** How many peaks a tree of this size has: the binary digits 1 of the size. */
export function peakCount(size: number): number {
  let count = 0;
  for (let rest = requireSize(size); rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}

export function requirePeaks(peaks: readonly Hash[], size: number): void {
  const expected = peakCount(size);
  if (peaks.length !== expected) {
    throw new AuditTrailError(
      'invalid-size',
      `a tree of ${size} leaves has ${expected} peaks, not ${peaks.length}; peaks and size must be read together`,
    );
  }
}

export function requireSize(size: number): number {
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new AuditTrailError('invalid-size', `${size} is not a number of leaves; a whole number from 0 is needed`);
  }
  return size;
}

export function isHash(value: unknown): value is Hash {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

/** Node reads hexadecimal digits up to the first wrong one and says nothing, so hashes are looked at before. */
export function requireHash(hash: unknown): Hash {
  if (isHash(hash)) return hash;
  throw new AuditTrailError(
    'invalid-hash',
    `${JSON.stringify(hash)} is not a hash of 64 lower-case hexadecimal digits`,
  );
}
