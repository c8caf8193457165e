import { describe, expect, test } from 'vitest';
import { choleskyFactor, choleskySolve } from './cholesky.ts';
import { matrixFromRows, matrixToRows } from './matrix.ts';
import { multiplyMatrixVector } from './products.ts';

describe('Cholesky', () => {
  test('factors a known matrix and solves with it', () => {
    const matrix = matrixFromRows([
      [4, 12, -16],
      [12, 37, -43],
      [-16, -43, 98],
    ]);
    const result = choleskyFactor(matrix);
    if (result.status !== 'positive-definite') throw new Error(result.status);
    expect(matrixToRows(result.lower)).toEqual([
      [2, 0, 0],
      [6, 1, 0],
      [-8, 5, 3],
    ]);
    const solution = choleskySolve(result.lower, [1, 2, 3]);
    const back = multiplyMatrixVector(matrix, solution);
    [1, 2, 3].forEach((value, index) => expect(back[index]).toBeCloseTo(value, 11));
  });

  test('names the row at which a matrix stops being definite', () => {
    expect(
      choleskyFactor(
        matrixFromRows([
          [1, 1],
          [1, 1],
        ]),
      ),
    ).toEqual({ status: 'not-positive-definite', pivot: 1 });
    expect(
      choleskyFactor(
        matrixFromRows([
          [1, 2],
          [2, 1],
        ]),
      ),
    ).toEqual({ status: 'not-positive-definite', pivot: 1 });
    expect(choleskyFactor(matrixFromRows([[Number.NaN]]))).toEqual({ status: 'not-positive-definite', pivot: 0 });
  });
});
