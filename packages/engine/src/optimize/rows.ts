/** The one product that dominates the cost of a corner: rows of the covariance, scaled and added up. */
import type { CheckedProblem } from './problem.ts';

/**
 * target += Σ_k factors[k] · (row rows[k] of the covariance).
 *
 * Four rows at a time: the target is then read and written a quarter as often.
 */
export function addRows(
  target: Float64Array,
  { covariance, size }: CheckedProblem,
  rows: readonly number[],
  factors: readonly number[],
): void {
  let k = 0;
  for (; k + 3 < rows.length; k += 4) {
    const [a, b, c, d] = [factors[k], factors[k + 1], factors[k + 2], factors[k + 3]];
    const rowA = rows[k] * size;
    const rowB = rows[k + 1] * size;
    const rowC = rows[k + 2] * size;
    const rowD = rows[k + 3] * size;
    for (let j = 0; j < size; j += 1) {
      target[j] +=
        a * covariance[rowA + j] + b * covariance[rowB + j] + c * covariance[rowC + j] + d * covariance[rowD + j];
    }
  }
  for (; k < rows.length; k += 1) {
    const factor = factors[k];
    const row = rows[k] * size;
    for (let j = 0; j < size; j += 1) target[j] += factor * covariance[row + j];
  }
}
