/**
 * Where the stretch that begins with a direction d ends: w(λ) = w_b − (λ − λ_b) d from any point b of the stretch, so a free weight is
 * on its bound at λ_b + (w_b − bound) / d, and the reduced gradient of an asset on a bound is zero at λ_b + g_b / slope.
 */
import { type Direction, slopeScale } from './direction.ts';
import { atLower, isFixed, isFree, type LineState, roundingTolerance } from './line-state.ts';
import { addRows } from './rows.ts';

/** A point of the stretch, possibly prolonged past its end, from which events are found. */
export interface StretchPoint {
  readonly lambda: number;
  readonly weights: Float64Array;
  /** Σ w. */
  readonly gradient: Float64Array;
}

export interface LineEvent {
  /** Where it happens; 0 when the stretch goes on to minimum variance. */
  readonly lambda: number;
  /** The asset that arrives on a bound or would leave one; -1 at minimum variance. */
  readonly asset: number;
  readonly isArrival: boolean;
  readonly from: StretchPoint;
}

/** An asset on a bound whose reduced gradient goes to zero. */
interface Approach {
  readonly asset: number;
  /** Change of the reduced gradient as λ falls by 1, counted so that g(λ) = g_b − (λ − λ_b) slope. */
  readonly slope: number;
}

/**
 * Share of λ below which the present point is too far off: the distance to the event is then the difference of two large numbers, and
 * the point at λ = 0 gives the event without cancellation.
 */
const cancellationShare = 1e-2;

/**
 * The first event as λ falls from its present value.
 *
 * @param tied The assets among which the direction was chosen: those of them still on a bound stay there on this stretch.
 */
export function nextEvent(state: LineState, direction: Direction, tied: readonly number[]): LineEvent {
  const approaches = findApproaches(state, direction, new Set(tied));
  const event = firstEvent(state, direction, approaches, state);
  if (event.lambda >= cancellationShare * state.lambda) return event;
  const sharper = firstEvent(state, direction, approaches, state.pointAtZero());
  // Where the system is all but singular the far point is the blurred one.
  return sharper.lambda < 2 * cancellationShare * state.lambda ? sharper : event;
}

function firstEvent(
  state: LineState,
  direction: Direction,
  approaches: readonly Approach[],
  from: StretchPoint,
): LineEvent {
  const { problem, free, lambda: present, reference } = state;
  let first: LineEvent = { lambda: 0, asset: -1, isArrival: false, from };
  for (const asset of free.members) {
    const move = direction.weights[asset];
    if (move === 0) continue;
    const bound = move < 0 ? problem.lower[asset] : problem.upper[asset];
    const lambda = Math.min(present, from.lambda + (from.weights[asset] - bound) / move);
    if (lambda > first.lambda) first = { lambda, asset, isArrival: true, from };
  }
  for (const { asset, slope } of approaches) {
    const tilt = problem.mean[asset] - problem.mean[reference];
    const gradient = from.gradient[asset] - from.gradient[reference] - from.lambda * tilt;
    const lambda = Math.min(present, from.lambda + gradient / slope);
    if (lambda > first.lambda) first = { lambda, asset, isArrival: false, from };
  }
  return first;
}

function findApproaches(state: LineState, direction: Direction, staying: ReadonlySet<number>): Approach[] {
  const { problem, free, status, reference } = state;
  const { mean } = problem;
  const { members } = free;
  const curvature = new Float64Array(problem.size);
  const factors = members.map((asset) => direction.weights[asset]);
  addRows(curvature, problem, members, factors);
  const approaches: Approach[] = [];
  for (let asset = 0; asset < problem.size; asset += 1) {
    if (status[asset] === isFree || status[asset] === isFixed || staying.has(asset)) continue;
    const slope = curvature[asset] - curvature[reference] + mean[asset] - mean[reference];
    const towards = status[asset] === atLower ? -slope : slope;
    if (towards > roundingTolerance * slopeScale(problem, direction, asset, reference))
      approaches.push({ asset, slope });
  }
  return approaches;
}
