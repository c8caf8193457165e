import { describe, expect, it } from 'vitest';
import {
  appendLeaf,
  emptyRoot,
  leafHash,
  merkleRoot,
  nodeHash,
  nodeHashOfBytes,
  peakCount,
  rootOfPeaks,
} from './merkle-tree.ts';

/** Published test data of Certificate Transparency (transparency-dev/merkle). */
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('Merkle tree', () => {
  const hashes = leaves.map((leaf) => leafHash(Buffer.from(leaf, 'hex')));

  it.each(roots.map((root, size) => ({ size, root })))('has the published root at size $size', ({ size, root }) => {
    expect(merkleRoot(hashes.slice(0, size))).toBe(root);
    let peaks: string[] = [];
    for (let count = 0; count < size; count++) peaks = appendLeaf(peaks, count, hashes[count]!);
    expect(rootOfPeaks(peaks)).toBe(root);
    expect(peaks).toHaveLength(peakCount(size));
  });

  it('keeps leaves and nodes apart', () => {
    expect(leafHash('L123456')).toBe('395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56');
    expect(nodeHashOfBytes(Buffer.from('N123'), Buffer.from('N456'))).toBe(
      'aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb',
    );
    expect(leafHash(Buffer.concat([Buffer.from(hashes[0]!, 'hex'), Buffer.from(hashes[1]!, 'hex')]))).not.toBe(
      nodeHash(hashes[0]!, hashes[1]!),
    );
    expect(emptyRoot).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('changes no peaks that it was given', () => {
    const peaks = Object.freeze(appendLeaf([], 0, hashes[0]!));
    expect(appendLeaf(peaks, 1, hashes[1]!)).toHaveLength(1);
    expect(peaks).toEqual([hashes[0]]);
  });

  it('refuses peaks that do not belong to the size, sizes that are none, and what is no hash', () => {
    expect(() => appendLeaf([hashes[0]!], 2 ** 32 + 1, hashes[1]!)).toThrow(
      'a tree of 4294967297 leaves has 2 peaks, not 1',
    );
    for (const size of [-1, 0.5, Number.NaN, 2 ** 53]) expect(() => appendLeaf([], size, hashes[0]!)).toThrow('leaves');
    for (const hash of ['', 'ab', 'A'.repeat(64), `${'a'.repeat(63)}g`, `${'a'.repeat(64)}\n`]) {
      expect(() => appendLeaf([], 0, hash)).toThrow('is not a hash');
      expect(() => nodeHash(hash, hashes[0]!)).toThrow('is not a hash');
    }
  });
});
