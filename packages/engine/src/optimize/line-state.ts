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

/** Rounding of a gradient or a slope, relative to the terms it is the sum of, with room for the sums of large problems. */
export const roundingTolerance = 64 * Number.EPSILON;

/** Changes of the assets on bounds after which their part of Σ w is summed anew. */
const boundUpdatesMax = 100;

export class LineState {
  readonly problem: CheckedProblem;
  readonly weights: Float64Array;
  readonly status: Int8Array;
  readonly free: FreeSet;
  /** Σ w. */
  readonly gradient: Float64Array;
  lambda = Infinity;
  /** Σ_j √σ_jj |w_j|; times √σ_ii it is an upper bound of the terms that (Σw)_i is made of. */
  exposure = 0;
  /** The part of Σ w that the assets on their bounds bring. */
  readonly #boundGradient: Float64Array;
  /** Asset against which reduced gradients are taken while no asset is free. */
  vertexReference = -1;

  /** Largest difference of expected returns, and largest volatility, of the assets that can move. */
  readonly meanSpread: number;
  readonly volatilityMax: number;
  #boundUpdates = 0;
  /** Largest exposure of the assets on bounds since their part of Σ w was last summed from nothing. */
  #boundExposureMax = 0;

  constructor(problem: CheckedProblem, weights: Float64Array, status: Int8Array) {
    this.problem = problem;
    this.weights = weights;
    this.status = status;
    this.free = new FreeSet(problem);
    this.gradient = new Float64Array(problem.size);
    this.#boundGradient = new Float64Array(problem.size);
    this.#sumBoundGradient();
    const movable = Array.from(status.keys()).filter((asset) => status[asset] !== isFixed);
    const means = movable.map((asset) => problem.mean[asset]);
    this.meanSpread = movable.length > 0 ? Math.max(...means) - Math.min(...means) : 0;
    this.volatilityMax = Math.max(0, ...movable.map((asset) => problem.volatility[asset]));
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
    this.#addBound(asset, -this.weights[asset]);
    this.status[asset] = isFree;
  }

  /** Puts an asset on its bound, exactly. */
  markBound(asset: number, side: typeof atLower | typeof atUpper): void {
    const { lower, upper } = this.problem;
    this.weights[asset] = side === atLower ? lower[asset] : upper[asset];
    this.#addBound(asset, this.weights[asset]);
    this.status[asset] = side;
  }

  #addBound(asset: number, weight: number): void {
    if (weight === 0) return;
    addRows(this.#boundGradient, this.problem, [asset], [weight]);
    this.#boundUpdates += 1;
  }

  /** Sums anew when differences of what was larger, or many of them, may have left rounding behind. */
  #freshenBoundGradient(): void {
    const exposure = this.#exposureWhere((status) => status !== isFree);
    this.#boundExposureMax = Math.max(this.#boundExposureMax, exposure);
    const isStale = this.#boundUpdates >= boundUpdatesMax || this.#boundExposureMax > 8 * exposure;
    if (isStale && this.#boundUpdates > 0) this.#sumBoundGradient();
  }

  #sumBoundGradient(): void {
    const held = Array.from(this.weights.keys()).filter(
      (asset) => this.status[asset] !== isFree && this.weights[asset] !== 0,
    );
    this.#boundGradient.fill(0);
    const factors = held.map((asset) => this.weights[asset]);
    addRows(this.#boundGradient, this.problem, held, factors);
    this.#boundUpdates = 0;
    this.#boundExposureMax = this.#exposureWhere((status) => status !== isFree);
  }

  #exposureWhere(isCounted: (status: number) => boolean): number {
    const { volatility, size } = this.problem;
    let total = 0;
    for (let asset = 0; asset < size; asset += 1) {
      if (isCounted(this.status[asset])) total += volatility[asset] * Math.abs(this.weights[asset]);
    }
    return total;
  }

  /** Solves for the free weights at the present λ and brings Σ w up to date. */
  settle(): void {
    const { problem, free, weights } = this;
    const { members } = free;
    this.#freshenBoundGradient();
    if (members.length > 0) {
      const reference = problem.mean[members[0]];
      const right = free.perMember(
        (asset) => this.lambda * (problem.mean[asset] - reference) - this.#boundGradient[asset],
      );
      const solution = free.solve(this.#budgetLeft(), right);
      for (let place = 0; place < members.length; place += 1) weights[members[place]] = solution[place + 1];
    }
    this.refresh();
  }

  /** The portfolio that the present free set would have at λ = 0, bounds or not. */
  pointAtZero(): { lambda: number; weights: Float64Array; gradient: Float64Array } {
    if (this.#boundUpdates > 0) this.#sumBoundGradient();
    const { members } = this.free;
    const right = this.free.perMember((asset) => -this.#boundGradient[asset]);
    const solution = this.free.solve(this.#budgetLeft(), right);
    const weights = this.weights.slice();
    const gradient = this.#boundGradient.slice();
    members.forEach((asset, place) => (weights[asset] = solution[place + 1]));
    addRows(gradient, this.problem, members, Array.from(solution.subarray(1)));
    return { lambda: 0, weights, gradient };
  }

  /** Brings Σ w up to date with the weights as they are. */
  refresh(): void {
    const { problem, weights, gradient } = this;
    const { members } = this.free;
    gradient.set(this.#boundGradient);
    const factors = members.map((asset) => weights[asset]);
    addRows(gradient, problem, members, factors);
    this.exposure = this.#exposureWhere(() => true);
  }

  #budgetLeft(): number {
    let left = this.problem.budget;
    for (let asset = 0; asset < this.problem.size; asset += 1) {
      if (this.status[asset] !== isFree) left -= this.weights[asset];
    }
    return left;
  }

  replaceWeights(weights: Float64Array): void {
    this.weights.set(weights);
    this.refresh();
  }

  isInsideBounds(): boolean {
    const { lower, upper } = this.problem;
    return this.free.members.every(
      (asset) => this.weights[asset] >= lower[asset] && this.weights[asset] <= upper[asset],
    );
  }

  /** Whether the free weights solve their system up to rounding. */
  isStationary(): boolean {
    const { members } = this.free;
    const left = members.reduce((rest, asset) => rest - this.weights[asset], this.#budgetLeft());
    if (Math.abs(left) > roundingTolerance * this.weightScale) return false;
    return members.every((asset) => Math.abs(this.reducedGradient(asset)) <= this.gradientNoise(asset));
  }

  /** g of an asset: at least 0 on a lower bound and at most 0 on an upper bound where the weights are optimal. */
  reducedGradient(asset: number): number {
    const reference = this.reference;
    const { mean } = this.problem;
    return this.gradient[asset] - this.gradient[reference] - this.lambda * (mean[asset] - mean[reference]);
  }

  /** The part of the reduced gradient of an asset that can be rounding. */
  gradientNoise(asset: number): number {
    const reference = this.reference;
    const { mean, volatility } = this.problem;
    const tilt = this.lambda * Math.abs(mean[asset] - mean[reference]);
    return roundingTolerance * ((volatility[asset] + volatility[reference]) * this.exposure + tilt);
  }
}
