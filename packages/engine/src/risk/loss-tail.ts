/**
 * The worst scenarios of a series at a confidence level: how many there are, and which.
 *
 * With confidence β and n scenarios the tail holds k = (1 − β) n scenarios: the whole ones before the boundary scenario, and a fraction of the
 * boundary scenario itself. Value at risk is the loss of the boundary scenario, CVaR the mean over the k.
 */
import { requireConfidence } from '../validate/numbers.ts';

/**
 * How near k may come to a whole number to count as it, per scenario. 0.05 × 100 is 5.000000000000004 in doubles; without this the boundary
 * would move by one scenario. A genuine fraction this small would change CVaR by less than its rounding.
 */
const tailCountTolerance = 1e-12;

export interface LossTail {
  /** k = (1 − β) n, greater than zero, snapped to a whole number where rounding hides one. */
  readonly size: number;
  /** Number of scenarios that lie wholly in the tail before the boundary scenario, ⌈k⌉ − 1. */
  readonly wholeCount: number;
}

/** Where the tail of `count` scenarios ends. */
export function lossTail(count: number, confidence: number): LossTail {
  requireConfidence(confidence);
  const exact = (1 - confidence) * count;
  const nearest = Math.round(exact);
  const size = nearest > 0 && Math.abs(exact - nearest) <= tailCountTolerance * count ? nearest : exact;
  return { size, wholeCount: Math.ceil(size) - 1 };
}

/** The indices of the returns from worst to best; equal returns stand in the order of their index. */
export function scenariosFromWorst(returns: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: returns.length }, (_, index) => index).sort(
    (left, right) => returns[left] - returns[right] || left - right,
  );
}
