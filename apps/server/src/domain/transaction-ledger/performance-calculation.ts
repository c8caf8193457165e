/** The performance of a ledger: a pure function that runs in a worker thread. */
import type { PerformanceReturn, PortfolioPerformance } from '@riskoptimizer/contracts';
import {
  annualisedReturn,
  calendarReturns,
  type DatedAmount,
  drawdownSeries,
  moneyWeightedReturn,
  simpleReturn,
  timeWeightedReturn,
} from '@riskoptimizer/engine';
import { nullsIfUndefined } from '../calculation/missing.ts';
import type { ExternalFlow, LedgerEntry } from '../ledger/ledger.ts';
import { daysBetween } from '../ledger/realised-result.ts';
import { numberFromDecimal } from '../valuation/decimal-and-number.ts';
import { benchmarkGrowth } from './benchmark-growth.ts';
import { createLedgerQuotes, type LedgerMarket, type LedgerQuotes } from './ledger-market.ts';
import { type GatheredGap, gatherGaps } from './performance-gaps.ts';
import { type KnownValues, knownValues } from './performance-window.ts';
import { moneyWeightedShown, simpleShown, timeWeightedShown } from './performance-wording.ts';

export interface PerformanceInput {
  /** As JSON: thousands of transactions are hashed and sent as one text. */
  readonly entries: string;
  readonly market: LedgerMarket;
  readonly baseCurrency: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly today: string;
  /** Assets at weights that are restored on every date; null without a benchmark. */
  readonly benchmark: readonly { readonly assetId: string; readonly weight: number }[] | null;
}

export interface PerformanceNumbers
  extends Pick<PortfolioPerformance, 'window' | 'series' | 'flows' | 'returns' | 'calendar' | 'maxDrawdown'> {
  readonly benchmark: PerformanceReturn | null;
  readonly gaps: readonly GatheredGap[];
}

export function calculatePerformance(input: PerformanceInput): PerformanceNumbers {
  const entries = JSON.parse(input.entries) as LedgerEntry[];
  const quotes = createLedgerQuotes(input.market, entries);
  const { baseCurrency: currency, from, to, today } = input;
  // The assets of the benchmark alone say nothing about the days of the portfolio.
  const named = new Set(
    entries.flatMap(({ content }) => ['assetId', 'intoAssetId'].map((name) => Reflect.get(content, name))),
  );
  const market = { ...input.market, assets: input.market.assets.filter(({ id }) => named.has(id)) };
  const known = knownValues({ entries, market, quotes, currency, from, to, today });
  const flows = flowsOf(known, quotes, currency);
  const isFlowKnown = ![...known.inflows, ...known.outflows].some(Number.isNaN);
  const window = { from: known.dates[0]!, to: known.dates.at(-1)! };
  const days = daysBetween(window.from, window.to);
  const weighted = isFlowKnown ? timeWeightedReturn(known) : null;
  const path = pathOf(known, weighted?.returns ?? null, new Set(weighted?.undefinedPeriods ?? []));
  const growth = input.benchmark === null ? null : benchmarkGrowth(input.benchmark, known.dates, quotes, currency);
  return {
    window: { ...window, days },
    series: seriesOf(known, path, growth),
    flows,
    returns: {
      simple: simpleShown(known, isFlowKnown ? simpleOf(known) : null),
      timeWeighted: timeWeightedShown(known, weighted, days, annual),
      moneyWeighted: moneyWeightedShown(known, isFlowKnown ? moneyWeightedReturn(amountsOf(known, flows)) : null),
    },
    benchmark: growth === null ? null : benchmarkShown(growth, window, days),
    calendar:
      path.isWhole && weighted !== null
        ? calendarReturns(known.dates, weighted.returns).map((year) => ({ ...year, months: [...year.months] }))
        : [],
    maxDrawdown: path.drawdown.reduce<number | null>(
      (deepest, depth) => (depth === null ? deepest : Math.max(deepest ?? 0, depth)),
      null,
    ),
    gaps: gatherGaps(known.points),
  };
}

const annual = (total: number, days: number): number | null => (total < -1 ? null : annualisedReturn(total, days));

const sumAfterStart = (amounts: Float64Array): number => amounts.subarray(1).reduce((sum, amount) => sum + amount, 0);

function simpleOf({ values, inflows, outflows }: KnownValues): number {
  return simpleReturn({
    startValue: values[0]!,
    endValue: values.at(-1)!,
    inflow: sumAfterStart(inflows),
    outflow: sumAfterStart(outflows),
  });
}

