import { requireInteger } from '../validate/numbers.ts';
import { requireNonEmpty } from '../validate/vectors.ts';
import { standardDeviation } from './standard-deviation.ts';

/**
 * Standard deviation (ddof 1) of the last `windowLength` returns, period by period.
 *
 * Each window is computed afresh: running sums would let the rounding of one crash linger in every later window.
 *
 * @param returns T ≥ 1 simple returns in time order; a missing return (NaN) makes every window over it NaN.
 * @param windowLength periods a window, at least 2.
 * @returns T values per period; NaN until the window is full.
 */
export function rollingStandardDeviation(returns: ArrayLike<number>, windowLength: number): Float64Array {
  requireNonEmpty(returns, 'returns');
  requireInteger(windowLength, 2, 'windowLength');
  const series = Float64Array.from(returns);
  const rolling = new Float64Array(series.length).fill(Number.NaN);
  let lastMissing = -1;
  for (let period = 0; period < series.length; period += 1) {
    if (Number.isNaN(series[period])) lastMissing = period;
    const start = period - windowLength + 1;
    if (start > lastMissing) {
      rolling[period] = standardDeviation(series.subarray(start, period + 1));
    }
  }
  return rolling;
}
