/**
 * Two checks of optimality that share no code and no idea with the critical line method.
 *
 * `bruteForce` tries every way to put each asset on its lower bound, on its upper bound or between them (3ⁿ of them) and keeps the best
 * feasible one: the optimal set has a vertex, and at a vertex the system of the assets in between is regular. `exchangeResidual` asks
 * whether moving a little weight from any one asset to any other would help: with one budget that is all that optimality means.
 */
import type { MeanVarianceProblem } from '../src/index.ts';

export interface BruteForceOptimum {
  /** ½ wᵀ Σ w − λ μᵀ w. */
  readonly objective: number;
  readonly expectedReturn: number;
  readonly variance: number;
}

/** How far outside its bounds a weight of the small systems may come out by rounding. */
const boundTolerance = 1e-9;

/** The optimum at one λ; null when nothing is feasible. Bounds must be finite. */
export function bruteForce(problem: MeanVarianceProblem, lambda: number): BruteForceOptimum | null {
  const size = problem.expectedReturns.length;
  let best: BruteForceOptimum | null = null;
  for (let code = 0; code < 3 ** size; code += 1) {
    const places = Array.from({ length: size }, (_, asset) => Math.floor(code / 3 ** asset) % 3);
    const weights = weightsFor(problem, places, lambda);
    if (weights === null) continue;
    const candidate = evaluate(problem, weights, lambda);
    if (best === null || candidate.objective < best.objective) best = candidate;
  }
  return best;
}

/** Weights with each asset at its place (0 lower bound, 1 upper bound, 2 between), or null when there are none. */
function weightsFor(problem: MeanVarianceProblem, places: number[], lambda: number): number[] | null {
  const { bounds, budget = 1 } = problem;
  const weights = places.map((place, asset) => (place === 0 ? bounds.lower[asset] : bounds.upper[asset]));
  const between = places.flatMap((place, asset) => (place === 2 ? [asset] : []));
  for (const asset of between) weights[asset] = 0;
  const left = budget - sum(weights);
  if (between.length === 0) return Math.abs(left) <= boundTolerance ? weights : null;
  const system = between.map((asset) => [1, ...between.map((other) => element(problem, asset, other))]);
  const target = between.map(
    (asset) =>
      lambda * problem.expectedReturns[asset] - sum(weights.map((w, other) => w * element(problem, asset, other))),
  );
  const solution = gauss([[0, ...between.map(() => 1)], ...system], [left, ...target]);
  if (solution === null) return null;
  for (let k = 0; k < between.length; k += 1) {
    const asset = between[k];
    const weight = solution[k + 1];
    if (weight < bounds.lower[asset] - boundTolerance || weight > bounds.upper[asset] + boundTolerance) return null;
    weights[asset] = weight;
  }
  return weights;
}

/** Solves a small square system by elimination with partial pivoting; null when it is singular. */
function gauss(matrix: number[][], right: number[]): number[] | null {
  const rows = matrix.map((row, index) => [...row, right[index]]);
  const scale = Math.max(...matrix.flat().map(Math.abs));
  for (let column = 0; column < rows.length; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < rows.length; row += 1) {
      if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row;
    }
    if (Math.abs(rows[pivot][column]) <= 1e-10 * scale) return null;
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    for (let row = 0; row < rows.length; row += 1) {
      if (row === column) continue;
      const factor = rows[row][column] / rows[column][column];
      for (let k = column; k <= rows.length; k += 1) rows[row][k] -= factor * rows[column][k];
    }
  }
  return rows.map((row, index) => row[rows.length] / row[index]);
}

function evaluate(problem: MeanVarianceProblem, weights: number[], lambda: number): BruteForceOptimum {
  const expectedReturn = sum(weights.map((weight, asset) => weight * problem.expectedReturns[asset]));
  const variance = varianceOf(problem, weights);
  return { objective: variance / 2 - lambda * expectedReturn, expectedReturn, variance };
}

/** wᵀ Σ w, summed as it is written. */
export function varianceOf(problem: MeanVarianceProblem, weights: ArrayLike<number>): number {
  const all = Array.from(weights);
  return sum(all.map((weight, row) => sum(all.map((other, column) => weight * other * element(problem, row, column)))));
}

/**
 * The largest gain of an exchange between two assets that the bounds allow, relative to the size of its terms; a weight outside its
 * bounds, by whatever little, counts 1.
 *
 * @param onBound Distance from a bound, relative to the largest weight, below which a weight counts as standing on it.
 */
export function exchangeResidual(
  problem: MeanVarianceProblem,
  weights: ArrayLike<number>,
  lambda: number,
  onBound = 1e-12,
): number {
  const { bounds, expectedReturns, covariance, budget = 1 } = problem;
  const all = Array.from(weights);
  const largest = Math.max(Math.abs(budget), ...all.map(Math.abs)) || 1;
  const gradient = all.map(
    (_, row) =>
      sum(all.map((weight, column) => weight * element(problem, row, column))) - lambda * expectedReturns[row],
  );
  const scale =
    Math.max(...covariance.data.map(Math.abs)) * largest +
      lambda * Math.max(...Array.from(expectedReturns, Math.abs)) || 1;
  let worst = Math.abs(sum(all) - budget) / largest;
  all.forEach((weight, from) => {
    if (weight < bounds.lower[from] || weight > bounds.upper[from]) worst = Math.max(worst, 1);
    if (weight - bounds.lower[from] <= onBound * largest) return;
    all.forEach((other, to) => {
      if (to === from || bounds.upper[to] - other <= onBound * largest) return;
      worst = Math.max(worst, (gradient[from] - gradient[to]) / scale);
    });
  });
  return worst;
}

function element({ covariance }: MeanVarianceProblem, row: number, column: number): number {
  return covariance.data[row * covariance.columns + column];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
