import { dayFromIso, isoFromDay } from '../market-data/calendar.ts';
import type { PriceGap } from './asset.ts';

/**
 * The gaps of an asset: runs of dates on which its peers have a price and it has none, between its first and last price.
 *
 * @param days days on which the asset has a price, ascending.
 * @param peerDays days on which the table it came with has a row, ascending.
 * @param formerGaps gaps known from earlier tables; those in which there is still no price stay.
 */
export function findGaps(days: Int32Array, peerDays: Int32Array, formerGaps: readonly DayGap[]): DayGap[] {
  if (days.length === 0) return [];
  const own = new Set(days);
  const first = days[0]!;
  const last = days.at(-1)!;
  const calendar = Int32Array.from(new Set([...days, ...peerDays])).sort();
  const gaps: { from: number; to: number; missingCount: number }[] = [];
  let inGap = false;
  for (const day of calendar) {
    if (day < first || day > last) continue;
    const missing = !own.has(day);
    if (missing && !inGap) gaps.push({ from: day, to: day, missingCount: 0 });
    if (missing) {
      const gap = gaps.at(-1)!;
      gap.to = day;
      gap.missingCount += 1;
    }
    inGap = missing;
  }
  const stillOpen = formerGaps.filter(
    (former) =>
      !gaps.some((gap) => gap.from <= former.to && gap.to >= former.from) &&
      !days.some((day) => day >= former.from && day <= former.to),
  );
  return [...gaps, ...stillOpen].sort((one, other) => one.from - other.from);
}

/** A gap in day numbers. */
export interface DayGap {
  readonly from: number;
  readonly to: number;
  readonly missingCount: number;
}

export function presentGap({ from, to, missingCount }: DayGap): PriceGap {
  return { from: isoFromDay(from), to: isoFromDay(to), missingCount };
}

export function dayGap({ from, to, missingCount }: PriceGap): DayGap {
  return { from: dayFromIso(from), to: dayFromIso(to), missingCount };
}
