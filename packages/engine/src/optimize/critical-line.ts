/**
 * The critical line method: follows the solution of
 *
 *     minimise ½ wᵀ Σ w − λ μᵀ w   subject to 1ᵀ w = b, l ≤ w ≤ u
 *
 * from λ = ∞ to λ = 0. Between two corners the set of free assets is constant and the weights are linear in λ; at a corner an
 * asset reaches or leaves a bound. So finitely many corners describe the whole frontier exactly.
 *
 * References: Markowitz and Todd, Mean-Variance Analysis in Portfolio Choice and Capital Markets (2000), chapters 7 and 8;
 * Niedermayer and Niedermayer, Applying Markowitz's critical line algorithm (2010); Bailey and López de Prado, An open-source
 * implementation of the critical-line algorithm for portfolio optimization, Algorithms 6 (2013); Stein, Branke and Schmeck,
 * Efficient implementation of an active set algorithm for large-scale portfolio selection, Computers & OR 35 (2008).
 */

import { type Direction, nextDirection, slopeTolerance } from './direction.ts';
import { atLower, atUpper, isFixed, isFree, type LineState, weightTolerance } from './line-state.ts';
import { type CheckedProblem, largestMagnitude } from './problem.ts';
import { addRows } from './rows.ts';
import { equalReturnTolerance, startingPoint } from './starting-point.ts';

/** Where the free set changes, with the stretch of λ for which the very same weights are optimal. */
export interface Corner {
  readonly weights: Float64Array;
  /** Lowest λ for which these weights are optimal: the next stretch begins here. */
  lambda: number;
  /** Highest λ for which these weights are optimal; Infinity at the first corner. */
  readonly lambdaMax: number;
}

export interface Trace {
  readonly status: 'optimal' | 'iteration-limit';
  readonly corners: readonly Corner[];
  readonly iterations: number;
  readonly state: LineState;
}

/** Corners per asset after which the trace gives up; a frontier has a small multiple of n in practice. */
export const iterationsPerAssetMax = 60;

/** Reduced gradient, relative to its terms, that counts as zero. */
const gradientTolerance = 1e-14;

/** Follows the critical line down to λ = 0. The bounds must be finite and feasible. */
export function traceCriticalLine(problem: CheckedProblem): Trace {
  const state = startingPoint(problem, (face) => traceCriticalLine(face).state);
  const corners: Corner[] = [{ weights: state.weights.slice(), lambda: Infinity, lambdaMax: Infinity }];
  const iterationsMax = iterationsPerAssetMax * problem.size + 100;
  let tied = descendAtRest(state);
  corners[0].lambda = state.lambda;
  let iterations = 0;
  for (; state.lambda > 0 && iterations < iterationsMax; iterations += 1) {
    const direction = nextDirection(state, tied);
    if (direction === null) {
      tied = descendAtRest(state);
    } else {
      tied = descend(state, direction);
    }
    record(corners, state);
  }
  return { status: state.lambda > 0 ? 'iteration-limit' : 'optimal', corners, iterations, state };
}

/** Adds the present weights as a corner, or stretches the last one when they are the same. */
function record(corners: Corner[], state: LineState): void {
  const last = corners[corners.length - 1];
  const tolerance = weightTolerance * state.weightScale;
  const isSame = state.weights.every((weight, asset) => Math.abs(weight - last.weights[asset]) <= tolerance);
  if (isSame) last.lambda = state.lambda;
  else corners.push({ weights: state.weights.slice(), lambda: state.lambda, lambdaMax: state.lambda });
}

/**
 * Moves along the direction to the next corner.
 *
 * @returns the assets that are tied there.
 */
function descend(state: LineState, direction: Direction): number[] {
  const { problem, free, weights } = state;
  const { members } = free;
  const curvature = new Float64Array(problem.size);
  addRows(
    curvature,
    problem,
    members,
    members.map((asset) => direction.weights[asset]),
  );
  const step = Math.min(state.lambda, stepToBound(state, direction), stepToEntry(state, direction, curvature));
  for (const asset of members) weights[asset] += step * direction.weights[asset];
  state.lambda = step >= state.lambda ? 0 : state.lambda - step;
  const arrived = putArrivedOnBounds(state);
  state.settle();
  return [...arrived, ...tiedOnBounds(state, arrived)];
}

