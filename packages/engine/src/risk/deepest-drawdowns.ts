import { requireInteger } from '../validate/numbers.ts';
import { drawdownSeries } from './drawdown-series.ts';

/** One fall from a peak until the value is back at it. Indices count periods (rows of the returns). */
export interface Drawdown {
  /** Last period that ended at the peak; −1 = the starting value. */
  readonly peakIndex: number;
  /** Period that ended at the lowest value; the first of equals. */
  readonly troughIndex: number;
  /** First period that ended at the peak or above it; null when that has not happened yet. */
  readonly recoveryIndex: number | null;
  /** Positive: 0.2 = 20 % below the peak. */
  readonly depth: number;
  /** Periods from the peak to the recovery, or to the end of the series. */
  readonly length: number;
}

/**
 * The deepest drawdowns that do not overlap, deepest first; of equal depth the earlier first.
 *
 * @param returns T ≥ 1 simple returns in time order; NaN and an empty series are refused.
 * @param count at most so many, default 10; fewer when there were fewer.
 * @param options compounded, default true.
 */
export function deepestDrawdowns(
  returns: ArrayLike<number>,
  count = 10,
  options: { readonly compounded?: boolean } = {},
): Drawdown[] {
  requireInteger(count, 1, 'count');
  const depths = drawdownSeries(returns, options);
  const found: Drawdown[] = [];
  for (let period = 0; period < depths.length; period += 1) {
    if (depths[period] === 0) continue;
    const drawdown = drawdownFrom(depths, period);
    found.push(drawdown);
    period = drawdown.recoveryIndex ?? depths.length;
  }
  return found.sort((left, right) => right.depth - left.depth || left.peakIndex - right.peakIndex).slice(0, count);
}

/** The drawdown whose first period below the peak is `start`. */
function drawdownFrom(depths: Float64Array, start: number): Drawdown {
  let troughIndex = start;
  let end = start;
  for (; end < depths.length && depths[end] > 0; end += 1) if (depths[end] > depths[troughIndex]) troughIndex = end;
  const recoveryIndex = end < depths.length ? end : null;
  const peakIndex = start - 1;
  const length = (recoveryIndex ?? depths.length - 1) - peakIndex;
  return { peakIndex, troughIndex, recoveryIndex, depth: depths[troughIndex], length };
}
