import { requireCompoundable } from '../returns/cumulative-returns.ts';
import { requireReturns } from '../validate/vectors.ts';

/**
 * How far below its highest value so far an investment stands after each period.
 *
 *     compounded    1 − V_t / max(1, V_1, …, V_t),  V_t = Π (1 + r)
 *     uncompounded  max(0, C_1, …, C_t) − C_t,      C_t = Σ r
 *
 * The starting value counts as the first peak, so a first loss is a drawdown.
 *
 * @param returns T ≥ 1 simple returns in time order; NaN and an empty series are refused, and so is a return below −1 when compounding.
 * @param options compounded, default true.
 * @returns T depths as positive numbers: 0 at a peak, 0.2 = 20 % below it (uncompounded: 0.2 of the starting value below it).
 */
export function drawdownSeries(
  returns: ArrayLike<number>,
  options: { readonly compounded?: boolean } = {},
): Float64Array {
  requireReturns(returns);
  const compounded = options.compounded ?? true;
  if (compounded) requireCompoundable(returns);
  const depths = new Float64Array(returns.length);
  let value = compounded ? 1 : 0;
  let peak = value;
  for (let period = 0; period < returns.length; period += 1) {
    value = compounded ? value * (1 + returns[period]) : value + returns[period];
    if (value > peak) peak = value;
    depths[period] = compounded ? 1 - value / peak : peak - value;
  }
  return depths;
}
