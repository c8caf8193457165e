/** Returns of a mix of assets that is brought back to the same weights every period. */
import type { Matrix } from '../linalg/matrix.ts';
import { requireFilled } from '../validate/matrices.ts';
import { requireFiniteVector, requireLength } from '../validate/vectors.ts';

/**
 * Constant-mix portfolio returns, r_p = R w.
 *
 * What the weights leave of 1 is held at a return of zero. An asset with weight zero is not in the portfolio, so its missing returns do not
 * matter; a missing return of a held asset makes the portfolio's return of that period NaN.
 *
 * @param returns T × N simple returns, row = period, column = asset.
 * @param weights N finite fractions (0.25 = 25 %), any sign, in the order of the columns.
 * @returns T returns.
 */
export function portfolioReturns(returns: Matrix, weights: ArrayLike<number>): Float64Array {
  requireFilled(returns, 'returns');
  requireLength(weights, returns.columns, 'weights', 'one for each column of returns');
  requireFiniteVector(weights, 'weights');
  const { rows, columns, data } = returns;
  const portfolio = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    let sum = 0;
    for (let column = 0; column < columns; column += 1) {
      if (weights[column] !== 0) sum += data[row * columns + column] * weights[column];
    }
    portfolio[row] = sum;
  }
  return portfolio;
}
