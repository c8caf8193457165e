import { describe, expect, test } from 'vitest';
import { matrixFromRows, matrixToRows } from './matrix.ts';
import { conditionNumber, isPositiveSemiDefinite, repairPositiveSemiDefinite } from './positive-semidefinite.ts';
import { symmetricEigenvalues } from './symmetric-eigen.ts';

describe('positive semidefinite matrices', () => {
  test('a singular matrix is semidefinite and its condition number infinite', () => {
    const singular = matrixFromRows([
      [1, 1],
      [1, 1],
    ]);
    expect(isPositiveSemiDefinite(singular)).toBe(true);
    expect(conditionNumber(singular)).toBe(Number.POSITIVE_INFINITY);
    expect(
      conditionNumber(
        matrixFromRows([
          [4, 0],
          [0, 2],
        ]),
      ),
    ).toBe(2);
  });

  test('repair clips the negative eigenvalue and leaves the others', () => {
    const matrix = matrixFromRows([
      [1, 0.9, 0.7],
      [0.9, 1, -0.5],
      [0.7, -0.5, 1],
    ]);
    expect(isPositiveSemiDefinite(matrix)).toBe(false);
    const before = symmetricEigenvalues(matrix);
    const after = symmetricEigenvalues(repairPositiveSemiDefinite(matrix));
    expect(before[0]).toBeLessThan(-0.1);
    expect(after[0]).toBeCloseTo(0, 14);
    expect(after[1]).toBeCloseTo(before[1], 14);
    expect(after[2]).toBeCloseTo(before[2], 14);
  });

  test('repair returns a definite matrix bit for bit', () => {
    const rows = [
      [2, 0.3],
      [0.3, 1],
    ];
    expect(matrixToRows(repairPositiveSemiDefinite(matrixFromRows(rows)))).toEqual(rows);
  });
});
