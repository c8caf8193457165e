/**
 * The way on from a corner as λ falls: the direction d of the weights solves
 *
 *     minimise   ½ dᵀ Σ d + μᵀ d
 *     subject to 1ᵀ d = 0,  d = 0 on bounds that hold,  d ≥ 0 on lower and d ≤ 0 on upper bounds that are tied
 *
 * where an asset is tied when it stands on a bound and its reduced gradient is zero. Almost always one asset is tied and the
 * answer is plain: it enters or it stays. With several (equal assets, equal returns, weights that meet bounds together) only this
 * small programme says who enters, and following it the trace cannot cycle. Solved by an active-set method of the kind of Lawson
 * and Hanson, Solving Least Squares Problems (1974), chapter 23; the objective falls with every change of the set.
 */
import { EngineError } from '../validate/engine-error.ts';
import { isFlatExchange } from './free-set.ts';
import { atLower, atUpper, type LineState, roundingTolerance } from './line-state.ts';
import type { CheckedProblem } from './problem.ts';

export interface Direction {
  /** d by asset; zero but for the free ones. Weights move by t d as λ falls by t. */
  readonly weights: Float64Array;
  /** Slope of the multiplier, γ' + μ_ref, relative to the reference asset. */
  readonly multiplier: number;
  /** Σ_j √σ_jj |d_j|. */
  readonly exposure: number;
}

/**
 * Chooses the free set for the next stretch among the free and the tied assets, and the direction on it.
 *
 * @returns null when nothing moves and no asset is free: a vertex that stays optimal for a while.
 */
export function nextDirection(state: LineState, tied: readonly number[]): Direction | null {
  const { free } = state;
  const entered = new Set<number>();
  const refused = new Set<number>();
  if (free.count === 0) {
    const pair = steepestExchange(state, tied);
    if (pair === null) return null;
    for (const asset of pair) {
      free.add(asset);
      entered.add(asset);
    }
  }
  let present: Float64Array = new Float64Array(state.problem.size);
  let latest = -1;
  const roundsMax = 10 * (tied.length + 1) + 10;
  for (let round = 0; round < roundsMax; round += 1) {
    const next = solveDirection(state);
    const blocked = firstToTurnBack(state, present, next.weights, entered);
    if (blocked !== null) {
      present = blocked.weights;
      free.remove(blocked.asset);
      entered.delete(blocked.asset);
      // Asked in for a slope that is rounding: not again.
      if (blocked.asset === latest) refused.add(latest);
      continue;
    }
    present = next.weights;
    const candidate = mostViolated(state, next, tied, refused);
    if (candidate === null) return settleEntered(state, entered, next);
    latest = candidate;
    if (free.add(candidate)) entered.add(candidate);
    else refused.add(candidate);
  }
  throw new EngineError(
    'no-convergence',
    'covariance',
    `No direction was found among ${tied.length} tied assets within ${roundsMax} rounds.`,
  );
}

function settleEntered(state: LineState, entered: Set<number>, direction: Direction): Direction {
  for (const asset of entered) state.markFree(asset);
  return direction;
}

/**
 * With no free asset: the tied asset on an upper bound and the one on a lower bound whose exchange gives up most return, among the
 * exchanges that have a variance at all. (Giving up return for no change of variance pays at λ = 0 only.)
 */
function steepestExchange({ problem, status }: LineState, tied: readonly number[]): [number, number] | null {
  const { mean } = problem;
  let steepest: [number, number] | null = null;
  let most = 0;
  for (const from of tied) {
    if (status[from] !== atUpper) continue;
    for (const to of tied) {
      if (status[to] !== atLower || mean[from] - mean[to] <= most || isFlatExchange(problem, from, to)) continue;
      most = mean[from] - mean[to];
      steepest = [from, to];
    }
  }
  return steepest;
}

/** Solves Σ d + μ − γ' 1 = 0, 1ᵀ d = 0 on the free set. */
function solveDirection({ problem, free }: LineState): Direction {
  const reference = problem.mean[free.members[0]];
  const right = free.perMember((asset) => reference - problem.mean[asset]);
  const solution = free.solve(0, right);
  const weights = new Float64Array(problem.size);
  let exposure = 0;
  for (let place = 0; place < free.count; place += 1) {
    const asset = free.members[place];
    weights[asset] = solution[place + 1];
    exposure += problem.volatility[asset] * Math.abs(weights[asset]);
  }
  return { weights, multiplier: -solution[0], exposure };
}

/** The entered asset that would leave its bound on the wrong side first, and the point where it turns back. */
function firstToTurnBack(
  { status, free }: LineState,
  present: Float64Array,
  next: Float64Array,
  entered: ReadonlySet<number>,
): { asset: number; weights: Float64Array } | null {
  let share = 1;
  let first = -1;
  for (const asset of entered) {
    const wrongSide = status[asset] === atLower ? next[asset] < 0 : next[asset] > 0;
    if (!wrongSide) continue;
    const reach = present[asset] / (present[asset] - next[asset]);
    if (first < 0 || reach < share) {
      share = reach;
      first = asset;
    }
  }
  if (first < 0) return null;
  const weights = present.slice();
  for (const asset of free.members) weights[asset] += share * (next[asset] - present[asset]);
  weights[first] = 0;
  return { asset: first, weights };
}

/** The tied asset that would gain most by entering, or null when none would. */
function mostViolated(
  state: LineState,
  direction: Direction,
  tied: readonly number[],
  refused: ReadonlySet<number>,
): number | null {
  let worst = roundingTolerance;
  let chosen: number | null = null;
  for (const asset of tied) {
    if (state.free.has(asset) || refused.has(asset)) continue;
    const { slope, scale } = reducedSlope(state, direction, asset);
    const violation = (state.status[asset] === atLower ? -slope : slope) / scale;
    if (violation > worst) {
      worst = violation;
      chosen = asset;
    }
  }
  return chosen;
}

/** Slope of the reduced gradient of one asset along the direction, and the size of the terms it is made of. */
function reducedSlope(
  { problem, free }: LineState,
  direction: Direction,
  asset: number,
): { slope: number; scale: number } {
  const { covariance, size, mean } = problem;
  const row = asset * size;
  let curvature = 0;
  for (const member of free.members) curvature += covariance[row + member] * direction.weights[member];
  const tilt = mean[asset] - mean[free.members[0]];
  return {
    slope: curvature + tilt - direction.multiplier,
    scale: slopeScale(problem, direction, asset, free.members[0]),
  };
}

/** Size of the terms that the slope of a reduced gradient against the reference asset is made of. */
export function slopeScale(problem: CheckedProblem, direction: Direction, asset: number, reference: number): number {
  const { mean, volatility } = problem;
  const curvature = (volatility[asset] + volatility[reference]) * direction.exposure;
  return curvature + Math.abs(mean[asset] - mean[reference]) || 1;
}
