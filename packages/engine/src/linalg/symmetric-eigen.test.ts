import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMatrix, matrixFromRows, matrixRow } from './matrix.ts';
import { symmetricEigen, symmetricEigenvalues } from './symmetric-eigen.ts';

/** Residuals of a backward stable method stay within a small multiple of n units in the last place of the norm. */
const residualTolerance = 40 * Number.EPSILON;

const symmetricMatrix = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc
    .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: size * size, maxLength: size * size })
    .map((values) => {
      const matrix = createMatrix(size, size);
      for (let i = 0; i < size; i += 1) {
        for (let j = 0; j <= i; j += 1) {
          matrix.data[i * size + j] = values[i * size + j];
          matrix.data[j * size + i] = values[i * size + j];
        }
      }
      return matrix;
    }),
);

describe('symmetricEigen', () => {
  test('rebuilds A from its vectors, which are orthonormal', () => {
    fc.assert(
      fc.property(symmetricMatrix, (matrix) => {
        const { values, vectors } = symmetricEigen(matrix);
        const n = matrix.rows;
        const norm = Math.max(1e-300, ...Array.from(values, Math.abs));
        for (let i = 0; i < n; i += 1) {
          for (let j = 0; j < n; j += 1) {
            let rebuilt = 0;
            let inner = 0;
            for (let k = 0; k < n; k += 1) {
              rebuilt += values[k] * vectors.data[i * n + k] * vectors.data[j * n + k];
              inner += vectors.data[k * n + i] * vectors.data[k * n + j];
            }
            expect(Math.abs(rebuilt - matrix.data[i * n + j])).toBeLessThanOrEqual(residualTolerance * n * norm);
            expect(Math.abs(inner - (i === j ? 1 : 0))).toBeLessThanOrEqual(residualTolerance * n);
          }
        }
        expect(Array.from(symmetricEigenvalues(matrix))).toEqual(Array.from(values).toSorted((a, b) => a - b));
      }),
    );
  });

  test('knows the eigenvalues of the discrete Laplacian, 2 − 2 cos(kπ/(n+1))', () => {
    const n = 60;
    const matrix = createMatrix(n, n);
    for (let i = 0; i < n; i += 1) {
      matrix.data[i * n + i] = 2;
      if (i > 0) matrix.data[i * n + i - 1] = -1;
      if (i > 0) matrix.data[(i - 1) * n + i] = -1;
    }
    const values = symmetricEigenvalues(matrix);
    for (let k = 1; k <= n; k += 1) expect(values[k - 1]).toBeCloseTo(2 - 2 * Math.cos((k * Math.PI) / (n + 1)), 13);
  });

  test('handles a diagonal matrix with equal values, a zero matrix and 1 × 1', () => {
    expect(
      Array.from(
        symmetricEigenvalues(
          matrixFromRows([
            [3, 0, 0],
            [0, 1, 0],
            [0, 0, 3],
          ]),
        ),
      ),
    ).toEqual([1, 3, 3]);
    expect(Array.from(symmetricEigenvalues(createMatrix(4, 4)))).toEqual([0, 0, 0, 0]);
    expect(Array.from(symmetricEigen(matrixFromRows([[-2]])).values)).toEqual([-2]);
  });

  test('keeps its precision at the edges of the number range', () => {
    for (const size of [Number.MIN_VALUE, 1e-200, 1e200]) {
      const { values, vectors } = symmetricEigen(
        matrixFromRows([
          [0, size, 0],
          [size, 0, 0],
          [0, 0, size],
        ]),
      );
      [-1, 1, 1].forEach((value, index) => expect(values[index] / size).toBeCloseTo(value, 14));
      expect(Math.abs(vectors.data[0])).toBeCloseTo(Math.SQRT1_2, 14);
    }
  });

  test('keeps its vectors orthonormal when elements differ by more than doubles can square', () => {
    const tiny = 3 * Number.MIN_VALUE;
    const mixed = matrixFromRows([
      [0, tiny, 0],
      [tiny, 0, 0],
      [0, 0, 1],
    ]);
    const { values, vectors } = symmetricEigen(mixed);
    expect(values[2]).toBe(1);
    const products = [0, 1, 2].map((row) => matrixRow(vectors, row).reduce((sum, value) => sum + value * value, 0));
    products.forEach((product) => expect(product).toBeCloseTo(1, 14));
  });

  test('refuses NaN and asymmetry by name', () => {
    expect(() =>
      symmetricEigen(
        matrixFromRows([
          [1, Number.NaN],
          [Number.NaN, 1],
        ]),
      ),
    ).toThrow(/matrix holds NaN at row 0, column 1/);
    expect(() =>
      symmetricEigen(
        matrixFromRows([
          [1, 2],
          [3, 1],
        ]),
      ),
    ).toThrow(/not symmetric/);
  });
});
