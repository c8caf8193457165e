/**
 * The free assets (strictly between their bounds) and the inverse of their optimality system
 *
 *     K = | 0  1ᵀ   |        K · (−γ, w_F) = (budget left, λ μ_F − Σ_FB w_B)
 *         | 1  Σ_FF |
 *
 * kept up to date by bordering when an asset enters and by elimination when one leaves, O(k²) each, instead of a new O(k³)
 * factorisation. K stays regular for every free set without a riskless exchange, also where Σ_FF itself is singular (cash). Solutions
 * are refined against K itself, so the inverse need not be exact, and it is computed anew when refinement no longer helps.
 *
 * Reference: Best, An algorithm for the solution of the parametric quadratic programming problem, in: Applied Mathematics
 * and Parallel Computing (1996); Golub and Van Loan, Matrix Computations, 4th edition, section 2.1.4 (bordering); Higham, Accuracy and
 * Stability of Numerical Algorithms, 2nd edition (2002), chapter 12 (refinement, componentwise backward error).
 */
import { EngineError } from '../validate/engine-error.ts';
import { GrowingMatrix } from './growing-matrix.ts';
import type { CheckedProblem } from './problem.ts';

/** Negative variance of an exchange, relative to what it would be if nothing offset anything, that is no rounding any more. */
const negativeCurvatureTolerance = 1e-9;

/** Updates after which the inverse is computed anew, so that rounding cannot build up. */
const updatesMax = 100;

/** Componentwise backward error of a solution that is as good as double precision gives, and one that asks for a new inverse. */
const settledError = 8 * Number.EPSILON;
const poorError = 1e-13;
const refinementsMax = 4;

/** Whether the exchange of one asset for another has no variance beyond rounding: by the same measure as the second is freed by. */
export function isFlatExchange(
  { covariance, size, volatility, copyTolerance }: CheckedProblem,
  from: number,
  to: number,
): boolean {
  const variance = covariance[from * size + from] + covariance[to * size + to] - 2 * covariance[from * size + to];
  return !(variance > copyTolerance * (volatility[from] + volatility[to]) ** 2);
}

/** What freeing one more asset means: the mix of free assets that imitates it best, and the variance that is left. */
export interface Exchange {
  /** Multiplier first, then the share of each member; the shares sum to 1. */
  readonly mix: Float64Array;
  readonly variance: number;
  /** What the variance would be if nothing offset anything: (√σ_jj + Σ |share| √σ_ii)². Rounding of Σ is relative to it. */
  readonly grossVariance: number;
}

export class FreeSet {
  readonly problem: CheckedProblem;
  /** The free assets in the order of the inverse's rows 1, 2, … */
  readonly members: number[] = [];
  /** Row of each asset in `members`, or -1. */
  readonly place: Int32Array;
  /** K and its inverse; row and column 0 belong to the multiplier, the others to the members in their order. */
  readonly #system = new GrowingMatrix();
  readonly #inverse = new GrowingMatrix();
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

  /** A value for each member, by place. A plain loop: Float64Array.from asks the iterator for each. */
  perMember(value: (asset: number) => number): Float64Array {
    const values = new Float64Array(this.count);
    for (let place = 0; place < values.length; place += 1) values[place] = value(this.members[place]);
    return values;
  }

  /**
   * Frees an asset.
   *
   * @returns false, changing nothing, when the asset copies a mix of the free ones.
   */
  add(asset: number): boolean {
    if (this.#updates >= updatesMax) this.refactor();
    const exchange = this.exchangeFor(asset);
    if (exchange.variance < -negativeCurvatureTolerance * exchange.grossVariance) throw this.#negativeCurvature(asset);
    if (this.count > 0 && !(exchange.variance > this.problem.copyTolerance * exchange.grossVariance)) return false;
    this.#border(asset, exchange.mix, exchange.variance);
    return true;
  }

  /** Starts from a free set that was found elsewhere. */
  adopt(members: readonly number[]): void {
    this.members.splice(0, this.count, ...members);
    this.refactor();
  }

  /** Takes an asset out of the free set. */
  remove(asset: number): void {
    const { order, stride, data } = this.#inverse;
    const row = this.place[asset] + 1;
    const column = data.slice(row * stride, row * stride + order);
    const pivot = column[row];
    const isSound = order === 2 || pivot > 0;
    if (order > 2 && isSound) {
      for (let i = 0; i < order; i += 1) {
        const factor = column[i] / pivot;
        if (factor === 0) continue;
        const start = i * stride;
        for (let j = 0; j < order; j += 1) data[start + j] -= factor * column[j];
      }
    }
    this.#drop(asset, row);
    this.#updates += 1;
    if (!isSound) this.refactor();
  }

  /** Solves K x = (budget, right), right given by position in `members`; x has the multiplier −γ first. */
  solve(budget: number, right: Float64Array): Float64Array {
    const first = this.#solveRefined(budget, right);
    if (first.error <= poorError || this.#updates === 0) return first.solution;
    this.refactor();
    return this.#solveRefined(budget, right).solution;
  }

  /** The exchange of the asset against the free ones: K x = (1, σ_Fj) gives the mix. */
  exchangeFor(asset: number): Exchange {
    return this.#exchangeOf(asset, (between) => this.solve(1, between));
  }

  #exchangeOf(asset: number, solve: (between: Float64Array) => Float64Array): Exchange {
    const { covariance, size, volatility } = this.problem;
    const row = asset * size;
    const variance = covariance[row + asset];
    if (this.count === 0) return { mix: new Float64Array(1), variance, grossVariance: variance };
    const between = this.perMember((member) => covariance[row + member]);
    const mix = solve(between);
    let left = variance - mix[0];
    let exposure = volatility[asset];
    for (let place = 0; place < between.length; place += 1) {
      left -= mix[place + 1] * between[place];
      exposure += Math.abs(mix[place + 1]) * volatility[this.members[place]];
    }
    return { mix, variance: left, grossVariance: exposure ** 2 };
  }

  /** Computes the inverse anew from the members, freed in the order of their variance; their places stay. */
  refactor(): void {
    const { covariance, size } = this.problem;
    const places = this.members.slice();
    this.#clear();
    for (const asset of places.toSorted((a, b) => covariance[b * size + b] - covariance[a * size + a])) {
      const { mix, variance, grossVariance } = this.#exchangeOf(
        asset,
        (between) => this.#solveRefined(1, between).solution,
      );
      // They were free before, so none is refused now: at worst the inverse is a rough one, and refinement makes up for it.
      this.#border(asset, mix, Math.max(variance, this.problem.copyTolerance * grossVariance));
    }
    const rows = [0, ...places.map((asset) => this.place[asset] + 1)];
    this.#system.reorder(rows);
    this.#inverse.reorder(rows);
    places.forEach((asset, place) => {
      this.members[place] = asset;
      this.place[asset] = place;
    });
    this.#updates = 0;
  }

