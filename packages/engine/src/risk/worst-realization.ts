import { requireReturns } from '../validate/vectors.ts';

/**
 * The largest loss of one period, −min r.
 *
 * @param returns n ≥ 1 simple returns; NaN and an empty series are refused.
 * @returns positive for a loss; negative when every period was a gain.
 */
export function worstRealization(returns: ArrayLike<number>): number {
  requireReturns(returns);
  let worst = returns[0];
  for (let period = 1; period < returns.length; period += 1) worst = Math.min(worst, returns[period]);
  // Not −worst: a return of zero is a loss of 0, not of −0.
  return 0 - worst;
}
