/** Points of a series, looked at one by one and next to each other: good ones pass, doubtful ones are kept apart with a reason. */
import { dayFromIso, isoFromDay, isWeekend } from '../../domain/market-data/calendar.ts';
import { boundOfMove } from '../../domain/market-data/plausible-move.ts';
import type { DataGap, QuarantinedPoint, QuarantineReason, Split } from '../../domain/market-data/provider-port.ts';
import { doubtful, invalid } from './provider-failure.ts';
import { isNoValue, readDay, readPrice, shown } from './read-values.ts';

/** A point as the adapter took it from the answer. The day is a date or null when it could not be read. */
export interface RawPoint {
  readonly date: unknown;
  readonly value: unknown;
}

export interface CheckedPoint {
  readonly date: string;
  readonly value: string;
}

export interface SeriesExpectation {
  readonly from: string;
  readonly to: string;
  readonly now: Date;
  /** Ratio from one point to the next, up or down, from which it is doubted. */
  readonly jumpMax: number;
  /** Whether a jump by the ratio of a split is doubted too. */
  readonly doubtSplitRatios: boolean;
  /** Splits that show in the series: closes as they were traded. None for closes that were divided by them. */
  readonly shownSplits?: readonly Split[];
  /** Splits that must not show. */
  readonly hiddenSplits?: readonly Split[];
  readonly lastKnown?: CheckedPoint;
  readonly everyDay: boolean;
}

export interface CheckedSeries {
  readonly points: readonly CheckedPoint[];
  readonly gaps: readonly DataGap[];
  readonly quarantined: readonly QuarantinedPoint[];
}

const rowsMax = 100_000;
/** The day has begun in Kiribati when it is still yesterday in London. */
const earliestZoneMs = 14 * 3_600_000;
const splitRatios = [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 75];
const splitTolerance = 0.015;
const knownSplitTolerance = 0.15;
const unitTolerance = 0.3;
/** More days off than that in a row are a gap: the Golden Week of China closes exchanges for six. */
const tradingDaysOffMax = 4;

/**
 * Checks a series and puts it into the order of its dates.
 *
 * Each point is compared with the last good one, so that a spike is kept apart alone, and everything after a change of unit or a
 * split that nobody announced, until somebody has looked. The first is compared with a close that is known already, or with those
 * that follow.
 *
 * @throws ProviderFailureError `answer-invalid` when more than half of the points are doubtful: then none is believed.
 */
export function checkSeries(raw: readonly RawPoint[], expectation: SeriesExpectation): CheckedSeries {
  if (raw.length > rowsMax) throw invalid(`the answer has ${raw.length} points, more than a series of days can have`);
  const quarantined: QuarantinedPoint[] = [];
  const missing: string[] = [];
  const read = readPoints(raw, expectation, quarantined, missing);
  const points = refuseJumps(read, expectation, quarantined);
  const refused = quarantined.length;
  if (refused > 0 && refused * 2 > refused + points.length) {
    const { reason, date, value } = quarantined[0]!;
    throw doubtful(
      `${refused} of ${refused + points.length} points are doubtful, the first being ${value} on ${date ?? 'no day'} (${reason})`,
      quarantined.slice(0, 100),
    );
  }
  return { points, gaps: findGaps(points, missing, quarantined, expectation), quarantined };
}

function readPoints(
  raw: readonly RawPoint[],
  { from, to, now }: SeriesExpectation,
  quarantined: QuarantinedPoint[],
  missing: string[],
): CheckedPoint[] {
  const latest = new Date(now.getTime() + earliestZoneMs).toISOString().slice(0, 10);
  const byDate = new Map<string, CheckedPoint[]>();
  for (const { date, value } of raw) {
    const day = readDay(date);
    const refuse = (reason: QuarantineReason) => quarantined.push(quarantine(day, value, reason));
    if (day === null) refuse('date-invalid');
    else if (day > latest) refuse('date-in-future');
    else if (day < from || day > to) continue;
    else if (isNoValue(value)) missing.push(day);
    else if (value === undefined) refuse('field-missing');
    else {
      const price = readPrice(value);
      if (price === null) refuse('price-invalid');
      else byDate.set(day, [...(byDate.get(day) ?? []), { date: day, value: price }]);
    }
  }
  const single: CheckedPoint[] = [];
  for (const points of byDate.values()) {
    const isOne = points.every(({ value }) => value === points[0]!.value);
    if (isOne) single.push(points[0]!);
    // Which of two prices of a day is right is not ours to guess.
    const refused = isOne ? points.slice(1) : points;
    quarantined.push(...refused.map(({ date, value }) => quarantine(date, value, 'duplicate-day')));
  }
  return single.sort((one, other) => (one.date < other.date ? -1 : 1));
}

