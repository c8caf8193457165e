import { describe, expect, it } from 'vitest';
import { firstPreviousHash } from './entry.ts';
import { consistencyProof, verifyConsistency } from './merkle-proofs.ts';
import { appendLeaf, leafHash, merkleRoot, rootOfPeaks } from './merkle-tree.ts';
import { connectRange } from './range-proof.ts';

const hashes = Array.from({ length: 40 }, (_, index) => leafHash(`entry ${index + 1}`));

describe('connectRange', () => {
  it('connects every range of every trail of up to 40 entries with the whole', async () => {
    for (const treeSize of [1, 2, 5, 16, 23, 40]) {
      const trail = hashes.slice(0, treeSize);
      for (let from = 1; from <= treeSize; from++) {
        for (let to = from - 1; to <= treeSize; to++) {
          const { previousHash, previousPeaks, consistency } = await connectRange(trail, { from, to }, treeSize);
          expect(previousHash).toBe(from === 1 ? firstPreviousHash : trail[from - 2]);
          let peaks = previousPeaks;
          for (let size = from - 1; size < to; size++) peaks = appendLeaf(peaks, size, trail[size] as string);
          const firstRoot = rootOfPeaks(peaks);
          expect(firstRoot).toBe(merkleRoot(trail.slice(0, to)));
          expect(consistency).toEqual(consistencyProof(trail, to));
          const claim = { firstSize: to, firstRoot, secondSize: treeSize, secondRoot: merkleRoot(trail) };
          expect(verifyConsistency({ ...claim, proof: consistency })).toBe(true);
        }
      }
    }
  });

  it('reads nothing for the whole trail', async () => {
    const unread: Iterable<string> = {
      [Symbol.iterator]: () => {
        throw new Error('read');
      },
    };
    expect(await connectRange(unread, { from: 1, to: 40 }, 40)).toEqual({
      previousHash: firstPreviousHash,
      previousPeaks: [],
      consistency: [],
    });
  });

  it('refuses ranges outside of the trail, and a trail that is shorter than it should be', async () => {
    for (const [from, to] of [
      [0, 3],
      [5, 3],
      [1, 41],
      [1.5, 3],
    ] as const) {
      await expect(connectRange(hashes, { from, to }, 40)).rejects.toThrow('are not a range of a trail of 40 entries');
    }
    await expect(connectRange(hashes, { from: 2, to: 3 }, 41)).rejects.toThrow(
      'should have 41 entries, and 40 were given',
    );
  });
});
