import { dayFromIso } from './calendar.ts';
import type { PriceColumn } from './price-columns.ts';
import type { Split } from './provider-port.ts';
import { type BookedSplit, splitEvidence } from './split-evidence.ts';

export interface TradedCloses extends PriceColumn {
  /** Adjusted for later splits and dividends; NaN where the provider gave none. */
  readonly adjusted: Float64Array;
  /** Those that show in the closes; none where the provider has divided the closes by them. */
  readonly shownSplits: readonly Split[];
}

/**
 * Closes whose ratios are returns: a split changes what a share costs and not what its owner has.
 *
 * Adjusted closes where every day has one, for a series of both would jump where they meet; otherwise each close divided by the
 * ratios of all later splits: c′(t) = c(t) / ∏ r(s) over splits s > t, where day s is the first at the new count.
 *
 * @returns undefined when the closes themselves will do.
 */
export function returnCloses({ days, closes, adjusted, shownSplits }: TradedCloses): Float64Array | undefined {
  if (days.length === 0) return undefined;
  if (!adjusted.some(Number.isNaN)) return adjusted;
  if (shownSplits.length === 0) return undefined;
  return divideBy(
    { days, closes },
    shownSplits.map(({ date, ratio }) => ({ day: dayFromIso(date), ratio: Number(ratio) })),
  );
}

/**
 * Closes divided by the ratios of later splits that a ledger knows, as far as the closes show them. One split that several
 * accounts book, on whichever days, is one.
 *
 * @returns undefined when the closes show none of them.
 */
export function closesWithoutSplits(column: PriceColumn, booked: readonly BookedSplit[]): Float64Array | undefined {
  const shown = new Map<number, BookedSplit>();
  for (const split of booked) {
    const evidence = splitEvidence(column, split);
    if (evidence.closes === 'raw') shown.set(evidence.day, { day: evidence.day, ratio: split.ratio });
  }
  return shown.size === 0 ? undefined : divideBy(column, [...shown.values()]);
}

function divideBy({ days, closes }: PriceColumn, splits: readonly BookedSplit[]): Float64Array {
  return closes.map((close, index) => {
    const later = splits.filter(({ day }) => day > days[index]!);
    return close / later.reduce((product, { ratio }) => product * ratio, 1);
  });
}
