/** Products of dense matrices and vectors that more than one folder needs. */

import { requireLength } from '../validate/vectors.ts';
import type { Matrix } from './matrix.ts';

/** Sum of products of two vectors of equal length, in index order. */
export function dotProduct(left: ArrayLike<number>, right: ArrayLike<number>): number {
  requireLength(right, left.length, 'right', 'as many as the left vector');
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += left[index] * right[index];
  return sum;
}

/** A x for A of m × n and x of n values. */
export function multiplyMatrixVector(matrix: Matrix, vector: ArrayLike<number>): Float64Array {
  const { rows, columns, data } = matrix;
  requireLength(vector, columns, 'vector', 'as many as the matrix has columns');
  const product = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    let sum = 0;
    for (let column = 0; column < columns; column += 1) sum += data[row * columns + column] * vector[column];
    product[row] = sum;
  }
  return product;
}
