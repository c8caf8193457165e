/**
 * The portfolio for λ → ∞: maximum expected return and, among those of equal return, minimum variance.
 *
 * Filling the best-paid assets to their upper bounds until the budget is spent gives maximum return (Markowitz 1959, appendix
 * A). Where the last asset filled shares its return with others the face of maximum return has many points; the least risky one is
 * found by the same critical line method, on that face alone, with return replaced by an arbitrary strict order.
 */
import { atLower, atUpper, isFixed, isFree, LineState, weightTolerance } from './line-state.ts';
import { type CheckedProblem, largestMagnitude } from './problem.ts';

/** Returns that differ by less than this share of the largest are one return: the difference would be rounding. */
export const equalReturnTolerance = 1e-13;

/** Traces the sub-problem on the face down to its minimum variance; handed in because the trace itself starts here. */
export type TraceToMinimumVariance = (problem: CheckedProblem) => LineState;

/** The state at λ = ∞. The bounds must be finite and feasible. */
export function startingPoint(problem: CheckedProblem, traceToMinimumVariance: TraceToMinimumVariance): LineState {
  const filled = fillByReturn(problem);
  const face = filled.tied.length > 1 ? leastRiskOnFace(problem, filled, traceToMinimumVariance) : null;
  const weights = face?.weights ?? filled.weights;
  const status = new Int8Array(problem.size);
  for (let asset = 0; asset < problem.size; asset += 1) {
    if (problem.lower[asset] === problem.upper[asset]) status[asset] = isFixed;
    else if (weights[asset] <= problem.lower[asset]) status[asset] = atLower;
    else if (weights[asset] >= problem.upper[asset]) status[asset] = atUpper;
    else status[asset] = isFree;
  }
  // On the face an asset can be free and stand on its bound by chance; its status there is the truth.
  if (face) for (const asset of filled.tied) status[asset] = face.status[asset];
  const state = new LineState(problem, weights, status);
  // The free assets of the face were told from copies of a mix there, in an order that need not work here.
  state.free.adopt(face?.free.members ?? Array.from(status.keys()).filter((asset) => status[asset] === isFree));
  state.refresh();
  return state;
}

interface Filled {
  readonly weights: Float64Array;
  /** Assets that share the return of the last one filled and between which the budget could be spread in several ways. */
  readonly tied: readonly number[];
}

function fillByReturn({ size, mean, lower, upper, budget, meanScale }: CheckedProblem): Filled {
  const order = Array.from({ length: size }, (_, asset) => asset).sort((a, b) => mean[b] - mean[a] || a - b);
  const weights = lower.slice();
  let left = budget - lower.reduce((total, value) => total + value, 0);
  // What is left after many subtractions of decimal bounds is known to their rounding only.
  const rounding = weightTolerance * Math.max(Math.abs(budget), largestMagnitude(lower), largestMagnitude(upper));
  let last = order[0];
  for (const asset of order) {
    if (left <= rounding) break;
    if (upper[asset] === lower[asset]) continue;
    const room = upper[asset] - lower[asset];
    weights[asset] = left >= room - rounding ? upper[asset] : lower[asset] + left;
    left -= room;
    last = asset;
  }
  const equal = order.filter(
    (asset) => lower[asset] < upper[asset] && Math.abs(mean[asset] - mean[last]) <= equalReturnTolerance * meanScale,
  );
  const isForced =
    equal.every((asset) => weights[asset] >= upper[asset]) || equal.every((asset) => weights[asset] <= lower[asset]);
  return { weights, tied: isForced ? [] : equal };
}

function leastRiskOnFace(
  problem: CheckedProblem,
  filled: Filled,
  traceToMinimumVariance: TraceToMinimumVariance,
): LineState {
  const lower = filled.weights.slice();
  const upper = filled.weights.slice();
  const mean = new Float64Array(problem.size);
  filled.tied.forEach((asset, rank) => {
    lower[asset] = problem.lower[asset];
    upper[asset] = problem.upper[asset];
    mean[asset] = filled.tied.length - rank;
  });
  return traceToMinimumVariance({ ...problem, lower, upper, mean, meanScale: filled.tied.length });
}
