import { drawdownSeries } from './drawdown-series.ts';

/**
 * The mean depth below the highest value so far, Σ_t D_t / T of {@link drawdownSeries}, periods at a peak counting as 0.
 *
 * @param returns T ≥ 1 simple returns in time order; NaN and an empty series are refused.
 * @param options compounded, default true.
 * @returns positive depth, at most the maximum drawdown.
 *
 * Reference: Chekhlov, Uryasev and Zabarankin, Drawdown measure in portfolio optimization (2005).
 */
export function averageDrawdown(returns: ArrayLike<number>, options: { readonly compounded?: boolean } = {}): number {
  let sum = 0;
  for (const depth of drawdownSeries(returns, options)) sum += depth;
  return sum / returns.length;
}
