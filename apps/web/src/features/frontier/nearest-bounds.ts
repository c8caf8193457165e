/** The smallest loosening of bounds that no portfolio meets, until one does. */
import { type Bound, type BoundsChoice, boundOf, withBound } from './bounds.ts';

/** Bounds are moved in whole hundredths of a per cent, outwards, so that what is written into the address still works. */
const step = 1e-4;

/** A sum that misses the budget by less is rounding: ten times a tenth. */
const sumTolerance = 1e-12;

export interface LoosenedBounds {
  readonly choice: BoundsChoice;
  /** How many assets have another bound than before. */
  readonly changedCount: number;
}

/**
 * Exchanges lower and upper bounds that cross, then raises the upper bounds, or lowers the lower ones, of all assets by the
 * same amount until the weights can add up to `budget`. A bound is not moved past `budget` or past nought, beyond which it
 * would ask for more than is missing.
 */
export function loosenBounds(choice: BoundsChoice, symbols: readonly string[], budget = 1): LoosenedBounds {
  const before = symbols.map((symbol) => boundOf(choice, symbol));
  const ordered = before.map(uncrossed);
  const lower = loosen(
    ordered.map((bound) => -(bound.lower ?? -Infinity)),
    -budget,
    0,
  ).map((value) => 0 - value);
  const upper = loosen(
    ordered.map((bound) => bound.upper ?? Infinity),
    budget,
    budget,
  );
  let next = choice;
  let changedCount = 0;
  for (const [index, symbol] of symbols.entries()) {
    const bound = { lower: finiteOrNull(lower[index]), upper: finiteOrNull(upper[index]) };
    const old = before[index];
    if (old?.lower === bound.lower && old.upper === bound.upper) continue;
    next = withBound(next, symbol, bound);
    changedCount += 1;
  }
  return { choice: next, changedCount };
}

function uncrossed({ lower, upper }: Bound): Bound {
  return lower !== null && upper !== null && lower > upper ? { lower: upper, upper: lower } : { lower, upper };
}

/** Raises all values below `cap` by one amount until they sum to at least `target`; those that reach the cap stay there. */
function loosen(values: readonly number[], target: number, cap: number): number[] {
  const raised = [...values];
  for (;;) {
    const missing = target - raised.reduce((sum, value) => sum + value, 0);
    if (!(missing > sumTolerance)) return raised;
    const open = raised.flatMap((value, index) => (value < cap ? [index] : []));
    if (open.length === 0) return raised;
    const rise = Math.ceil(missing / open.length / step - 1e-9) * step;
    for (const index of open) raised[index] = Number(Math.min(cap, (raised[index] ?? 0) + rise).toFixed(6));
  }
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
