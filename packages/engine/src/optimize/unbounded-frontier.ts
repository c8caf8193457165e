/**
 * The frontier where some weights have no bound.
 *
 * Distant stand-ins for the infinite bounds close the polytope. All that lies below the λ at which the last stand-in is left belongs to
 * the frontier without them, and its topmost stretch, prolonged, is the ray, provided that nothing ends it on the way to infinity. That
 * is checked, and if something does, the stand-ins move further out.
 *
 * An exchange without risk and without bounds leaves no frontier when it earns something: every portfolio is beaten by a further one.
 * When it earns nothing one of its assets copies the others and is left out, at weight 0.
 */
import { type Corner, traceCriticalLine } from './critical-line.ts';
import { FreeSet } from './free-set.ts';
import { type CheckedProblem, largestMagnitude } from './problem.ts';
import { addRows } from './rows.ts';

/** Beyond the first corner: w(λ) = w + (λ − λ₀) direction for every λ ≥ λ₀ = the corner's `lambdaMax`. */
export interface FrontierRay {
  /** Change of the weights for one more unit of λ. */
  readonly direction: Float64Array;
  /** μᵀ direction: growth of the expected return, positive. */
  readonly expectedReturnSlope: number;
}

export interface UnboundedTrace {
  readonly status: 'optimal' | 'iteration-limit';
  readonly corners: readonly Corner[];
  readonly ray: FrontierRay | null;
  readonly iterations: number;
}

/** No portfolio is the best: the bounds leave open a way on which risk does not grow. */
export interface Unbounded {
  readonly status: 'unbounded';
  readonly message: string;
}

/** How far the stand-ins lie out, in units of the largest finite bound, from try to try. */
const standInDistances = [1e3, 1e5, 1e7, 1e9];

/** Gain of a riskless exchange, relative to the largest return times what is exchanged, that counts as none. */
const gainTolerance = 1e-9;

/** Rounding of the ray, which is the difference of two corners over their distance. */
const rayTolerance = 1e-9;

/** Corners and ray of a problem with infinite bounds that its budget does not imply. */
export function traceUnbounded(problem: CheckedProblem): UnboundedTrace | Unbounded {
  const reduced = withoutFreeCopies(problem);
  if ('status' in reduced) return reduced;
  const { lower, upper, budget, names } = problem;
  const scale = Math.max(1, Math.abs(budget), largestFinite(lower), largestFinite(upper));
  let away: readonly number[] = [];
  for (const distance of standInDistances) {
    const { status, corners, iterations } = traceCriticalLine(withStandIns(reduced, distance * scale));
    const onStandIn = corners.map(({ weights }) => assetsOnStandIn(reduced, weights, distance * scale));
    away = onStandIn[corners.length - 1];
    const first = onStandIn.findIndex((assets) => assets.length === 0);
    if (first < 0) continue;
    const inside = corners.slice(first);
    const ray = first === 0 ? null : rayBetween(reduced, corners[first - 1], corners[first]);
    if (ray === null || isEndless(reduced, corners[first], ray)) return { status, corners: inside, ray, iterations };
  }
  const subject = away.length > 0 ? `the weights of ${away.map((asset) => names[asset]).join(', ')}` : 'the weights';
  return {
    status: 'unbounded',
    message: `Without bounds ${subject} can grow beyond any sensible size at no more risk; give these assets finite bounds.`,
  };
}

/**
 * Among the assets without any bound, those that copy a mix of the others: fixed at 0 when they earn what the mix earns, else there is a
 * riskless gain without limit.
 */
function withoutFreeCopies(problem: CheckedProblem): CheckedProblem | Unbounded {
  const { size, mean, volatility, names } = problem;
  const lower = problem.lower.slice();
  const upper = problem.upper.slice();
  const open = Array.from({ length: size }, (_, asset) => asset)
    .filter((asset) => lower[asset] === -Infinity && upper[asset] === Infinity)
    .sort((a, b) => volatility[b] - volatility[a]);
  const free = new FreeSet(problem);
  for (const asset of open) {
    if (free.add(asset)) continue;
    const shares = free.exchangeFor(asset).mix.subarray(1);
    const gain = free.members.reduce((left, member, place) => left - shares[place] * mean[member], mean[asset]);
    const gross = shares.reduce((total, share) => total + Math.abs(share), 1) * problem.meanScale;
    if (Math.abs(gain) > gainTolerance * gross) {
      const others = free.members.filter((_, place) => Math.abs(shares[place]) > gainTolerance);
      const mix = others.map((member) => names[member]).join(', ');
      return {
        status: 'unbounded',
        message: `An exchange of ${names[asset]} against ${mix} has no risk and earns ${Math.abs(gain)} per unit: without bounds it can grow without limit; give these assets finite bounds.`,
      };
    }
    lower[asset] = 0;
    upper[asset] = 0;
  }
  return { ...problem, lower, upper };
}

function withStandIns(problem: CheckedProblem, distance: number): CheckedProblem {
  const lower = problem.lower.map((bound) => (bound === -Infinity ? -distance : bound));
  const upper = problem.upper.map((bound) => (bound === Infinity ? distance : bound));
  return { ...problem, lower, upper };
}

function assetsOnStandIn({ lower, upper }: CheckedProblem, weights: Float64Array, distance: number): number[] {
  return Array.from(weights.keys()).filter(
    (asset) =>
      (lower[asset] === -Infinity && weights[asset] <= -distance) ||
      (upper[asset] === Infinity && weights[asset] >= distance),
  );
}

function largestFinite(bounds: Float64Array): number {
  return bounds.reduce((largest, bound) => (Number.isFinite(bound) ? Math.max(largest, Math.abs(bound)) : largest), 0);
}

function rayBetween({ mean }: CheckedProblem, outer: Corner, inner: Corner): FrontierRay {
  const stretch = outer.lambda - inner.lambdaMax;
  const direction = outer.weights.map((weight, asset) => (weight - inner.weights[asset]) / stretch);
  const expectedReturnSlope = direction.reduce((total, change, asset) => total + mean[asset] * change, 0);
  return { direction, expectedReturnSlope };
}

/** Whether no weight that moves along the ray has a bound ahead, and no asset on a bound would ever leave it. */
function isEndless(problem: CheckedProblem, { weights }: Corner, { direction }: FrontierRay): boolean {
  const { size, lower, upper, mean, volatility } = problem;
  const still = rayTolerance * largestMagnitude(direction);
  const moving = Array.from(direction.keys()).filter((asset) => Math.abs(direction[asset]) > still);
  if (moving.some((asset) => (direction[asset] > 0 ? upper[asset] < Infinity : lower[asset] > -Infinity))) return false;
  const curvature = new Float64Array(size);
  const factors = moving.map((asset) => direction[asset]);
  addRows(curvature, problem, moving, factors);
  const exposure = moving.reduce((total, asset) => total + volatility[asset] * Math.abs(direction[asset]), 0);
  const reference = moving[0];
  for (let asset = 0; asset < size; asset += 1) {
    if (lower[asset] === upper[asset] || Math.abs(direction[asset]) > still) continue;
    const tilt = mean[asset] - mean[reference];
    const slope = curvature[asset] - curvature[reference] - tilt;
    const noise = rayTolerance * ((volatility[asset] + volatility[reference]) * exposure + Math.abs(tilt));
    if (weights[asset] > lower[asset] && slope > noise) return false;
    if (weights[asset] < upper[asset] && slope < -noise) return false;
  }
  return true;
}
