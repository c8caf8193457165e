import { requireFinite } from '../validate/numbers.ts';
import { requireAmount } from './external-flows.ts';

export interface SimpleReturnInput {
  /** Value at the start, before the first flow of the period. */
  readonly startValue: number;
  readonly endValue: number;
  /** Sum of what was paid in during the period, at least 0. */
  readonly inflow?: number;
  /** Sum of what was taken out during the period, at least 0. */
  readonly outflow?: number;
}

/**
 * Simple return: the gain as a share of all the money that was put to work, whenever that was.
 *
 *     (V₁ + out − V₀ − in) / (V₀ + in)
 *
 * It answers "how much more is there than I paid in" and ignores time: money paid in yesterday counts as much as money paid in
 * years ago. With no flows it equals the time-weighted return.
 *
 * @returns 0.065 means 6.5 % over the whole period, never annualised; NaN when nothing was put in (V₀ + in ≤ 0). NaN and
 * infinite inputs are refused. It is never below −1 as long as the value at the end is not negative.
 */
export function simpleReturn({ startValue, endValue, inflow = 0, outflow = 0 }: SimpleReturnInput): number {
  requireFinite(startValue, 'startValue');
  requireFinite(endValue, 'endValue');
  const invested = startValue + requireAmount(inflow, 'inflow');
  const gain = endValue + requireAmount(outflow, 'outflow') - invested;
  return invested > 0 ? gain / invested : Number.NaN;
}
