/**
 * Where the critical line method stands: weights, which assets are free, Σ w, and λ.
 *
 * The multiplier γ of the budget is never kept: reduced gradients are taken against a free asset,
 * g_j = (Σw)_j − (Σw)_ref − λ (μ_j − μ_ref), so that nearly equal expected returns at a huge λ do not cancel to noise.
 */
import { FreeSet } from './free-set.ts';
import { type CheckedProblem, largestMagnitude } from './problem.ts';
import { addRows } from './rows.ts';

/** -1 at the lower bound, 1 at the upper bound, 0 free, 2 fixed because both bounds are equal. */
export const atLower = -1;
export const atUpper = 1;
export const isFree = 0;
export const isFixed = 2;

/** Distance of a weight from its bound, relative to the largest weight, that counts as being on it. */
export const weightTolerance = 1e-13;

/** Residual of the optimality system, relative to its terms, above which the solution is refined once more. */
const refinementTolerance = 1e-15;
const refinementsMax = 3;

export class LineState {
  readonly problem: CheckedProblem;
  readonly weights: Float64Array;
  readonly status: Int8Array;
  readonly free: FreeSet;
  /** Σ w. */
  readonly gradient: Float64Array;
  lambda = Infinity;
  /** The part of Σ w that the assets on their bounds bring. */
  readonly #boundGradient: Float64Array;
  /** Asset against which reduced gradients are taken while no asset is free. */
  vertexReference = -1;

  constructor(problem: CheckedProblem, weights: Float64Array, status: Int8Array) {
    this.problem = problem;
    this.weights = weights;
    this.status = status;
    this.free = new FreeSet(problem);
    this.gradient = new Float64Array(problem.size);
    this.#boundGradient = new Float64Array(problem.size);
    for (let asset = 0; asset < problem.size; asset += 1) {
      if (status[asset] !== isFree) addRows(this.#boundGradient, problem, [asset], [weights[asset]]);
    }
    this.gradient.set(this.#boundGradient);
  }

  /** The asset whose reduced gradient is zero by definition. */
  get reference(): number {
    return this.free.count > 0 ? this.free.members[0] : this.vertexReference;
  }

  get weightScale(): number {
    return Math.max(Math.abs(this.problem.budget), largestMagnitude(this.weights));
  }

  /** Moves an asset that is in the free set already from its bound's books to the free ones. */
  markFree(asset: number): void {
    this.status[asset] = isFree;
    if (this.weights[asset] !== 0) addRows(this.#boundGradient, this.problem, [asset], [-this.weights[asset]]);
  }

  /** Puts an asset on its bound, exactly. */
  markBound(asset: number, side: typeof atLower | typeof atUpper): void {
    const { lower, upper } = this.problem;
    this.weights[asset] = side === atLower ? lower[asset] : upper[asset];
    this.status[asset] = side;
    if (this.weights[asset] !== 0) addRows(this.#boundGradient, this.problem, [asset], [this.weights[asset]]);
  }

  /** Solves for the free weights at the present λ, refined until the residual is rounding, and brings Σ w up to date. */
  settle(): void {
    const { problem, free, weights, gradient } = this;
    const { members } = free;
    if (members.length === 0) {
      gradient.set(this.#boundGradient);
      return;
    }
    const reference = problem.mean[members[0]];
    const right = Float64Array.from(
      members,
      (asset) => this.lambda * (problem.mean[asset] - reference) - this.#boundGradient[asset],
    );
    const solution = free.solve(this.#budgetLeft(), right);
    for (let place = 0; place < members.length; place += 1) weights[members[place]] = solution[place + 1];
    this.#refreshGradient();
    for (let round = 0; round < refinementsMax && this.#refine(-solution[0]); round += 1);
  }

  #budgetLeft(): number {
    let left = this.problem.budget;
    for (let asset = 0; asset < this.problem.size; asset += 1) {
      if (this.status[asset] !== isFree) left -= this.weights[asset];
    }
    return left;
  }

  #refreshGradient(): void {
    const { members } = this.free;
    this.gradient.set(this.#boundGradient);
    addRows(
      this.gradient,
      this.problem,
      members,
      members.map((asset) => this.weights[asset]),
    );
  }

  /** One step of iterative refinement; false when there was nothing left to refine. */
  #refine(multiplier: number): boolean {
    const { problem, free, weights, gradient, lambda } = this;
    const { members } = free;
    const reference = problem.mean[members[0]];
    const residual = new Float64Array(members.length);
    let worst = 0;
    let scale = Math.abs(multiplier);
    for (let place = 0; place < members.length; place += 1) {
      const asset = members[place];
      const tilt = lambda * (problem.mean[asset] - reference);
      residual[place] = tilt + multiplier - gradient[asset];
      worst = Math.max(worst, Math.abs(residual[place]));
      scale = Math.max(scale, Math.abs(gradient[asset]), Math.abs(tilt));
    }
    const freeTotal = members.reduce((total, asset) => total + weights[asset], 0);
    const shortfall = this.#budgetLeft() - freeTotal;
    if (
      worst <= refinementTolerance * members.length * scale &&
      Math.abs(shortfall) <= refinementTolerance * members.length * this.weightScale
    )
      return false;
    const correction = free.solve(shortfall, residual);
    for (let place = 0; place < members.length; place += 1) weights[members[place]] += correction[place + 1];
    addRows(gradient, problem, members, Array.from(correction.subarray(1)));
    return true;
  }

  /** g of an asset: at least 0 on a lower bound and at most 0 on an upper bound where the weights are optimal. */
  reducedGradient(asset: number): number {
    const reference = this.reference;
    const { mean } = this.problem;
    return this.gradient[asset] - this.gradient[reference] - this.lambda * (mean[asset] - mean[reference]);
  }
}
