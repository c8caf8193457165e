import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gramMatrix, plainGramSums } from './gram-matrix.ts';
import { gramSumsBySimd } from './gram-simd.ts';

const columnsOf = (count: number, rows: number, seed: number) =>
  Array.from({ length: count }, (_, c) =>
    Float64Array.from({ length: rows }, (__, r) => Math.sin(seed + 7 * c + 13 * r * (c + 1)) / (1 + (r % 17))),
  );

describe('gramMatrix', () => {
  test('equals the plain sums of products, for every remainder of the block size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 11 }),
        fc.integer({ min: 1, max: 1100 }),
        fc.integer(),
        (count, rows, seed) => {
          const columns = columnsOf(count, rows, seed);
          const gram = gramMatrix(columns, rows);
          for (let i = 0; i < count; i += 1) {
            for (let j = 0; j < count; j += 1) {
              let plain = 0;
              for (let row = 0; row < rows; row += 1) plain += columns[i][row] * columns[j][row];
              // Only the order of the sums differs: one rounding a row at most.
              expect(Math.abs(gram.data[i * count + j] - plain)).toBeLessThanOrEqual(rows * Number.EPSILON * rows);
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test('vector instructions give the bits of the plain loop', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer(),
        (blocks, rows, tileRows, seed) => {
          const columns = columnsOf(4 * blocks, rows, seed);
          expect(gramSumsBySimd(columns, rows, 512)).toEqual(plainGramSums(columns, rows));
          // Another tile is another order of sums; a tile of all rows at once is the same.
          expect(gramSumsBySimd(columns, rows, rows + tileRows)).toEqual(plainGramSums(columns, rows));
        },
      ),
    );
    const long = columnsOf(8, 1500, 3);
    expect(gramSumsBySimd(long, 1500, 512)).toEqual(plainGramSums(long, 1500));
    expect(gramSumsBySimd(long, 1500, 511)).not.toEqual(plainGramSums(long, 1500));
  });

  test('a large matrix takes the fast path, and is the same', () => {
    const columns = columnsOf(203, 1030, 5);
    const sums = plainGramSums([...columns, new Float64Array(1030)], 1030);
    const gram = gramMatrix(columns, 1030);
    for (let i = 0; i < 203; i += 1) {
      expect(gram.data.slice(i * 203, i * 203 + i + 1)).toEqual(sums.slice(i * 204, i * 204 + i + 1));
      expect(gram.data[i]).toBe(gram.data[i * 203]);
    }
  });

  test('a missing value stays in the sums of its own column', () => {
    const columns = columnsOf(8, 20, 1);
    columns[2][5] = Number.NaN;
    const sums = gramSumsBySimd(columns, 20, 512) ?? new Float64Array(64);
    const isMissing = Array.from({ length: 64 }, (_, k) => Math.floor(k / 8) >= k % 8 && Number.isNaN(sums[k]));
    expect(isMissing.filter(Boolean)).toHaveLength(8);
  });
});
