import { drawdownSeries } from './drawdown-series.ts';

/**
 * The ulcer index, √(Σ_t D_t² / T) of {@link drawdownSeries}: deep and long drawdowns weigh more than in the average.
 *
 * @param returns T ≥ 1 simple returns in time order; NaN and an empty series are refused.
 * @param options compounded, default true.
 * @returns positive depth, between the average and the maximum drawdown.
 *
 * Reference: Martin and McCann, The Investor's Guide to Fidelity Funds (1989), chapter 6.
 */
export function ulcerIndex(returns: ArrayLike<number>, options: { readonly compounded?: boolean } = {}): number {
  let squares = 0;
  for (const depth of drawdownSeries(returns, options)) squares += depth * depth;
  return Math.sqrt(squares / returns.length);
}
