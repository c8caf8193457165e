import { multiplyMatrixVector } from '@riskoptimizer/engine';
import type { Constraints } from '../input/constraints-file.ts';
import type { Moments } from '../input/moments.ts';

/** What the constraints cost: the multipliers of minimise ½ wᵀ Σ w − λ μᵀ w, 1ᵀ w = b, l ≤ w ≤ u. */
export interface Duals {
  /** λ: half the change of variance for a change of expected return along the frontier. */
  readonly lambda: number;
  /** γ of the budget: Σ w − λ μ = γ 1 + ν_lower − ν_upper. */
  readonly budget: number;
  /** ν_lower > 0 of the assets on their lower bound. */
  readonly lower: Readonly<Record<string, number>>;
  /** ν_upper > 0 of the assets on their upper bound. */
  readonly upper: Readonly<Record<string, number>>;
}

/** A weight nearer to its bound than this, relative to the largest weight, stands on it. */
const onBoundTolerance = 1e-12;

/** A multiplier smaller than this, relative to the largest term it is the difference of, is rounding. */
const multiplierTolerance = 1e-12;

/**
 * The multipliers of a frontier portfolio, from its optimality conditions.
 *
 * Where no weight is strictly between its bounds γ is not unique; the middle of its range is taken.
 */
export function dualsOf(moments: Moments, constraints: Constraints, weights: Float64Array, lambda: number): Duals {
  const { lower, upper } = constraints;
  const near = onBoundTolerance * weights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 1);
  const products = multiplyMatrixVector(moments.covariance, weights);
  let scale = 0;
  const pull = products.map((product, asset) => {
    const reward = lambda * (moments.expectedReturns?.[asset] ?? 0);
    scale = Math.max(scale, Math.abs(product), Math.abs(reward));
    return product - reward;
  });
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  const onLower = weights.map((weight, asset) => (weight <= (lower[asset] as number) + near ? 1 : 0));
  const onUpper = weights.map((weight, asset) => (weight >= (upper[asset] as number) - near ? 1 : 0));
  pull.forEach((value, asset) => {
    if (onLower[asset] === 0) low = Math.max(low, value);
    if (onUpper[asset] === 0) high = Math.min(high, value);
  });
  const budget = middle(low, high);
  const multipliers = (on: Float64Array, sign: 1 | -1): Record<string, number> =>
    Object.fromEntries(
      moments.assets.flatMap((asset, index) => {
        const value = sign * ((pull[index] as number) - budget);
        return on[index] === 1 && value > multiplierTolerance * scale ? [[asset, value]] : [];
      }),
    );
  return { lambda, budget, lower: multipliers(onLower, 1), upper: multipliers(onUpper, -1) };
}

function middle(low: number, high: number): number {
  if (Number.isFinite(low) && Number.isFinite(high)) return (low + high) / 2;
  return Number.isFinite(low) ? low : high;
}
