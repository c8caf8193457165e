/** The value of a ledger on given dates, with the flows that must not be taken for returns. */
import { numberFromDecimal } from '../valuation/decimal-and-number.ts';
import { walkLedger } from './ledger.ts';
import type { ExternalFlow, LedgerEntry, LedgerProblem, LedgerStep, PriceOn, RateOn } from './ledger-types.ts';
import { createQuotes, type Quotes, type ValueGap } from './value-quotes.ts';

export type { ValueGap } from './value-quotes.ts';

export interface ValueHistoryInput {
  readonly entries: readonly LedgerEntry[];
  /** Ascending ISO dates, each once: the days to value at their end. */
  readonly dates: readonly string[];
  readonly priceOn: PriceOn;
  readonly rateOn: RateOn;
  /** Everything is expressed in it. */
  readonly currency: string;
}

/** Doubles in the currency asked: they go into returns, which are dimensionless. Null is not known, see `gaps`. */
export interface ValuePoint {
  readonly date: string;
  readonly holdings: number | null;
  readonly cash: number | null;
  readonly total: number | null;
  /** Sum of what came in since the date before (of the first date: on that date), at least 0, each at its own date. */
  readonly inflow: number | null;
  /** Sum of what went out, at least 0. */
  readonly outflow: number | null;
  readonly flows: readonly ExternalFlow[];
  /** What was not of the day, or not there at all; also of the flows. */
  readonly gaps: readonly ValueGap[];
}

export interface ValueHistory {
  readonly points: readonly ValuePoint[];
  /** Transactions that were left out, as in a replay. */
  readonly problems: readonly LedgerProblem[];
}

/** Quantities and balances as doubles: here decimals leave the ledger on their way into returns, and nowhere else. */
interface Standing {
  readonly units: Map<string, number>;
  readonly cash: Map<string, number>;
}

/**
 * Values every date in one pass over the ledger.
 *
 *     holdings = Σ units × price × rate,   cash = Σ balance × rate,   total = holdings + cash
 *
 * A price or rate that is older than its date is used and flagged with its age; where there is none at all, the sum that needs
 * it is null with the reason, and never 0. An external flow is valued on its own date and counts for the first of `dates` that
 * is not before it, so the returns between dates can take it out; flows before the first date are in its value. A transfer of
 * units is a flow at market value.
 */
export function valueHistory({ entries, dates, priceOn, rateOn, currency }: ValueHistoryInput): ValueHistory {
  requireAscending(dates);
  const quotes = createQuotes({ priceOn, rateOn, currency });
  const steps = walkLedger(entries, { priceOn, rateOn, ...(dates.length > 0 && { upTo: dates.at(-1)! }) });
  const standing: Standing = { units: new Map(), cash: new Map() };
  const problems: LedgerProblem[] = [];
  const points: ValuePoint[] = [];
  let step = steps.next();
  for (const date of dates) {
    const flows: ExternalFlow[] = [];
    while (step.done !== true && step.value.date <= date) {
      carryOut(standing, step.value);
      problems.push(...step.value.problems);
      if (points.length > 0 || step.value.date === date) flows.push(...step.value.externalFlows);
      step = steps.next();
    }
    points.push(valuePoint(date, standing, flows, quotes));
  }
  return { points, problems };
}

function carryOut({ units, cash }: Standing, step: LedgerStep): void {
  for (const [assetId, quantity] of step.quantities) {
    if (quantity.isZero()) units.delete(assetId);
    else units.set(assetId, quantity.toNumber());
  }
  for (const [currency, amount] of step.cash) {
    if (amount.isZero()) cash.delete(currency);
    else cash.set(currency, amount.toNumber());
  }
}

function valuePoint(date: string, standing: Standing, flows: readonly ExternalFlow[], quotes: Quotes): ValuePoint {
  const gaps: ValueGap[] = [];
  let holdings = 0;
  for (const [assetId, units] of standing.units) holdings += units * quotes.priceOf(assetId, date, gaps);
  let cash = 0;
  for (const [currency, amount] of standing.cash) cash += amount * quotes.rateOf(currency, date, gaps);
  let inflow = 0;
  let outflow = 0;
  for (const flow of flows) {
    const value = valueOfFlow(flow, quotes, gaps);
    // One flow that is not known makes both sums unknown: which of them it belongs to is its sign.
    inflow += Math.max(value, 0);
    outflow += Math.max(-value, 0);
  }
  return {
    date,
    holdings: numberOrNull(holdings),
    cash: numberOrNull(cash),
    total: numberOrNull(holdings + cash),
    inflow: numberOrNull(inflow),
    outflow: numberOrNull(outflow),
    flows,
    gaps,
  };
}

function valueOfFlow(flow: ExternalFlow, quotes: Quotes, gaps: ValueGap[]): number {
  if (flow.assetId === null)
    return numberFromDecimal(flow.value!.toFixed()) * quotes.rateOf(flow.currency!, flow.date, gaps);
  return flow.quantity!.toNumber() * quotes.priceOf(flow.assetId, flow.date, gaps);
}

const numberOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

function requireAscending(dates: readonly string[]): void {
  const place = dates.findIndex((date, index) => index > 0 && date <= dates[index - 1]!);
  if (place !== -1)
    throw new RangeError(`dates[${place}] is ${dates[place]}; expected a date after ${dates[place - 1]}`);
}
