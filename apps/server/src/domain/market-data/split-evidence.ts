/**
 * Whether closes show a split that somebody says there was. A file of prices does not tell whether it is adjusted, but the closes
 * do: where they are raw, one of them is about 1 / ratio of the one before.
 */

/** A split as a ledger has it: the day on which its owner books it may be some days off. */
export interface BookedSplit {
  readonly day: number;
  /** New units for one old one. */
  readonly ratio: number;
}

export type SplitEvidence =
  /** `day` is the first at the new count, by the closes. */
  | { readonly closes: 'raw'; readonly day: number }
  | { readonly closes: 'adjusted' }
  /** No closes on one of its sides, or a ratio so near to one that any day of the market looks like it. */
  | { readonly closes: 'unknown' };

interface Closes {
  readonly days: ArrayLike<number>;
  readonly closes: ArrayLike<number>;
}

/** Brokers book within days of the first day at the new count. */
const bookedWithinDays = 5;
const ratioMin = 1.25;
/** What the market may do besides on that day, up or down, where the booking is on another one. */
const marketMoveMax = 1.3;

/**
 * A move counts as the split when it is nearer to 1 / ratio than to none at all: |ln(c(t) / c(t−1) · ratio)| < |ln(c(t) / c(t−1))|.
 *
 * Looked at are the closes on both sides of the booking, however far apart, and all pairs within some days of it.
 */
export function splitEvidence({ days, closes }: Closes, { day, ratio }: BookedSplit): SplitEvidence {
  const across = firstFrom(days, day);
  const isUsual = Math.abs(Math.log(ratio)) >= Math.log(ratioMin);
  if (!isUsual || across === 0 || across === days.length) return { closes: 'unknown' };
  let found: { readonly day: number; readonly distance: number } | null = null;
  const consider = (index: number, distanceMax: number) => {
    const move = Math.log(closes[index]! / closes[index - 1]!);
    const distance = Math.abs(move + Math.log(ratio));
    if (distance >= Math.abs(move) || distance > distanceMax) return;
    if (found === null || distance < found.distance) found = { day: days[index]!, distance };
  };
  consider(across, Number.POSITIVE_INFINITY);
  for (let index = Math.max(1, firstFrom(days, day - bookedWithinDays)); index < days.length; index += 1) {
    if (days[index]! > day + bookedWithinDays) break;
    consider(index, Math.log(marketMoveMax));
  }
  return found === null ? { closes: 'adjusted' } : { closes: 'raw', day: (found as { day: number }).day };
}

/** The place of the first day that is not before the one asked. */
function firstFrom(days: ArrayLike<number>, day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle]! < day) low = middle + 1;
    else high = middle;
  }
  return low;
}
