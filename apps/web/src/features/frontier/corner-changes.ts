/** What happens at a corner portfolio: which assets come in, go out, or reach and leave a bound, on the way down from the highest return. */
import { percent } from '../../platform/format.ts';

/** Weights nearer than this to a bound stand on it. */
const tolerance = 1e-9;

export interface CornerBounds {
  readonly symbol: string;
  readonly lower: number;
  readonly upper: number;
}

type Place = 'lower' | 'inside' | 'upper';

function placeOf(weight: number, { lower, upper }: CornerBounds): Place {
  if (weight <= lower + tolerance) return 'lower';
  return weight >= upper - tolerance ? 'upper' : 'inside';
}

/** `ACME comes in`, `BOND reaches 25 %`; empty for the first corner, which has none before it. */
export function cornerChanges(
  weights: readonly number[],
  before: readonly number[] | undefined,
  assets: readonly CornerBounds[],
): string[] {
  if (before === undefined) return [];
  return assets.flatMap((asset, index) => {
    const now = placeOf(weights[index] ?? 0, asset);
    const then = placeOf(before[index] ?? 0, asset);
    return now === then ? [] : [words(asset, then, now)];
  });
}

function words({ symbol, lower, upper }: CornerBounds, then: Place, now: Place): string {
  if (now === 'lower') return lower === 0 ? `${symbol} goes out` : `${symbol} reaches ${percent(lower)}`;
  if (now === 'upper') return `${symbol} reaches ${percent(upper)}`;
  if (then === 'lower') return lower === 0 ? `${symbol} comes in` : `${symbol} leaves ${percent(lower)}`;
  return `${symbol} leaves ${percent(upper)}`;
}
