/**
 * All roots of a sum of discounted amounts, each isolated before it is refined, so that none is missed or invented.
 *
 *     h(y) = Σ a_i e^{−y s_i} = 0 for y ≥ 0,   s_i ≥ 0, s_0 = 0
 *
 * The parts of h″ above zero (P) and below zero (N) are falling functions of y, so on an interval [l, u] with the middle m
 *
 *     |h″| ≤ B = max(P(l) − N(u), N(l) − P(u)),   |h′ − h′(m)| ≤ B w,   |h − h(m)| ≤ (|h′(m)| + B w) w,   w = (u − l) / 2.
 *
 * An interval on which the last bound keeps h from zero has no root; one on which h′ keeps its sign has a root exactly if h
 * changes sign; any other is halved. Beyond some y no root is left, which
 * the partial sums show: there are at most as many roots above y as Σ_{i ≤ k} a_i e^{−y s_i} changes its sign with k
 * (Laguerre, Sur la théorie des équations numériques, 1883; for rates of return: Norstrøm, A sufficient condition for a unique
 * nonnegative internal rate of return, Journal of Financial and Quantitative Analysis 7, 1972).
 */

/** Amounts at times that ascend from 0, each time once. */
export interface Discounted {
  readonly amounts: Float64Array;
  readonly times: Float64Array;
}

export interface DiscountRoots {
  /** Ascending. */
  readonly roots: readonly number[];
  /** False when an interval as narrow as doubles allow was still undecided: h touches zero there, or nearly does. */
  readonly isComplete: boolean;
}

/** Relative width below which an interval is not halved further. */
const narrowest = 1e-13;
/** Intervals looked at before giving up; each costs one pass over the amounts. */
const intervalsMax = 20_000;
/** 2¹⁰⁰⁰ of continuous growth a year has long left the range of doubles. */
const doublingsMax = 60;
const refinementsMax = 200;

/** At one y: h, −h′, and h″ split by the sign of its parts. */
interface Sums {
  readonly y: number;
  /** Zero where rounding hides its sign. */
  readonly value: number;
  readonly fall: number;
  /** What rounding can make of `fall`. */
  readonly fallRounding: number;
  readonly gainBend: number;
  readonly lossBend: number;
}

/** Roots y ≥ 0 of h; `first` is where to look for the end beyond which there are none. */
export function findDiscountRoots(discounted: Discounted): DiscountRoots {
  let upper = 1;
  for (let doubling = 0; changesOfPartialSums(discounted, upper) > 0; doubling += 1) {
    if (doubling === doublingsMax) return { roots: [], isComplete: false };
    upper *= 2;
  }
  const pending: [Sums, Sums][] = [[sumsAt(discounted, 0), sumsAt(discounted, upper)]];
  const roots: number[] = [];
  for (let count = 0; pending.length > 0; count += 1) {
    if (count === intervalsMax) return { roots, isComplete: false };
    const [left, right] = pending.pop()!;
    const middle = sumsAt(discounted, (left.y + right.y) / 2);
    const half = (right.y - left.y) / 2;
    const bend = Math.max(left.gainBend - right.lossBend, left.lossBend - right.gainBend) * half;
    if (Math.abs(middle.value) > (Math.abs(middle.fall) + bend) * half) continue;
    if (Math.abs(middle.fall) > bend + middle.fallRounding) {
      if (hasRoot(left, right)) roots.push(refineRoot(discounted, left, right));
      continue;
    }
    if (half <= narrowest * Math.max(1, right.y)) return { roots, isComplete: false };
    pending.push([middle, right], [left, middle]);
  }
  return { roots, isComplete: true };
}

/** |h| at y relative to the sum of its parts without their signs. */
export function relativeResidual({ amounts, times }: Discounted, y: number): number {
  let value = 0;
  let magnitude = 0;
  for (let index = 0; index < amounts.length; index += 1) {
    const part = amounts[index] * Math.exp(-y * times[index]);
    value += part;
    magnitude += Math.abs(part);
  }
  return Math.abs(value) / magnitude;
}

function sumsAt({ amounts, times }: Discounted, y: number): Sums {
  const rounding = Number.EPSILON * (amounts.length + 8);
  let [value, magnitude, fall, fallMagnitude, gainBend, lossBend] = [0, 0, 0, 0, 0, 0];
  for (let index = 0; index < amounts.length; index += 1) {
    const time = times[index];
    const part = amounts[index] * Math.exp(-y * time);
    value += part;
    magnitude += Math.abs(part);
    fall += part * time;
    fallMagnitude += Math.abs(part) * time;
    if (part > 0) gainBend += part * time * time;
    else lossBend -= part * time * time;
  }
  if (Math.abs(value) <= rounding * magnitude) value = 0;
  return { y, value, fall, fallRounding: rounding * fallMagnitude, gainBend, lossBend };
}

/** The right end belongs to the next interval; at the right end of the last one there is no root. */
function hasRoot({ value: start }: Sums, { value: end }: Sums): boolean {
  return start === 0 || (start < 0 ? end > 0 : end < 0);
}

/** One more step of Newton's method, where the sign of h is hidden but its size is not. */
function polishRoot(y: number, discounted: Discounted): number {
  const { amounts, times } = discounted;
  let [value, fall] = [0, 0];
  for (let index = 0; index < amounts.length; index += 1) {
    const part = amounts[index] * Math.exp(-y * times[index]);
    value += part;
    fall += part * times[index];
  }
  return y + value / fall;
}

/** Newton's method inside a bracket, halving it where a step would leave it. */
function refineRoot(discounted: Discounted, left: Sums, right: Sums): number {
  if (left.value === 0) return left.y;
  const isRising = left.value < 0;
  let [low, high, y] = [left.y, right.y, (left.y + right.y) / 2];
  for (let step = 0; step < refinementsMax; step += 1) {
    const { value, fall } = sumsAt(discounted, y);
    if (value === 0) return polishRoot(y, discounted);
    if (value < 0 === isRising) low = y;
    else high = y;
    const newton = y + value / fall;
    y = newton > low && newton < high ? newton : (low + high) / 2;
  }
  return y;
}

function changesOfPartialSums({ amounts, times }: Discounted, y: number): number {
  let sum = 0;
  let sign = 0;
  let changes = 0;
  for (let index = 0; index < amounts.length; index += 1) {
    sum += amounts[index] * Math.exp(-y * times[index]);
    const next = Math.sign(sum);
    if (next !== 0 && sign !== 0 && next !== sign) changes += 1;
    if (next !== 0) sign = next;
  }
  return changes;
}
