/** What there is to know of the prices of an asset before they are believed: each doubt with its days and its reason. */
import { dayFromIso, isoFromDay } from './calendar.ts';
import { guessFrequency } from './frequency.ts';
import type { PriceOverride } from './price-override.ts';
import type { DataGap, QuarantinedPoint, Split } from './provider-port.ts';

export interface QualityInput {
  /** Days ascend. */
  readonly days: Int32Array;
  readonly closes: Float64Array;
  /** NaN where there is none. */
  readonly adjusted: Float64Array;
  readonly splits: readonly Split[];
  readonly gaps: readonly DataGap[];
  readonly quarantined: readonly QuarantinedPoint[];
  /** What the owner decided: doubts about those days are answered. */
  readonly overrides?: readonly Pick<PriceOverride, 'date' | 'kind' | 'reason'>[];
  /** A simulated market ends on a day and does not age. */
  readonly isSimulated?: boolean;
  readonly today: number;
}

export type PriceDoubt =
  /** No price for longer than its own rhythm explains. */
  | { readonly kind: 'stale'; readonly from: string; readonly to: string; readonly detail: string }
  | { readonly kind: 'gap'; readonly from: string; readonly to: string; readonly detail: string }
  /** By the ratio of a split, and none is known on that day. */
  | { readonly kind: 'looks-like-split'; readonly from: string; readonly to: string; readonly detail: string }
  /** Far outside of what the prices otherwise do. */
  | { readonly kind: 'outlier'; readonly from: string; readonly to: string; readonly detail: string }
  /** The same close again and again. */
  | { readonly kind: 'unchanged'; readonly from: string; readonly to: string; readonly detail: string }
  /** Some days have an adjusted close and some have none. */
  | { readonly kind: 'mixed-adjustment'; readonly from: string; readonly to: string; readonly detail: string }
  | { readonly kind: 'quarantined'; readonly from: string | null; readonly to: string | null; readonly detail: string };

export interface PriceQuality {
  readonly lastDate: string | null;
  /** Days since the last price; null without one. */
  readonly ageDays: number | null;
  readonly doubts: readonly PriceDoubt[];
}

const splitRatios = [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 75];
const splitTolerance = 0.015;
/** A rhythm of days has weekends and holidays. */
const staleAfter = { daily: 5, weekly: 11, monthly: 40 } as const;
const outlierDeviations = 12;
const outlierReturnsMin = 30;
const unchangedMin = 10;
/** Scales the median absolute deviation to the standard deviation of a normal distribution: 1 / Φ⁻¹(3/4). */
const normalScale = 1.4826;

/**
 * Every doubt about a series, in the order of its kinds and then of its days. Nothing is changed and nothing is filled in.
 *
 * An outlier is a day whose logarithmic return r is further than 12 robust standard deviations from the median,
 * |r − median| > 12 · 1.4826 · MAD, with at least 30 returns and MAD > 0; 1.4826 · MAD estimates the standard deviation and is
 * not moved by the outliers themselves.
 */
export function examinePrices(input: QualityInput): PriceQuality {
  const last = input.days.at(-1);
  const doubts = [
    ...findStale(input),
    ...input.gaps.map(({ from, to, reason }): PriceDoubt => ({ kind: 'gap', from, to, detail: reason })),
    ...findJumps(input),
    ...findUnchanged(input),
    ...findMixed(input),
    ...input.quarantined.map(
      ({ date, value, reason }): PriceDoubt => ({
        kind: 'quarantined',
        from: date,
        to: date,
        detail: `${value}: ${reason}`,
      }),
    ),
  ];
  return {
    lastDate: last === undefined ? null : isoFromDay(last),
    ageDays: last === undefined ? null : Math.max(input.today - last, 0),
    doubts: [...answered(doubts, input.overrides ?? []), ...leftOut(input.overrides ?? [])],
  };
}

/** Without those that the owner has answered: the move to or from a decided price, and the point that was in quarantine. */
function answered(doubts: readonly PriceDoubt[], overrides: readonly Pick<PriceOverride, 'date'>[]): PriceDoubt[] {
  const days = new Set<string | null>(overrides.map(({ date }) => date));
  return doubts.filter(({ kind, from, to }) => {
    if (kind === 'quarantined') return !days.has(from);
    return !(kind === 'outlier' || kind === 'looks-like-split') || !(days.has(from) || days.has(to));
  });
}

