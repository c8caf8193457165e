/**
 * Dense matrices of doubles, row-major: element (i, j) is `data[i * columns + j]`.
 *
 * Row = period and column = asset wherever a matrix holds prices or returns.
 */
import { EngineError } from '../validate/engine-error.ts';
import { requireInteger } from '../validate/numbers.ts';

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Row-major, length rows × columns. */
  readonly data: Float64Array;
}

/** A matrix over the given data (not copied), or of zeros when none are given. */
export function createMatrix(rows: number, columns: number, data?: Float64Array): Matrix {
  requireInteger(rows, 0, 'rows');
  requireInteger(columns, 0, 'columns');
  if (data !== undefined && data.length !== rows * columns) {
    throw new EngineError(
      'shape-mismatch',
      'data',
      `data has ${data.length} values; expected ${rows * columns} for ${rows} rows of ${columns} columns.`,
    );
  }
  return { rows, columns, data: data ?? new Float64Array(rows * columns) };
}

/** A matrix of the given rows, copied; rows of unequal length are refused. */
export function matrixFromRows(rows: ReadonlyArray<ArrayLike<number>>): Matrix {
  const columns = rows.length === 0 ? 0 : rows[0].length;
  const data = new Float64Array(rows.length * columns);
  for (let row = 0; row < rows.length; row += 1) {
    if (rows[row].length !== columns) {
      throw new EngineError(
        'shape-mismatch',
        'rows',
        `rows[${row}] has ${rows[row].length} values; expected ${columns} as in rows[0].`,
      );
    }
    data.set(rows[row], row * columns);
  }
  return { rows: rows.length, columns, data };
}

/** The rows as plain arrays, for JSON and tests. */
export function matrixToRows(matrix: Matrix): number[][] {
  const { rows, columns, data } = matrix;
  return Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * columns, (row + 1) * columns)));
}

/** One column, copied. */
export function matrixColumn(matrix: Matrix, column: number): Float64Array {
  requireInteger(column, 0, 'column', matrix.columns - 1);
  const { rows, columns, data } = matrix;
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) values[row] = data[row * columns + column];
  return values;
}

/** One row as a view on the matrix (writing to it writes to the matrix). */
export function matrixRow(matrix: Matrix, row: number): Float64Array {
  requireInteger(row, 0, 'row', matrix.rows - 1);
  return matrix.data.subarray(row * matrix.columns, (row + 1) * matrix.columns);
}
