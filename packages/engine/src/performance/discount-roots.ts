/**
 * All roots of a sum of discounted amounts, each isolated before it is refined, so that none is missed or invented.
 *
 *     h(y) = Σ a_i e^{−y s_i} = 0 for y ≥ 0,   s_i ≥ 0, s_0 = 0
 *
 * The amounts above zero (P) and below zero (N) discount to falling functions, so on an interval [l, u]
 *
 *     P(u) − N(l) ≤ h ≤ P(l) − N(u),
 *
 * and the same holds for the derivative with weights a_i s_i. An interval whose bounds exclude zero has no root; one on which
 * the derivative keeps its sign has a root exactly if h changes sign; any other is halved. Beyond some y no root is left, which
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

/** Sums at one y: of h and of −h′, split by sign. */
interface Sums {
  readonly y: number;
  readonly gain: number;
  readonly loss: number;
  readonly gainSlope: number;
  readonly lossSlope: number;
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
    if (excludesZero(left.gain, left.loss, right.gain, right.loss)) continue;
    if (excludesZero(left.gainSlope, left.lossSlope, right.gainSlope, right.lossSlope)) {
      if (hasRoot(left, right)) roots.push(refineRoot(discounted, left, right));
      continue;
    }
    const middle = sumsAt(discounted, (left.y + right.y) / 2);
    if (right.y - left.y <= narrowest * Math.max(1, right.y)) return { roots, isComplete: false };
    pending.push([middle, right], [left, middle]);
  }
  return { roots, isComplete: true };
}

/** The value of h at y, and the sum of its parts without their signs, to which rounding is relative. */
export function discountedSum(discounted: Discounted, y: number): { sum: number; magnitude: number } {
  const { gain, loss } = sumsAt(discounted, y);
  return { sum: gain - loss, magnitude: gain + loss };
}

function sumsAt({ amounts, times }: Discounted, y: number): Sums {
  let gain = 0;
  let loss = 0;
  let gainSlope = 0;
  let lossSlope = 0;
  for (let index = 0; index < amounts.length; index += 1) {
    const part = amounts[index] * Math.exp(-y * times[index]);
    if (part > 0) {
      gain += part;
      gainSlope += part * times[index];
    } else {
      loss -= part;
      lossSlope -= part * times[index];
    }
  }
  return { y, gain, loss, gainSlope, lossSlope };
}

/** Whether falling − falling stays on one side of zero between a left and a right end. */
function excludesZero(leftPlus: number, leftMinus: number, rightPlus: number, rightMinus: number): boolean {
  return rightPlus > leftMinus || leftPlus < rightMinus;
}

/** The right end belongs to the next interval, unless there is none: there h is not zero. */
function hasRoot(left: Sums, right: Sums): boolean {
  const [start, end] = [left.gain - left.loss, right.gain - right.loss];
  return start === 0 || (start < 0 ? end > 0 : end < 0);
}

/** Newton's method inside a bracket, halving it where a step would leave it. */
function refineRoot(discounted: Discounted, left: Sums, right: Sums): number {
  if (left.gain === left.loss) return left.y;
  const isRising = left.gain < left.loss;
  let [low, high, y] = [left.y, right.y, (left.y + right.y) / 2];
  for (let step = 0; step < refinementsMax; step += 1) {
    const sums = sumsAt(discounted, y);
    const value = sums.gain - sums.loss;
    if (value === 0) return y;
    if (value < 0 === isRising) low = y;
    else high = y;
    const newton = y + value / (sums.gainSlope - sums.lossSlope);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (next === y || next === low || next === high) return next;
    y = next;
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
