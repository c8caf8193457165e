import { describe, expect, test } from 'vitest';
import { createMatrix, matrixColumn, matrixFromRows, matrixRow, matrixToRows } from './matrix.ts';

describe('Matrix', () => {
  test('is row-major, round-trips through rows and gives rows and columns', () => {
    const matrix = matrixFromRows([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(Array.from(matrix.data)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(matrixToRows(matrix)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(Array.from(matrixColumn(matrix, 1))).toEqual([2, 5]);
    expect(Array.from(matrixRow(matrix, 1))).toEqual([4, 5, 6]);
    expect(createMatrix(2, 2).data).toEqual(new Float64Array(4));
  });

  test('refuses shapes that do not fit, naming the argument', () => {
    expect(() => matrixFromRows([[1, 2], [3]])).toThrow(/rows\[1\] has 1 values; expected 2/);
    expect(() => createMatrix(2, 2, new Float64Array(3))).toThrow(/data has 3 values; expected 4/);
    expect(() => createMatrix(-1, 2)).toThrow(/rows is -1/);
    expect(() => matrixColumn(matrixFromRows([[1]]), 1)).toThrow(/column is 1; expected a number from 0 to 0/);
  });
});