function leftOut(overrides: readonly Pick<PriceOverride, 'date' | 'kind' | 'reason'>[]): PriceDoubt[] {
  return overrides
    .filter(({ kind }) => kind === 'exclude')
    .map(({ date, reason }) => ({ kind: 'gap', from: date, to: date, detail: `left out by the owner: ${reason}` }));
}

function findStale({ days, today, isSimulated }: QualityInput): PriceDoubt[] {
  const last = days.at(-1);
  if (last === undefined || isSimulated === true) return [];
  const { frequency, periodsPerYear } = guessFrequency(days);
  const patience = frequency === 'unknown' ? Math.ceil((365.25 / periodsPerYear) * 1.5) : staleAfter[frequency];
  const age = today - last;
  if (age <= patience) return [];
  const detail = `the last price is ${age} days old; for ${frequency} prices ${patience} are usual`;
  return [{ kind: 'stale', from: isoFromDay(last + 1), to: isoFromDay(today), detail }];
}

function findJumps({ days, closes, splits }: QualityInput): PriceDoubt[] {
  const known = splits.map(({ date, ratio }) => ({ day: dayFromIso(date), ratio: Number(ratio) }));
  const isExplained = (index: number, ratio: number): boolean =>
    known.some((split) => split.day === days[index] && Math.abs(split.ratio / ratio - 1) < 0.15);
  const returns = Float64Array.from({ length: Math.max(closes.length - 1, 0) }, (_, index) =>
    Math.log(closes[index + 1]! / closes[index]!),
  );
  const isOutlier = outlierTest(returns);
  return [...returns].flatMap((change, index): PriceDoubt[] => {
    const [from, to] = [isoFromDay(days[index]!), isoFromDay(days[index + 1]!)];
    const ratio = Math.exp(-change);
    if (isExplained(index + 1, ratio)) return [];
    const near = splitRatios.find((split) => isNear(ratio, split) || isNear(1 / ratio, split));
    if (near !== undefined) {
      const words = ratio > 1 ? `${near} for 1` : `1 for ${near}`;
      return [
        { kind: 'looks-like-split', from, to, detail: `the price moves as in a split of ${words}, and none is known` },
      ];
    }
    if (!isOutlier(change)) return [];
    const percent = (Math.expm1(change) * 100).toFixed(1);
    return [
      { kind: 'outlier', from, to, detail: `a return of ${percent} % is far outside of what the prices otherwise do` },
    ];
  });
}

function isNear(value: number, ratio: number): boolean {
  return Math.abs(value / ratio - 1) < splitTolerance;
}

function outlierTest(returns: Float64Array): (change: number) => boolean {
  if (returns.length < outlierReturnsMin) return () => false;
  const centre = median(returns);
  const deviation = normalScale * median(returns.map((change) => Math.abs(change - centre)));
  return (change) => deviation > 0 && Math.abs(change - centre) > outlierDeviations * deviation;
}

function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function findUnchanged({ days, closes }: QualityInput): PriceDoubt[] {
  const found: PriceDoubt[] = [];
  for (let start = 0; start < closes.length; ) {
    let end = start;
    while (end + 1 < closes.length && closes[end + 1] === closes[start]) end += 1;
    const count = end - start + 1;
    if (count >= unchangedMin) {
      const detail = `${count} closes in a row are the same`;
      found.push({ kind: 'unchanged', from: isoFromDay(days[start]!), to: isoFromDay(days[end]!), detail });
    }
    start = end + 1;
  }
  return found;
}

function findMixed({ days, adjusted }: QualityInput): PriceDoubt[] {
  const without = [...adjusted.keys()].filter((index) => Number.isNaN(adjusted[index]));
  if (without.length === 0 || without.length === adjusted.length) return [];
  const detail = `${without.length} of ${adjusted.length} days have no adjusted close, so that none is used`;
  return [
    { kind: 'mixed-adjustment', from: isoFromDay(days[without[0]!]!), to: isoFromDay(days[without.at(-1)!]!), detail },
  ];
}
