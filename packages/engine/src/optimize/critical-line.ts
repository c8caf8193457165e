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

import { type Direction, nextDirection, slopeScale } from './direction.ts';
import { isFlatExchange } from './free-set.ts';
import { atLower, atUpper, isFixed, isFree, type LineState, roundingTolerance, weightTolerance } from './line-state.ts';
import type { CheckedProblem } from './problem.ts';
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

/** Rest of λ after a step, relative to λ before it, that counts as zero: the difference of two numbers that rounding parts. */
const lambdaTolerance = 1e-12;

/** Share of λ left after a step below which the subtraction has cost digits that are worth another solve. */
const cancellationShare = 1e-2;

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
  const factors = members.map((asset) => direction.weights[asset]);
  addRows(curvature, problem, members, factors);
  const toBound = stepToBound(state, direction);
  const toEntry = stepToEntry(state, direction, curvature);
  const step = Math.min(toBound.step, toEntry.step, state.lambda);
  for (const asset of members) weights[asset] += step * direction.weights[asset];
  const before = state.lambda;
  state.lambda -= step;
  if (state.lambda < cancellationShare * before) {
    const isArrival = toBound.step <= step;
    sharpenLambda(state, direction, isArrival ? null : curvature, isArrival ? toBound.asset : toEntry.asset);
  }
  if (state.lambda <= lambdaTolerance * before) state.lambda = 0;
  const arrived = settleInsideBounds(state, toBound.step <= step ? toBound.asset : -1);
  if (isLambdaSpent(state)) state.lambda = 0;
  const tied = new Set([...arrived, ...tiedOnBounds(state)]);
  if (toEntry.step <= step) tied.add(toEntry.asset);
  return Array.from(tied);
}

/**
 * After a step that leaves little of λ the difference has lost digits: the λ of the event is computed from nothing instead. On this
 * stretch w(λ) = a − λ d, so a weight is on its bound b at λ = (a_j − b) / d_j, and a reduced gradient is zero at its value for a
 * over its slope along d.
 *
 * @param curvature Σ d when the asset enters, null when it arrives on a bound.
 */
function sharpenLambda(state: LineState, direction: Direction, curvature: Float64Array | null, asset: number): void {
  if (state.lambda <= 0) return;
  const { problem, weights } = state;
  const members = state.free.members;
  const atZero = state.weightsAtZero();
  let sharpened: number;
  if (curvature === null) {
    const move = direction.weights[asset];
    const bound = move < 0 ? problem.lower[asset] : problem.upper[asset];
    sharpened = (atZero[state.free.place[asset]] - bound) / move;
  } else {
    const slope = curvature[asset] - curvature[state.reference] + problem.mean[asset] - problem.mean[state.reference];
    sharpened = state.reducedGradientAtZero(asset, atZero) / slope;
  }
  if (!(sharpened >= 0 && sharpened <= state.lambda / cancellationShare)) return;
  state.lambda = sharpened;
  members.forEach((member, place) => {
    weights[member] = atZero[place] - sharpened * direction.weights[member];
  });
}

/** Whether the return that λ still asks for is less than the rounding of the gradients. */
function isLambdaSpent({ lambda, exposure, meanSpread, volatilityMax }: LineState): boolean {
  return lambda * meanSpread <= roundingTolerance * volatilityMax * exposure;
}

interface Event {
  /** Fall of λ until it happens; Infinity when it never does. */
  readonly step: number;
  readonly asset: number;
}

/** How far λ falls until a free asset reaches a bound. */
function stepToBound({ problem, free, weights }: LineState, direction: Direction): Event {
  let first: Event = { step: Infinity, asset: -1 };
  for (const asset of free.members) {
    const move = direction.weights[asset];
    if (move === 0) continue;
    const room = move < 0 ? weights[asset] - problem.lower[asset] : problem.upper[asset] - weights[asset];
    const step = Math.max(0, room) / Math.abs(move);
    if (step < first.step) first = { step, asset };
  }
  return first;
}

/** How far λ falls until the reduced gradient of an asset on a bound reaches zero. */
function stepToEntry(state: LineState, direction: Direction, curvature: Float64Array): Event {
  const { problem, status } = state;
  const { mean } = problem;
  const reference = state.reference;
  let first: Event = { step: Infinity, asset: -1 };
  for (let asset = 0; asset < problem.size; asset += 1) {
    if (status[asset] === isFree || status[asset] === isFixed || direction.refused.has(asset)) continue;
    const slope = curvature[asset] - curvature[reference] + mean[asset] - mean[reference];
    const towards = status[asset] === atLower ? -slope : slope;
    if (towards <= roundingTolerance * slopeScale(problem, direction, asset, reference)) continue;
    const step = Math.max(0, -status[asset] * state.reducedGradient(asset)) / towards;
    if (step < first.step) first = { step, asset };
  }
  return first;
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
    const next = putArrivedOnBounds(state, known);
    arrived.push(...next);
    state.settle();
    known = -1;
    const isInside = state.free.members.every(
      (asset) =>
        state.weights[asset] >= state.problem.lower[asset] && state.weights[asset] <= state.problem.upper[asset],
    );
    if (isInside || state.free.count === 0) return arrived;
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