  #clear(): void {
    this.members.length = 0;
    this.place.fill(-1);
    this.#system.order = 0;
    this.#inverse.order = 0;
    this.#updates = 0;
  }

  #solveRefined(budget: number, right: Float64Array): { solution: Float64Array; error: number } {
    const order = this.count + 1;
    const target = new Float64Array(order);
    target[0] = budget;
    target.set(right, 1);
    const solution = this.#inverse.multiply(target);
    let error = Infinity;
    for (let round = 0; round <= refinementsMax; round += 1) {
      const checked = this.#residual(solution, target);
      const isBetter = checked.error < error / 2;
      error = Math.min(error, checked.error);
      if (!isBetter || error <= settledError || round === refinementsMax) break;
      const correction = this.#inverse.multiply(checked.residual);
      for (let i = 0; i < order; i += 1) solution[i] += correction[i];
    }
    return { solution, error };
  }

  /** target − K x, and the largest of its elements relative to the terms they are made of. */
  #residual(solution: Float64Array, target: Float64Array): { residual: Float64Array; error: number } {
    const { data, stride, order } = this.#system;
    const residual = new Float64Array(order);
    let error = 0;
    for (let i = 0; i < order; i += 1) {
      const start = i * stride;
      let total = target[i];
      let terms = Math.abs(total);
      for (let j = 0; j < order; j += 1) {
        const term = data[start + j] * solution[j];
        total -= term;
        terms += Math.abs(term);
      }
      residual[i] = total;
      if (terms > 0) error = Math.max(error, Math.abs(total) / terms);
    }
    return { residual, error };
  }

  #border(asset: number, mix: Float64Array, exchangeVariance: number): void {
    const { covariance, size } = this.problem;
    if (this.count === 0) {
      this.#system.grow();
      this.#inverse.grow();
    }
    this.place[asset] = this.members.length;
    this.members.push(asset);
    this.#updates += 1;
    const last = this.count;
    this.#system.grow();
    this.#inverse.grow();
    const { data: system, stride } = this.#system;
    system[0] = 0;
    system[last] = 1;
    system[last * stride] = 1;
    for (let place = 0; place < last; place += 1) {
      const between = covariance[asset * size + this.members[place]];
      system[(place + 1) * stride + last] = between;
      system[last * stride + place + 1] = between;
    }
    this.#borderInverse(last, mix, exchangeVariance);
  }

  #borderInverse(last: number, mix: Float64Array, exchangeVariance: number): void {
    const { data, stride } = this.#inverse;
    if (last === 1) {
      data[0] = -exchangeVariance;
      data[1] = 1;
      data[stride] = 1;
      data[stride + 1] = 0;
      return;
    }
    for (let i = 0; i < last; i += 1) {
      const factor = mix[i] / exchangeVariance;
      const start = i * stride;
      if (factor !== 0) for (let j = 0; j < last; j += 1) data[start + j] += factor * mix[j];
      data[start + last] = -factor;
      data[last * stride + i] = -factor;
    }
    data[last * stride + last] = 1 / exchangeVariance;
  }

  #negativeCurvature(asset: number): EngineError {
    return new EngineError(
      'not-positive-definite',
      'covariance',
      `covariance gives a negative variance to an exchange of ${this.problem.names[asset]} against a mix of others; repair it with repairPositiveSemiDefinite() first.`,
    );
  }

  /** The last member takes the place of the dropped one. */
  #drop(asset: number, row: number): void {
    this.#system.drop(row);
    this.#inverse.drop(row);
    const moved = this.members.pop() as number;
    if (moved !== asset) {
      this.members[row - 1] = moved;
      this.place[moved] = row - 1;
    }
    this.place[asset] = -1;
    if (this.count === 0) this.#clear();
  }
}
