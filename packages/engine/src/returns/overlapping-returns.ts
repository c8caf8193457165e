/** Returns over longer horizons from returns over one period. */
import { createMatrix, type Matrix } from '../linalg/matrix.ts';
import { requireFilled } from '../validate/matrices.ts';
import { requireInteger } from '../validate/numbers.ts';

/**
 * Compounded returns over every window of `horizon` neighbouring periods, R_t = Π_{s=t..t+h−1} (1 + r_s) − 1.
 *
 * Neighbouring windows share periods, so the rows are not independent. Each asset is held without trading inside a window, so a portfolio
 * bought at its start has the return Σ w_i R_{t,i}: linear in the weights, unlike a mix brought back to its weights every period.
 *
 * @param returns T × N simple returns; a missing return (NaN) makes every window over it NaN.
 * @param horizon periods a window, 1 to T; 1 gives the returns themselves.
 * @returns (T − horizon + 1) × N, row t = the window that starts in period t.
 */
export function overlappingReturns(returns: Matrix, horizon: number): Matrix {
  requireFilled(returns, 'returns');
  requireInteger(horizon, 1, 'horizon', returns.rows);
  const { rows, columns, data } = returns;
  if (horizon === 1) return createMatrix(rows, columns, Float64Array.from(data));
  const windows = createMatrix(rows - horizon + 1, columns);
  for (let row = 0; row < windows.rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let growth = 1;
      for (let period = row; period < row + horizon; period += 1) growth *= 1 + data[period * columns + column];
      windows.data[row * columns + column] = growth - 1;
    }
  }
  return windows;
}
