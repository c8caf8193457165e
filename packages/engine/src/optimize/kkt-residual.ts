/**
 * How far weights are from satisfying the optimality conditions (Karush, Kuhn, Tucker) of
 *
 *     minimise ½ wᵀ Σ w − λ μᵀ w   subject to 1ᵀ w = b, l ≤ w ≤ u:
 *
 *     g = Σ w − λ μ − γ 1,   g_i = 0 inside the bounds, ≥ 0 at the lower, ≤ 0 at the upper bound,   1ᵀ w = b,   l ≤ w ≤ u
 *
 * for the γ that suits best. Each violation is divided by the size of the terms it is made of, so that the number does not depend on
 * the units of returns or weights.
 */
import { type CheckedProblem, checkProblem, largestMagnitude, type MeanVarianceProblem } from './problem.ts';
import { addRows } from './rows.ts';

/** A weight within this distance of a bound, relative to the largest weight, counts as standing on it. */
const onBoundTolerance = 1e-12;

/**
 * Largest scaled violation of the optimality conditions; 0 is exactly optimal, rounding is some 1e-16.
 *
 * @param weights n weights. @param lambda λ ≥ 0; λ = 0 asks for minimum variance.
 * @throws EngineError when the problem is malformed.
 */
export function kktResidual(problem: MeanVarianceProblem, weights: Float64Array, lambda: number): number {
  const checked = checkProblem(problem);
  const gradient = new Float64Array(checked.size);
  addRows(gradient, checked, Array.from(weights.keys()), Array.from(weights));
  return kktResidualOf(checked, weights, lambda, gradient);
}

/** The same with Σ w at hand. */
export function kktResidualOf(
  problem: CheckedProblem,
  weights: Float64Array,
  lambda: number,
  gradient: Float64Array,
): number {
  const { size, mean, lower, upper, budget, covarianceScale, meanScale } = problem;
  const weightScale = largestMagnitude(weights) || 1;
  const near = onBoundTolerance * weightScale;
  // γ lies in [low, high]: assets that may still grow push it down, those that may still shrink push it up.
  let low = -Infinity;
  let high = Infinity;
  let total = 0;
  let outside = 0;
  for (let asset = 0; asset < size; asset += 1) {
    const pull = gradient[asset] - lambda * mean[asset];
    if (weights[asset] > lower[asset] + near) low = Math.max(low, pull);
    if (weights[asset] < upper[asset] - near) high = Math.min(high, pull);
    total += weights[asset];
    outside = Math.max(outside, lower[asset] - weights[asset], weights[asset] - upper[asset]);
  }
  const gradientScale = covarianceScale * weightScale + lambda * meanScale || 1;
  const stationarity = Math.max(0, low - high) / gradientScale;
  const feasibility = Math.max(outside, Math.abs(total - budget)) / Math.max(weightScale, Math.abs(budget));
  return Math.max(stationarity, feasibility);
}
