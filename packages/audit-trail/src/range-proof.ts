import { AuditTrailError } from './audit-trail-error.ts';
import { firstPreviousHash } from './entry.ts';
import { consistencyRanges, type LeafRange } from './merkle-proofs.ts';
import { appendLeaf, type Hash, rootOfPeaks } from './merkle-tree.ts';

/** Sequences from `from` to `to`, both included; `to` = `from` − 1 is the range without entries. */
export interface SequenceRange {
  readonly from: number;
  readonly to: number;
}

/** What connects a part of a trail with what stands before and after it. */
export interface RangeConnection {
  /** Hash of entry from − 1; `firstPreviousHash` when the range begins with entry 1. */
  readonly previousHash: Hash;
  /** Peaks of the tree over the entries before the range. */
  readonly previousPeaks: readonly Hash[];
  /** RFC 6962 consistency proof from the tree of size `to` to the whole tree. */
  readonly consistency: readonly Hash[];
}

/**
 * Connects a range with the whole trail, in one pass and with O(log n) of memory.
 *
 * @param hashes `hashEntry` of the entries 1 to treeSize, in order. For the whole trail (from 1 to treeSize) none are read.
 * @throws AuditTrailError `invalid-size` when the range does not lie in the trail or there are fewer hashes than treeSize.
 */
export async function connectRange(
  hashes: Iterable<Hash> | AsyncIterable<Hash>,
  { from, to }: SequenceRange,
  treeSize: number,
): Promise<RangeConnection> {
  const isWhole = [from, to, treeSize].every(Number.isSafeInteger) && from >= 1 && to >= from - 1 && to <= treeSize;
  if (!isWhole) {
    throw new AuditTrailError(
      'invalid-size',
      `entries ${from} to ${to} are not a range of a trail of ${treeSize} entries`,
    );
  }
  const ranges = consistencyRanges(to, treeSize);
  if (from === 1 && ranges.length === 0) {
    return { previousHash: firstPreviousHash, previousPeaks: [], consistency: [] };
  }
  const before: LeafRange = { start: 0, end: from - 1 };
  let previousHash = firstPreviousHash;
  const peaks = [before, ...ranges].map((range) => ({ range, hashes: [] as Hash[] }));
  let index = 0;
  for await (const hash of hashes) {
    if (index === treeSize) break;
    if (index === from - 2) previousHash = hash;
    for (const part of peaks) {
      const { start, end } = part.range;
      if (index >= start && index < end) part.hashes = appendLeaf(part.hashes, index - start, hash);
    }
    index += 1;
  }
  if (index < treeSize) {
    throw new AuditTrailError('invalid-size', `the trail should have ${treeSize} entries, and ${index} were given`);
  }
  const [first, ...rest] = peaks;
  return {
    previousHash,
    previousPeaks: first?.hashes ?? [],
    consistency: rest.map((part) => rootOfPeaks(part.hashes)),
  };
}
