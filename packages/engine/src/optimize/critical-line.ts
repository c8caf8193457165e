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

import { type Direction, nextDirection } from './direction.ts';
import { isFlatExchange } from './free-set.ts';
import { atLower, atUpper, isFixed, isFree, type LineState, roundingTolerance, weightTolerance } from './line-state.ts';
import { nextEvent } from './next-event.ts';
import type { CheckedProblem } from './problem.ts';
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

/** Rest of λ after a step, relative to λ before it, that counts as zero: the difference of two numbers that rounding parts. */
const lambdaTolerance = 1e-12;

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
      tied = descend(state, direction, tied);
    }
    record(corners, state);
  }
  return { status: state.lambda > 0 ? 'iteration-limit' : 'optimal', corners, iterations, state };
}

/** Adds the present weights as a corner, or stretches the last one when they are the same. */
function record(corners: Corner[], state: LineState): void {
  const last = corners[corners.length - 1];
  const tolerance = weightTolerance * state.weightScale;
  if (areSame(state.weights, last.weights, tolerance)) last.lambda = state.lambda;
  // An exchange that is all but riskless can move weights within the rounding of λ.
  else if (state.lambda >= last.lambda)
    corners[corners.length - 1] = { ...last, weights: state.weights.slice(), lambda: state.lambda };
  else corners.push({ weights: state.weights.slice(), lambda: state.lambda, lambdaMax: state.lambda });
}

function areSame(one: Float64Array, other: Float64Array, tolerance: number): boolean {
  for (let asset = 0; asset < one.length; asset += 1) {
    if (!(Math.abs(one[asset] - other[asset]) <= tolerance)) return false;
  }
  return true;
}

/**
 * Moves along the direction to the next corner.
 *
 * @returns the assets that are tied there.
 */
function descend(state: LineState, direction: Direction, tiedBefore: readonly number[]): number[] {
  const { free, weights, lambda: before } = state;
  const event = nextEvent(state, direction, tiedBefore);
  const lambda = event.lambda > lambdaTolerance * before ? event.lambda : 0;
  // From the nearer end of the stretch, so that less cancels.
  const from = lambda < before / 2 ? event.from : state;
  const distance = lambda - from.lambda;
  for (const asset of free.members) weights[asset] = from.weights[asset] - distance * direction.weights[asset];
  state.lambda = lambda;
  const arrived = settleInsideBounds(state, event.isArrival && state.lambda > 0 ? event.asset : -1);
  if (isLambdaSpent(state)) state.lambda = 0;
  const tied = new Set([...arrived, ...tiedOnBounds(state)]);
  if (event.asset >= 0 && !event.isArrival) tied.add(event.asset);
  // After a step of length zero all that was tied still is: the set only grows, so such steps come to an end.
  if (state.lambda >= before) for (const asset of tiedBefore) if (state.status[asset] !== isFree) tied.add(asset);
  return Array.from(tied);
}

/** Whether the return that λ still asks for is less than the rounding of the gradients. */
function isLambdaSpent({ lambda, exposure, meanSpread, volatilityMax }: LineState): boolean {
  return lambda * meanSpread <= roundingTolerance * volatilityMax * exposure;
}

/**
 * Solves for the free weights anew; those that stand on a bound are put there exactly and leave the free set.
 *
 * @param first An asset known to arrive, or -1.
 * @returns the arrived.
 */
function settleInsideBounds(state: LineState, first: number): number[] {
  const arrived: number[] = [];
  let known = first;
  for (;;) {
    arrived.push(...putArrivedOnBounds(state, known));
    const moved = state.weights.slice();
    state.settle();
    if (state.isInsideBounds()) return arrived;
    // All but singular systems know their solution to few digits. The weights that the step led to are as good, and inside.
    const solved = state.weights.slice();
    state.replaceWeights(moved);
    if (state.isInsideBounds() && state.isStationary()) return arrived;
    state.replaceWeights(solved);
    known = -1;
  }
}

function putArrivedOnBounds(state: LineState, known: number): number[] {
  const { problem, free, weights } = state;
  const { lower, upper } = problem;
  const tolerance = weightTolerance * state.weightScale;
  const arrived: number[] = [];
  for (const asset of free.members.slice()) {
    const toLower = weights[asset] - lower[asset];
    const toUpper = upper[asset] - weights[asset];
    if (asset !== known && toLower > tolerance && toUpper > tolerance) continue;
    if (free.count === 1) state.vertexReference = asset;
    free.remove(asset);
    state.markBound(asset, toLower < toUpper ? atLower : atUpper);
    arrived.push(asset);
  }
  return arrived;
}

/** Assets on a bound whose reduced gradient is zero. */
function tiedOnBounds(state: LineState): number[] {
  const { status } = state;
  const tied: number[] = [];
  for (let asset = 0; asset < status.length; asset += 1) {
    if (status[asset] === isFree || status[asset] === isFixed) continue;
    if (-status[asset] * state.reducedGradient(asset) <= state.gradientNoise(asset)) tied.push(asset);
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
    if (crossing <= lambda || isFlatExchange(problem, from, to)) return;
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
  if (isLambdaSpent(state)) state.lambda = 0;
  return state.lambda > 0 ? tiedOnBounds(state) : [];
}