/** The flows since the start, each with its value on its own date. */
function flowsOf(
  { points, dates }: KnownValues,
  quotes: LedgerQuotes,
  currency: string,
): PortfolioPerformance['flows'] {
  const after = points.filter(({ date }) => date > dates[0]!).flatMap((point) => point.flows);
  return after.map((flow) => ({
    transactionId: flow.transactionId,
    date: flow.date,
    kind: flow.kind,
    account: flow.account,
    assetId: flow.assetId,
    value: valueOf(flow, quotes, currency),
  }));
}

function valueOf(flow: ExternalFlow, { rateOn }: LedgerQuotes, into: string): number | null {
  if (flow.value === null || flow.currency === null) return null;
  const rate = rateOn(flow.currency, into, flow.date);
  return rate === null ? null : numberFromDecimal(flow.value.mul(rate.rate).toFixed());
}

/** As the investor sees it: what was put in is negative, what came out and what is there at the end positive. */
function amountsOf({ dates, values }: KnownValues, flows: PortfolioPerformance['flows']): DatedAmount[] {
  const [first] = values as unknown as [number];
  const start = first === 0 ? [] : [{ date: dates[0]!, amount: -first }];
  const between = flows.map(({ date, value }) => ({ date, amount: -value! }));
  return [...start, ...between, { date: dates.at(-1)!, amount: values.at(-1)! }];
}

interface Path {
  /** Growth of 1 and depth below the highest so far, by known date; null where a return is not defined. */
  readonly growth: readonly (number | null)[];
  readonly drawdown: readonly (number | null)[];
  /** Every period has a return that compounds. */
  readonly isWhole: boolean;
}

/** Periods without capital stand still. The path ends before the first period that has no return, or loses more than all. */
function pathOf({ dates }: KnownValues, returns: Float64Array | null, undefinedPeriods: ReadonlySet<number>): Path {
  const all = Array.from(returns ?? []);
  const broken = all.findIndex((one, period) => undefinedPeriods.has(period) || one < -1);
  const usable = (broken === -1 ? all : all.slice(0, broken)).map((one) => (Number.isNaN(one) ? 0 : one));
  const growth: (number | null)[] = Array<number | null>(dates.length).fill(null);
  const drawdown = [...growth];
  if (returns === null) return { growth, drawdown, isWhole: false };
  growth[0] = 1;
  drawdown[0] = 0;
  const depths = usable.length === 0 ? [] : drawdownSeries(usable);
  for (const [period, one] of usable.entries()) {
    growth[period + 1] = growth[period]! * (1 + one);
    drawdown[period + 1] = depths[period]!;
  }
  return { growth, drawdown, isWhole: broken === -1 };
}

/** By every date that was valued; what is not known is null. */
function seriesOf(
  { points, dates, values, inflows, outflows }: KnownValues,
  path: Path,
  benchmark: readonly (number | null)[] | null,
): PortfolioPerformance['series'] {
  const place = new Map(dates.map((date, index) => [date, index]));
  let invested = values[0]!;
  const investedAt = dates.map((_, index) => {
    if (index > 0) invested += inflows[index]! - outflows[index]!;
    return invested;
  });
  const byPlace = <Value>(some: readonly (Value | null)[]) =>
    points.map(({ date }) => some[place.get(date) ?? -1] ?? null);
  return {
    dates: points.map(({ date }) => date),
    total: points.map(({ total }) => total),
    cash: points.map(({ cash }) => cash),
    invested: byPlace(nullsIfUndefined(investedAt)),
    growth: byPlace(path.growth),
    drawdown: byPlace(path.drawdown),
    benchmark: benchmark === null ? null : byPlace(benchmark),
  };
}

function benchmarkShown(
  growth: readonly (number | null)[],
  window: { readonly from: string; readonly to: string },
  days: number,
): PerformanceReturn {
  const last = growth.at(-1) ?? null;
  const total = last === null || growth[0] === null ? null : last - 1;
  return {
    total,
    annual: total === null ? null : annual(total, days),
    reason:
      total === null ? 'an asset of the benchmark has no price or rate at the start or the end of the window' : null,
    howComputed: {
      formula: 'Π (1 + Σ w · (P(t) / P(t−1) − 1)) − 1',
      explanation:
        'The assets of the benchmark at their weights, restored on every date of the portfolio, at the latest price on or before it in the base currency.',
      inputs: { periods: growth.length - 1, days },
      ...window,
    },
  };
}
