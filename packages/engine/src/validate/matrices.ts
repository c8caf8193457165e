/** Checks of matrices; each returns its argument, so that it can stand where the matrix is used. */
import type { Matrix } from '../linalg/matrix.ts';
import { EngineError } from './engine-error.ts';
import { describeValue } from './numbers.ts';

/**
 * Largest |a_ij − a_ji| accepted as rounding, relative to the largest element: sums of some thousand products taken in another order
 * differ by far less.
 */
export const symmetryTolerance = 1e-10;

/** Returns the matrix when it is square and not empty. */
export function requireSquare(matrix: Matrix, argument: string): Matrix {
  if (matrix.rows === matrix.columns && matrix.rows > 0) return matrix;
  const code = matrix.rows === matrix.columns ? 'empty' : 'shape-mismatch';
  throw new EngineError(
    code,
    argument,
    `${argument} is ${matrix.rows} × ${matrix.columns}; expected a square matrix of at least 1 × 1.`,
  );
}

/** Returns the matrix when it is not empty and every element is a finite number. */
export function requireFiniteMatrix(matrix: Matrix, argument: string): Matrix {
  requireFilled(matrix, argument);
  const { data, columns } = matrix;
  for (let index = 0; index < data.length; index += 1) {
    if (!Number.isFinite(data[index])) {
      const place = `row ${Math.floor(index / columns)}, column ${index % columns}`;
      throw new EngineError(
        'not-finite',
        argument,
        `${argument} holds ${describeValue(data[index])} at ${place}; expected finite numbers only.`,
      );
    }
  }
  return matrix;
}

/** Returns the matrix when it has at least one row and one column. */
export function requireFilled(matrix: Matrix, argument: string): Matrix {
  if (matrix.rows > 0 && matrix.columns > 0) return matrix;
  throw new EngineError(
    'empty',
    argument,
    `${argument} is ${matrix.rows} × ${matrix.columns}; expected at least one row and one column.`,
  );
}

/** Returns the matrix when it is square, finite and symmetric up to {@link symmetryTolerance}. */
export function requireSymmetric(matrix: Matrix, argument: string): Matrix {
  requireSquare(matrix, argument);
  requireFiniteMatrix(matrix, argument);
  const { rows, data } = matrix;
  let largest = 0;
  for (let index = 0; index < data.length; index += 1) largest = Math.max(largest, Math.abs(data[index]));
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < row; column += 1) {
      const difference = Math.abs(data[row * rows + column] - data[column * rows + row]);
      if (difference > symmetryTolerance * largest) {
        throw new EngineError(
          'not-symmetric',
          argument,
          `${argument} is not symmetric: (${row}, ${column}) is ${data[row * rows + column]} and (${column}, ${row}) is ${data[column * rows + row]}.`,
        );
      }
    }
  }
  return matrix;
}
