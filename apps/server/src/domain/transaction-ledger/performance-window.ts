/** The dates on which a ledger is valued for its returns, and the values and flows of those on which its value is known. */
import { ProblemError } from '../../core/errors.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import { type ValuePoint, valueHistory } from '../ledger/value-history.ts';
import { dayFromIso, isoFromDay } from '../market-data/calendar.ts';
import type { LedgerMarket, LedgerQuotes } from './ledger-market.ts';

export interface KnownValues {
  /** Every date that was valued. */
  readonly points: readonly ValuePoint[];
  /** Of those dates whose value is known: the first is the start. */
  readonly dates: readonly string[];
  readonly values: Float64Array;
  /** Since the known date before; NaN when one of them has no known value. */
  readonly inflows: Float64Array;
  readonly outflows: Float64Array;
}

export interface WindowInput {
  readonly entries: readonly LedgerEntry[];
  readonly market: LedgerMarket;
  readonly quotes: LedgerQuotes;
  readonly currency: string;
  /** The value at the end of this date is the start; null: the day before the first transaction, worth nothing. */
  readonly from: string | null;
  /** Null: the last price or transaction. */
  readonly to: string | null;
  readonly today: string;
}

/**
 * Values the ledger at the start, on every date with a price of an asset that it ever held, and at the end.
 *
 * A date whose value is not known is left out of the returns, and its flows count for the next one that is; it stays in the
 * series as a gap.
 *
 * @throws ProblemError `data-insufficient` or `exchange-rate-missing` when there are not two known values.
 */
export function knownValues(input: WindowInput): KnownValues {
  const dates = valuationDates(input);
  const { entries, quotes, currency } = input;
  const { points } = valueHistory({ entries, dates, ...quotes, currency });
  const known: { date: string; value: number; inflow: number; outflow: number }[] = [];
  let inflow = 0;
  let outflow = 0;
  for (const point of points) {
    inflow += point.inflow ?? Number.NaN;
    outflow += point.outflow ?? Number.NaN;
    if (point.total === null) continue;
    known.push({ date: point.date, value: point.total, inflow, outflow });
    inflow = 0;
    outflow = 0;
  }
  if (known.length < 2 || points.at(-1)!.total === null) throw unknownValue(points, known.length);
  return {
    points,
    dates: known.map(({ date }) => date),
    values: Float64Array.from(known, ({ value }) => value),
    inflows: Float64Array.from(known, (one) => one.inflow),
    outflows: Float64Array.from(known, (one) => one.outflow),
  };
}

function valuationDates({ entries, market, from, to, today }: WindowInput): string[] {
  const transactionDays = entries.map(({ content }) => dayFromIso(content.date));
  const firstDay = transactionDays.reduce((least, day) => Math.min(least, day), Infinity);
  const now = Math.max(dayFromIso(today), ...lastOf(transactionDays));
  const start = Math.max(from === null ? -Infinity : dayFromIso(from), firstDay - 1);
  const pricedDays = new Set(market.assets.flatMap(({ days }) => [...days]).filter((day) => day <= now));
  const lastKnown = [...pricedDays, ...transactionDays].reduce((most, day) => Math.max(most, day), firstDay);
  const end = to === null ? lastKnown : dayFromIso(to);
  if (end <= start)
    throw new ProblemError(
      'data-insufficient',
      `From ${isoFromDay(start)} to ${isoFromDay(end)} there is nothing to measure: the first transaction is of ${isoFromDay(firstDay)}. Choose a window that ends later.`,
    );
  const between = [...pricedDays].filter((day) => day > start && day < end).sort((one, other) => one - other);
  return [start, ...between, end].map(isoFromDay);
}

const lastOf = (days: readonly number[]): number[] =>
  days.length === 0 ? [] : [days.reduce((most, day) => Math.max(most, day))];

function unknownValue(points: readonly ValuePoint[], knownCount: number): ProblemError {
  const unknown = (points.at(-1)!.total === null ? points.at(-1) : points.find(({ total }) => total === null))!;
  const gap = unknown.gaps.find(({ status }) => status === 'missing')!;
  const code = gap.kind === 'rate' ? 'exchange-rate-missing' : 'data-insufficient';
  const when = knownCount < 2 ? 'on two dates' : 'at the end of the window';
  return new ProblemError(
    code,
    `The value of the portfolio has to be known ${when}, and it is not: on ${gap.date} ${gap.reason}. Import what is missing, or choose another window.`,
    { errors: [{ message: gap.reason, ...(gap.assetId !== null && { value: gap.assetId }) }] },
  );
}
