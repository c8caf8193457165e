/** What happens at a corner portfolio: which assets come in, go out, or reach and leave a bound, on the way down from the highest return. */
import { percent } from '../../platform/format.ts';

/** Weights nearer than this to each other, or to a bound, are the same. */
const tolerance = 1e-9;

export interface CornerBounds {
  readonly symbol: string;
  readonly lower: number;
  readonly upper: number;
}

type Weights = readonly number[];

/** `ACME comes in`, `BOND reaches 25 %`. At a corner an asset begins or ends to move; before and after it stands on a bound. */
export function cornerChanges(before: Weights, at: Weights, after: Weights, assets: readonly CornerBounds[]): string[] {
  return assets.flatMap((asset, index) => {
    const weight = at[index] ?? 0;
    const movedBefore = isFree(before[index] ?? 0, weight, asset);
    const movesAfter = isFree(weight, after[index] ?? 0, asset);
    if (movedBefore === movesAfter) return [];
    return [movesAfter ? leaving(asset, weight) : arriving(asset, weight)];
  });
}

/** Whether an asset is between its bounds on the stretch from one corner to the next. */
function isFree(from: number, to: number, { lower, upper }: CornerBounds): boolean {
  return Math.abs(from - to) > tolerance || (from > lower + tolerance && from < upper - tolerance);
}

function leaving({ symbol, lower }: CornerBounds, weight: number): string {
  return lower === 0 && weight <= tolerance ? `${symbol} comes in` : `${symbol} leaves ${percent(weight)}`;
}

function arriving({ symbol, lower }: CornerBounds, weight: number): string {
  return lower === 0 && weight <= tolerance ? `${symbol} goes out` : `${symbol} reaches ${percent(weight)}`;
}
