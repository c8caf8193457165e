import { drawdownSeries } from './drawdown-series.ts';

/**
 * The deepest drawdown, max_t D_t of {@link drawdownSeries}.
 *
 * @param returns T ≥ 1 simple returns in time order; NaN and an empty series are refused.
 * @param options compounded, default true.
 * @returns positive depth; 0 when the value never fell; at most 1 when compounded.
 */
export function maxDrawdown(returns: ArrayLike<number>, options: { readonly compounded?: boolean } = {}): number {
  let deepest = 0;
  for (const depth of drawdownSeries(returns, options)) deepest = Math.max(deepest, depth);
  return deepest;
}