function refuseJumps(
  points: readonly CheckedPoint[],
  expectation: SeriesExpectation,
  quarantined: QuarantinedPoint[],
): CheckedPoint[] {
  const start = startOf(points, expectation);
  if (start === null) return [];
  let reference = Number(start.value);
  let good = start.date;
  let before = start.date;
  const passed: CheckedPoint[] = [];
  for (const point of points) {
    // Splits since the last good point count together; the days that pass are counted from the last point of any kind.
    const reason = doubtOf(Number(point.value) / reference, { since: good, before, date: point.date }, expectation);
    before = point.date;
    if (reason !== null) {
      quarantined.push(quarantine(point.date, point.value, reason));
      continue;
    }
    passed.push(point);
    reference = Number(point.value);
    good = point.date;
  }
  return passed;
}

function doubtOf(
  ratio: number,
  { since, before, date }: { readonly since: string; readonly before: string; readonly date: string },
  { jumpMax, doubtSplitRatios, shownSplits = [], hiddenSplits = [] }: SeriesExpectation,
): QuarantineReason | null {
  const factor = (splits: readonly Split[]) =>
    splits
      .filter((split) => split.date > since && split.date <= date)
      .reduce((all, split) => all * Number(split.ratio), 1);
  const shown = factor(shownSplits);
  const hidden = factor(hiddenSplits);
  const move = ratio * shown;
  if (hidden !== 1 && isNear(ratio * hidden, 1, knownSplitTolerance)) return 'split-mismatch';
  const bound = boundOfMove(jumpMax, dayFromIso(date) - dayFromIso(before));
  const size = Math.max(move, 1 / move);
  if (size >= bound) {
    if (shown !== 1 && isNear(ratio, 1, knownSplitTolerance)) return 'split-mismatch';
    return isNear(size, 100, unitTolerance) ? 'unit-shift' : 'jump';
  }
  if (shown !== 1 && isNear(ratio, 1, knownSplitTolerance) && !isNear(move, 1, knownSplitTolerance))
    return 'split-mismatch';
  if (doubtSplitRatios && splitRatios.some((split) => isNear(size, split, splitTolerance))) return 'looks-like-split';
  return null;
}

function isNear(value: number, target: number, tolerance: number): boolean {
  return Math.abs(value / target - 1) <= tolerance;
}

/**
 * What the first point is compared with: the close that is known already, or else the first point itself, unless neither of the
 * two that follow agrees with it; then it is the one that is wrong.
 */
function startOf(points: readonly CheckedPoint[], expectation: SeriesExpectation): CheckedPoint | null {
  const { lastKnown } = expectation;
  const [first, second, third] = points;
  if (first === undefined) return null;
  if (lastKnown !== undefined && lastKnown.date <= first.date) return lastKnown;
  const agrees = ({ date, value }: CheckedPoint): boolean =>
    doubtOf(Number(value) / Number(first.value), { since: first.date, before: first.date, date }, expectation) === null;
  if (second === undefined || agrees(second) || (third !== undefined && agrees(third))) return first;
  return second;
}

/** Days named by the provider as empty, points kept apart, runs of days that should have traded, and a late beginning or early end. */
function findGaps(
  points: readonly CheckedPoint[],
  missing: readonly string[],
  quarantined: readonly QuarantinedPoint[],
  { from, to, now, everyDay }: SeriesExpectation,
): DataGap[] {
  const gaps: DataGap[] = missing.map((day) => ({
    from: day,
    to: day,
    reason: 'the provider has no price for this day',
  }));
  const present = new Set(points.map(({ date }) => date));
  for (const { date, reason } of quarantined) {
    if (date !== null && date >= from && date <= to && !present.has(date)) {
      gaps.push({ from: date, to: date, reason: `the price is in quarantine (${reason})` });
    }
  }
  const explained = new Set(gaps.map((gap) => gap.from));
  const lastDay = Math.min(dayFromIso(to), dayFromIso(now.toISOString().slice(0, 10)) - 1);
  const days = [dayFromIso(from) - 1, ...points.map(({ date }) => dayFromIso(date)), lastDay + 1];
  for (let index = 1; index < days.length; index += 1) {
    const between = tradingDays(days[index - 1]! + 1, days[index]! - 1, everyDay).filter(
      (day) => !explained.has(isoFromDay(day)),
    );
    if (between.length > (everyDay ? 0 : tradingDaysOffMax)) {
      gaps.push({
        from: isoFromDay(between[0]!),
        to: isoFromDay(between.at(-1)!),
        reason: points.length === 0 ? 'the answer has no price in this time' : 'no price in the answer',
      });
    }
  }
  return gaps.sort((one, other) => (one.from < other.from ? -1 : 1));
}

function tradingDays(from: number, to: number, everyDay: boolean): number[] {
  const days: number[] = [];
  for (let day = from; day <= to; day += 1) if (everyDay || !isWeekend(day)) days.push(day);
  return days;
}

function quarantine(date: string | null, value: unknown, reason: QuarantineReason): QuarantinedPoint {
  return { date, value: shown(value), reason };
}
