import { describe, expect, it } from 'vitest';
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from './merkle-proofs.ts';
import { emptyRoot, leafHash, merkleRoot, nodeHash } from './merkle-tree.ts';

const sizeMax = 70;
const leaves = Array.from({ length: sizeMax }, (_, index) => leafHash(`leaf ${index}`));
const roots = Array.from({ length: sizeMax + 1 }, (_, size) => merkleRoot(leaves.slice(0, size)));
const root = (size: number): string => roots[size] as string;
const leaf = (index: number): string => leaves[index] as string;

/** MTH(D[n]) as RFC 6962 writes it, besides the one by peaks. */
function definition(hashes: readonly string[]): string {
  if (hashes.length === 0) return emptyRoot;
  if (hashes.length === 1) return hashes[0] as string;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return nodeHash(definition(hashes.slice(0, split)), definition(hashes.slice(split)));
}

/** A proof with a hash changed, left out, put in, doubled, or two of them swapped. */
function forgeries(proof: readonly string[]): string[][] {
  const other = leafHash('forged');
  const forged: string[][] = [
    [...proof, other],
    [other, ...proof],
  ];
  proof.forEach((hash, place) => {
    forged.push(proof.with(place, other), proof.toSpliced(place, 1), proof.toSpliced(place, 0, hash));
    if (place > 0) forged.push(proof.with(place, proof[place - 1] as string).with(place - 1, hash));
  });
  return forged;
}

it('roots by peaks are those of the definition', () => {
  for (let size = 0; size <= sizeMax; size++) expect(root(size)).toBe(definition(leaves.slice(0, size)));
});

describe('inclusion', () => {
  it(`is proved for every leaf of every tree of up to ${sizeMax} leaves, in at most log2 of the size steps`, () => {
    for (let size = 1; size <= sizeMax; size++) {
      for (let index = 0; index < size; index++) {
        const proof = inclusionProof(leaves.slice(0, size), index);
        expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
        expect(verifyInclusion({ leaf: leaf(index), index, size, proof, root: root(size) })).toBe(true);
      }
    }
  });

  it('is refused for forged proofs, other leaves, other places, other sizes and other roots', () => {
    let refused = 0;
    for (const size of [1, 2, 3, 7, 8, 9, 33, sizeMax]) {
      for (let index = 0; index < size; index++) {
        const proof = inclusionProof(leaves.slice(0, size), index);
        const claim = { leaf: leaf(index), index, size, proof, root: root(size) };
        const forged = [
          ...forgeries(proof).map((other) => ({ ...claim, proof: other })),
          { ...claim, leaf: leafHash('other') },
          ...leaves.slice(0, size).map((_, other) => ({ ...claim, index: other === index ? size : other })),
          { ...claim, root: leafHash('other') },
          { ...claim, root: 'x' },
          { ...claim, index: -1 },
          { ...claim, index: index + 0.5 },
        ];
        for (const one of forged) expect(verifyInclusion(one), JSON.stringify(one)).toBe(false);
        refused += forged.length;
      }
    }
    expect(refused).toBeGreaterThan(5000);
  });

  it('of an index beyond the tree cannot be asked for', () => {
    expect(() => inclusionProof(leaves.slice(0, 3), 3)).toThrow('there is no leaf 3; it must be from 0 to 2');
  });
});

describe('consistency', () => {
  it(`is proved for every pair of trees of up to ${sizeMax} leaves`, () => {
    for (let secondSize = 0; secondSize <= sizeMax; secondSize++) {
      for (let firstSize = 0; firstSize <= secondSize; firstSize++) {
        const proof = consistencyProof(leaves.slice(0, secondSize), firstSize);
        const claim = { firstSize, firstRoot: root(firstSize), secondSize, secondRoot: root(secondSize), proof };
        expect(verifyConsistency(claim), `${firstSize} in ${secondSize}`).toBe(true);
      }
    }
  });

  it('is refused for forged proofs, other sizes, other roots, and trees in the wrong order', () => {
    let refused = 0;
    for (const secondSize of [1, 2, 3, 7, 8, 9, 33, sizeMax]) {
      for (let firstSize = 0; firstSize <= secondSize; firstSize++) {
        const proof = consistencyProof(leaves.slice(0, secondSize), firstSize);
        const claim = { firstSize, firstRoot: root(firstSize), secondSize, secondRoot: root(secondSize), proof };
        const other = leafHash('other');
        const forged = [
          ...forgeries(proof).map((changed) => ({ ...claim, proof: changed })),
          { ...claim, firstRoot: other },
          { ...claim, firstSize: firstSize + 1 },
          { ...claim, firstSize: secondSize + 1 },
          { ...claim, firstSize: -1 },
          ...(firstSize === 0 ? [] : [{ ...claim, secondRoot: other }]),
        ];
        for (const one of forged) expect(verifyConsistency(one), JSON.stringify(one)).toBe(false);
        refused += forged.length;
      }
    }
    expect(refused).toBeGreaterThan(1500);
  });

  it('of a tree that is larger than the whole cannot be asked for', () => {
    expect(() => consistencyProof(leaves.slice(0, 3), 4)).toThrow('there is no tree size 4');
  });
});
