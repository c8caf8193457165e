/**
 * Whether any portfolio meets the bounds and the budget: l ≤ u for every asset and Σ l ≤ b ≤ Σ u.
 *
 * Infeasible is an answer: it names the constraints in conflict, the budgets that the bounds allow, and the nearest weights.
 */
import type { CheckedProblem } from './problem.ts';

export interface BoundConflict {
  /** One sentence with the numbers. */
  readonly message: string;
  /** The constraints in conflict, as people write them. */
  readonly constraints: readonly string[];
  /** Range of budgets that the bounds allow; null when the bounds of an asset cross. */
  readonly feasibleBudget: readonly [number, number] | null;
  /** Indices of the assets whose bounds are involved. */
  readonly assets: readonly number[];
}

export interface Infeasible {
  readonly status: 'infeasible';
  readonly conflict: BoundConflict;
  /** Weights inside the bounds (crossed bounds exchanged) whose sum comes nearest to the budget. */
  readonly nearest: Float64Array;
}

/** A shortfall of the budget below this share of the bounds' magnitude is rounding of decimal bounds, such as 10 × 0.1. */
export const budgetTolerance = 1e-12;

/** The conflict, or null when some portfolio is feasible. */
export function findBoundConflict(problem: CheckedProblem): Infeasible | null {
  const { size, lower, upper, names, budget } = problem;
  const crossed = Array.from({ length: size }, (_, index) => index).filter(
    (index) => lower[index] > upper[index] || lower[index] === Infinity || upper[index] === -Infinity,
  );
  if (crossed.length > 0) {
    const constraints = crossed.map((index) => `${lower[index]} <= ${names[index]} <= ${upper[index]}`);
    const message = `The lower bound of ${crossed.map((index) => names[index]).join(', ')} is above the upper bound.`;
    return answer(problem, { message, constraints, feasibleBudget: null, assets: crossed });
  }
  const least = sum(lower);
  const most = sum(upper);
  const slack = budgetTolerance * Math.max(1, Math.abs(budget));
  if (least <= budget + slack && most >= budget - slack) return null;
  const tooHigh = least > budget;
  const bound = tooHigh ? lower : upper;
  const involved = Array.from({ length: size }, (_, index) => index).filter((index) => bound[index] !== 0 || !tooHigh);
  const total = round(tooHigh ? least : most);
  const side = tooHigh ? 'lower' : 'upper';
  return answer(problem, {
    message: `The ${side} bounds add up to ${total}, but the weights must add up to ${budget}. ${
      tooHigh ? 'Lower some lower bounds' : 'Raise some upper bounds'
    } by ${round(Math.abs(total - budget))} in all.`,
    constraints: [
      `sum of weights = ${budget}`,
      ...involved.map((index) =>
        tooHigh ? `${names[index]} >= ${bound[index]}` : `${names[index]} <= ${bound[index]}`,
      ),
    ],
    feasibleBudget: [least, most],
    assets: involved,
  });
}

function answer(problem: CheckedProblem, conflict: BoundConflict): Infeasible {
  return { status: 'infeasible', conflict, nearest: nearestToBudget(problem) };
}

/** Starts from the weights nearest to zero and moves all of them towards the side that the budget asks for. */
function nearestToBudget({ size, lower, upper, budget }: CheckedProblem): Float64Array {
  const low = Float64Array.from({ length: size }, (_, index) => Math.min(lower[index], upper[index]));
  const high = Float64Array.from({ length: size }, (_, index) => Math.max(lower[index], upper[index]));
  const weights = low.map((value, index) => Math.min(Math.max(0, value), high[index]));
  const gap = budget - sum(weights);
  const room = weights.map((weight, index) => (gap > 0 ? high[index] - weight : weight - low[index]));
  const roomTotal = sum(room);
  if (roomTotal <= Math.abs(gap)) return gap > 0 ? high : low;
  if (roomTotal === Infinity) {
    const open = room.filter((value) => value === Infinity).length;
    return weights.map((weight, index) => (room[index] === Infinity ? weight + gap / open : weight));
  }
  return weights.map((weight, index) => weight + (gap * room[index]) / roomTotal);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Twelve digits: enough for a message, without the noise of binary fractions. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
