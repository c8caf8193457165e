import { requireFinite } from '../validate/numbers.ts';
import { requireReturns } from '../validate/vectors.ts';

/**
 * Downside deviation: the root mean square shortfall below a target.
 *
 *     √( Σ min(r − target, 0)² / n )
 *
 * n counts all periods, not only those below the target.
 *
 * @param returns n ≥ 1 simple returns; NaN and an empty series are refused.
 * @param options target: return per period, default 0.
 * @returns return per period, ≥ 0.
 *
 * Reference: Sortino and van der Meer, Downside risk, Journal of Portfolio Management 17 (1991).
 */
export function downsideDeviation(returns: ArrayLike<number>, options: { readonly target?: number } = {}): number {
  requireReturns(returns);
  const target = requireFinite(options.target ?? 0, 'target');
  let squares = 0;
  for (let period = 0; period < returns.length; period += 1) {
    const shortfall = Math.min(returns[period] - target, 0);
    squares += shortfall * shortfall;
  }
  return Math.sqrt(squares / returns.length);
}
