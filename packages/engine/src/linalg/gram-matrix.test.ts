import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { gramMatrix } from './gram-matrix.ts';

test('the tiled Gram matrix equals the plain sums of products, for every remainder of the block size', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 11 }),
      fc.integer({ min: 1, max: 1100 }),
      fc.integer(),
      (count, rows, seed) => {
        const columns = Array.from({ length: count }, (_, c) =>
          Float64Array.from({ length: rows }, (_, r) => Math.sin(seed + 7 * c + 13 * r * (c + 1))),
        );
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
