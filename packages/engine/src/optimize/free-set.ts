/**
 * The free assets (strictly between their bounds) and the inverse of their optimality system
 *
 *     K = | 0  1ᵀ   |        K · (−γ, w_F) = (budget left, λ μ_F − Σ_FB w_B)
 *         | 1  Σ_FF |
 *
 * kept up to date by bordering when an asset enters and by elimination when one leaves, O(k²) each, instead of a new O(k³)
 * factorisation. K stays regular for every free set without a riskless exchange, also where Σ_FF itself is singular (cash).
 *
 * Reference: Best, An algorithm for the solution of the parametric quadratic programming problem, in: Applied Mathematics
 * and Parallel Computing (1996); Golub and Van Loan, Matrix Computations, 4th edition, section 2.1.4 (bordering).
 */
import { EngineError } from '../validate/engine-error.ts';
import type { CheckedProblem } from './problem.ts';

/**
 * Variance of the exchange that an entering asset brings, relative to its own variance and those it is exchanged against,
 * below which it is rounding: the asset copies a mix of the free ones, and K would be singular.
 */
export const flatExchangeTolerance = 4e-15;

/** Negative variance of an exchange, relative to its terms, that is no rounding any more. */
const negativeCurvatureTolerance = 1e-9;

/** Updates after which the inverse is computed anew, so that rounding cannot build up. */
const updatesMax = 100;

export class FreeSet {
  readonly problem: CheckedProblem;
  /** The free assets in the order of the inverse's rows 1, 2, … */
  members: number[] = [];
  /** Row of each asset in `members`, or -1. */
  readonly place: Int32Array;
  #inverse = new Float64Array(0);
  #stride = 0;
  #updates = 0;

  constructor(problem: CheckedProblem) {
    this.problem = problem;
    this.place = new Int32Array(problem.size).fill(-1);
  }

  get count(): number {
    return this.members.length;
  }

  has(asset: number): boolean {
    return this.place[asset] >= 0;
  }

  /**
   * Frees an asset.
   *
   * @returns false, changing nothing, when the exchange it brings has no variance beyond rounding.
   */
  add(asset: number): boolean {
    if (this.#updates >= updatesMax) this.refactor();
    return this.#border(asset);
  }

  /** Takes an asset out of the free set. */
  remove(asset: number): void {
    const order = this.count + 1;
    const stride = this.#stride;
    const inverse = this.#inverse;
    const row = this.place[asset] + 1;
    const column = inverse.slice(row * stride, row * stride + order);
    const pivot = column[row];
    if (order > 2) {
      for (let i = 0; i < order; i += 1) {
        const factor = column[i] / pivot;
        if (factor === 0) continue;
        const start = i * stride;
        for (let j = 0; j < order; j += 1) inverse[start + j] -= factor * column[j];
      }
    }
    this.#dropRow(row, order);
    this.#updates += 1;
  }

  /** Solves K x = (budget, right), right given by position in `members`; x has the multiplier −γ first. */
  solve(budget: number, right: Float64Array): Float64Array {
    const order = this.count + 1;
    const solution = new Float64Array(order);
    for (let i = 0; i < order; i += 1) {
      const start = i * this.#stride;
      let total = this.#inverse[start] * budget;
      for (let j = 1; j < order; j += 1) total += this.#inverse[start + j] * right[j - 1];
      solution[i] = total;
    }
    return solution;
  }

  /** Computes the inverse anew from the members, those of the largest variance first. */
  refactor(): void {
    const { covariance, size } = this.problem;
    const members = this.members.toSorted((a, b) => covariance[b * size + b] - covariance[a * size + a]);
    this.place.fill(-1);
    this.members = [];
    this.#updates = 0;
    let waiting = members;
    while (waiting.length > 0) {
      const refused = waiting.filter((asset) => !this.#border(asset));
      if (refused.length === waiting.length) return;
      waiting = refused;
    }
  }

  #border(asset: number): boolean {
    const { covariance, size } = this.problem;
    const order = this.count + 1;
    this.#reserve(order + 1);
    const inverse = this.#inverse;
    const stride = this.#stride;
    const row = asset * size;
    const variance = covariance[row + asset];
    if (order === 1) {
      inverse[0] = -variance;
      inverse[1] = 1;
      inverse[stride] = 1;
      inverse[stride + 1] = 0;
      this.#push(asset);
      return true;
    }
    const border = new Float64Array(order);
    border[0] = 1;
    for (let j = 1; j < order; j += 1) border[j] = covariance[row + this.members[j - 1]];
    const exchange = new Float64Array(order);
    let exchangeVariance = variance;
    let magnitude = variance;
    for (let i = 0; i < order; i += 1) {
      const start = i * stride;
      let total = 0;
      for (let j = 0; j < order; j += 1) total += inverse[start + j] * border[j];
      exchange[i] = total;
      exchangeVariance -= total * border[i];
      magnitude += Math.abs(total * border[i]);
    }
    if (exchangeVariance < -negativeCurvatureTolerance * magnitude) throw this.#negativeCurvature(asset);
    if (!(exchangeVariance > flatExchangeTolerance * order * magnitude)) return false;
    for (let i = 0; i < order; i += 1) {
      const factor = exchange[i] / exchangeVariance;
      const start = i * stride;
      if (factor !== 0) for (let j = 0; j < order; j += 1) inverse[start + j] += factor * exchange[j];
      inverse[start + order] = -factor;
      inverse[order * stride + i] = -factor;
    }
    inverse[order * stride + order] = 1 / exchangeVariance;
    this.#push(asset);
    return true;
  }

  #negativeCurvature(asset: number): EngineError {
    return new EngineError(
      'not-positive-definite',
      'covariance',
      `covariance gives a negative variance to an exchange of ${this.problem.names[asset]} against a mix of others; repair it with repairPositiveSemiDefinite() first.`,
    );
  }

  #push(asset: number): void {
    this.place[asset] = this.members.length;
    this.members.push(asset);
    this.#updates += 1;
  }

  /** The last row and column take the place of the dropped ones. */
  #dropRow(row: number, order: number): void {
    const stride = this.#stride;
    const inverse = this.#inverse;
    const last = order - 1;
    if (row !== last) {
      for (let j = 0; j < order; j += 1) inverse[row * stride + j] = inverse[last * stride + j];
      for (let i = 0; i < order; i += 1) inverse[i * stride + row] = inverse[i * stride + last];
    }
    const asset = this.members[row - 1];
    const moved = this.members.pop() as number;
    if (moved !== asset) {
      this.members[row - 1] = moved;
      this.place[moved] = row - 1;
    }
    this.place[asset] = -1;
  }

  #reserve(order: number): void {
    if (order <= this.#stride) return;
    const stride = Math.max(32, 2 * order);
    const grown = new Float64Array(stride * stride);
    const filled = this.count + 1;
    for (let i = 0; i < filled && this.#stride > 0; i += 1) {
      grown.set(this.#inverse.subarray(i * this.#stride, i * this.#stride + filled), i * stride);
    }
    this.#inverse = grown;
    this.#stride = stride;
  }
}