/** How far λ falls until a free asset reaches a bound. */
function stepToBound({ problem, free, weights }: LineState, direction: Direction): number {
  let step = Infinity;
  for (const asset of free.members) {
    const move = direction.weights[asset];
    if (move === 0) continue;
    const room = move < 0 ? weights[asset] - problem.lower[asset] : problem.upper[asset] - weights[asset];
    step = Math.min(step, Math.max(0, room) / Math.abs(move));
  }
  return step;
}

/** How far λ falls until the reduced gradient of an asset on a bound reaches zero. */
function stepToEntry(state: LineState, direction: Direction, curvature: Float64Array): number {
  const { problem, status } = state;
  const { mean } = problem;
  const reference = state.reference;
  const curvatureScale = problem.covarianceScale * largestMagnitude(direction.weights);
  let step = Infinity;
  for (let asset = 0; asset < problem.size; asset += 1) {
    if (status[asset] === isFree || status[asset] === isFixed) continue;
    const tilt = mean[asset] - mean[reference];
    const slope = curvature[asset] - curvature[reference] + tilt;
    const towards = status[asset] === atLower ? -slope : slope;
    if (towards <= slopeTolerance * (curvatureScale + Math.abs(tilt))) continue;
    const distance = Math.max(0, -status[asset] * state.reducedGradient(asset));
    step = Math.min(step, distance / towards);
  }
  return step;
}

/** Free assets that stand on a bound are put there exactly and taken out of the free set. */
function putArrivedOnBounds(state: LineState): number[] {
  const { problem, free, weights } = state;
  const tolerance = weightTolerance * state.weightScale;
  const arrived: number[] = [];
  for (const asset of free.members.slice()) {
    const side =
      weights[asset] <= problem.lower[asset] + tolerance
        ? atLower
        : weights[asset] >= problem.upper[asset] - tolerance
          ? atUpper
          : null;
    if (side === null) continue;
    if (free.count === 1) state.vertexReference = asset;
    free.remove(asset);
    state.markBound(asset, side);
    arrived.push(asset);
  }
  return arrived;
}

/** Assets on a bound whose reduced gradient is zero, besides those just arrived. */
function tiedOnBounds(state: LineState, arrived: readonly number[]): number[] {
  const { problem, status, lambda } = state;
  const reference = state.reference;
  const base = problem.covarianceScale * state.weightScale;
  const tied: number[] = [];
  for (let asset = 0; asset < problem.size; asset += 1) {
    if (status[asset] === isFree || status[asset] === isFixed || arrived.includes(asset)) continue;
    const gradient = state.reducedGradient(asset);
    const tilt = lambda * Math.abs(problem.mean[asset] - problem.mean[reference]);
    if (-status[asset] * gradient <= gradientTolerance * (base + tilt)) tied.push(asset);
  }
  return tied;
}

/**
 * Lowers λ while the weights rest, to where the first exchange pays: from the start at λ = ∞, and from a vertex without a free
 * asset. With a free asset the exchange is with it; without one it is between an asset on its upper and one on its lower bound.
 */
function descendAtRest(state: LineState): number[] {
  const { problem, status, gradient } = state;
  const { mean } = problem;
  let lambda = 0;
  const consider = (from: number, to: number): void => {
    const tilt = mean[from] - mean[to];
    if (tilt <= equalReturnTolerance * problem.meanScale) return;
    const crossing = Math.min((gradient[from] - gradient[to]) / tilt, state.lambda);
    if (crossing <= lambda) return;
    lambda = crossing;
    state.vertexReference = from;
  };
  const resting = (side: number): number[] => Array.from(status.keys()).filter((asset) => status[asset] === side);
  const uppers = resting(atUpper);
  const lowers = resting(atLower);
  if (state.free.count > 0) {
    const reference = state.reference;
    for (const asset of uppers) consider(asset, reference);
    for (const asset of lowers) consider(reference, asset);
  } else {
    for (const from of uppers) for (const to of lowers) consider(from, to);
  }
  state.lambda = lambda;
  state.settle();
  return lambda > 0 ? tiedOnBounds(state, []) : [];
}
