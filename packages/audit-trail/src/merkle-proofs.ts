/** Proofs that a leaf is in a tree, and that a tree is the beginning of a larger one: RFC 6962 (and RFC 9162) section 2.1. */
import { AuditTrailError } from './audit-trail-error.ts';
import { emptyRoot, type Hash, isHash, merkleRoot, nodeHash, requireSize } from './merkle-tree.ts';

/** Leaves from `start` up to, and without, `end`, counted from 0. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Proof that a leaf is in the tree: PATH(index, D[n]).
 *
 * @param leafHashes of the whole tree.
 * @param index of the leaf, from 0.
 */
export function inclusionProof(leafHashes: readonly Hash[], index: number): Hash[] {
  requireBelow(index, leafHashes.length, 'leaf');
  return hashRanges(leafHashes, path(index, { start: 0, end: leafHashes.length }));
}

/**
 * Proof that the first leaves of the tree made a tree of their own: PROOF(firstSize, D[n]). Empty for no leaves and for all.
 *
 * @param leafHashes of the whole tree.
 */
export function consistencyProof(leafHashes: readonly Hash[], firstSize: number): Hash[] {
  return hashRanges(leafHashes, consistencyRanges(firstSize, leafHashes.length));
}

/** The ranges of leaves whose roots are the consistency proof, in its order. They do not overlap. */
export function consistencyRanges(firstSize: number, secondSize: number): LeafRange[] {
  requireBelow(firstSize, requireSize(secondSize) + 1, 'tree size');
  return firstSize === 0 ? [] : subProof(firstSize, { start: 0, end: secondSize }, true);
}

/** Whether the proof leads from the leaf to the root (RFC 9162, 2.1.3.2). */
export function verifyInclusion(claim: {
  readonly leaf: Hash;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Hash[];
  readonly root: Hash;
}): boolean {
  const { leaf, index, size, proof, root } = claim;
  if (!isSize(index) || !isSize(size) || index >= size || ![leaf, root, ...proof].every(isHash)) return false;
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && hash === root;
}

/** Whether the first tree is the beginning of the second (RFC 9162, 2.1.4.2); the empty tree is that of every tree. */
export function verifyConsistency(claim: {
  readonly firstSize: number;
  readonly firstRoot: Hash;
  readonly secondSize: number;
  readonly secondRoot: Hash;
  readonly proof: readonly Hash[];
}): boolean {
  const { firstSize, firstRoot, secondSize, secondRoot, proof } = claim;
  if (!isSize(firstSize) || !isSize(secondSize) || firstSize > secondSize) return false;
  if (![firstRoot, secondRoot, ...proof].every(isHash)) return false;
  if (firstSize === secondSize) return proof.length === 0 && firstRoot === secondRoot;
  if (firstSize === 0) return proof.length === 0 && firstRoot === emptyRoot;
  let node = firstSize - 1;
  let last = secondSize - 1;
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  // A first tree that is a complete subtree is its own first proof hash.
  const [start, ...rest] = node === 0 ? [firstRoot, ...proof] : proof;
  if (start === undefined) return false;
  let first = start;
  let second = start;
  for (const hash of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      [first, second] = [nodeHash(hash, first), nodeHash(hash, second)];
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      second = nodeHash(second, hash);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && first === firstRoot && second === secondRoot;
}

function path(index: number, { start, end }: LeafRange): LeafRange[] {
  if (end - start === 1) return [];
  const middle = start + splitOf(end - start);
  return index < middle - start
    ? [...path(index, { start, end: middle }), { start: middle, end }]
    : [...path(index - (middle - start), { start: middle, end }), { start, end: middle }];
}

/** SUBPROOF(m, D[start:end], whole) of the RFC. */
function subProof(size: number, { start, end }: LeafRange, whole: boolean): LeafRange[] {
  if (size === end - start) return whole ? [] : [{ start, end }];
  const middle = start + splitOf(end - start);
  return size <= middle - start
    ? [...subProof(size, { start, end: middle }, whole), { start: middle, end }]
    : [...subProof(size - (middle - start), { start: middle, end }, false), { start, end: middle }];
}

/** The largest power of two below the size. */
function splitOf(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

function hashRanges(leafHashes: readonly Hash[], ranges: readonly LeafRange[]): Hash[] {
  return ranges.map(({ start, end }) => merkleRoot(leafHashes.slice(start, end)));
}

// Sizes go beyond the 32 bits of the bit operators.
const half = (number: number): number => Math.floor(number / 2);
const isOdd = (number: number): boolean => number % 2 === 1;
const isSize = (size: number): boolean => Number.isSafeInteger(size) && size >= 0;

function requireBelow(number: number, limit: number, noun: string): void {
  if (Number.isSafeInteger(number) && number >= 0 && number < limit) return;
  throw new AuditTrailError('invalid-size', `there is no ${noun} ${number}; it must be from 0 to ${limit - 1}`);
}
