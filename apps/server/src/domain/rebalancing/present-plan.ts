/** The plan as the API shows it. */
import type {
  ProposedTrade,
  RebalancingPlan,
  RebalancingRequest,
  SkippedTrade,
  TransactionInput,
} from '@riskoptimizer/contracts';
import { isSimulated, type OpenPortfolio } from '../portfolios/portfolio-service.ts';
import { Money } from '../valuation/decimal-and-number.ts';
import { valueDecimals } from '../valuation/holding-values.ts';
import { inWords, money, percent } from '../wording/numbers-in-words.ts';
import type { Candidate } from './candidate.ts';
import type { SkipReason, TradePlan } from './plan-trades.ts';
import { type RiskComparison, weightsAfter, weightsBefore } from './risk-of-weights.ts';
import type { SaleResult } from './sale-results.ts';

export interface PlanToPresent {
  readonly open: OpenPortfolio;
  readonly request: RebalancingRequest;
  readonly date: string;
  readonly candidates: readonly Candidate[];
  readonly plan: TradePlan;
  /** One for each trade, in the same order. */
  readonly transactions: readonly TransactionInput[];
  /** One for each sell, in the same order; null without a ledger. */
  readonly results: readonly (SaleResult | null)[] | null;
  readonly risk: RiskComparison;
}

export function presentPlan(given: PlanToPresent): RebalancingPlan {
  const { open, request, date, candidates, plan, transactions, risk } = given;
  const { record, positions, valuation } = open;
  const trades = presentTrades(given);
  const exact = sumOf(candidates.map(({ held, unitPrice }) => held.mul(unitPrice)));
  // As the portfolio shows it, where holdings are rounded before they are summed.
  const total = valuation.valueDate === date ? new Money(valuation.totalValue!) : exact;
  const net = sumOf(plan.trades.map(({ quantity, value }) => (quantity.lt(0) ? value.neg() : value)));
  const traded = sumOf(plan.trades.map(({ value }) => value));
  const turnover = total.gt(0) ? traded.div(2).div(total).toNumber() : 0;
  const costs = sumOf(plan.trades.map(({ cost }) => cost));
  const drift = driftOf(candidates, plan);
  return {
    portfolioId: record.id,
    portfolioVersion: record.version,
    baseCurrency: record.baseCurrency,
    simulated: isSimulated(positions) || candidates.some(({ asset }) => asset.source === 'simulated'),
    valueDate: date,
    verdict: verdictOf(given, { traded, turnover, costs, drift }),
    totalBefore: cents(total),
    totalAfter: cents(total.plus(net)),
    cash: cents(new Money(request.cash)),
    cashLeft: cents(plan.cashLeft),
    costs: cents(costs),
    turnover,
    realised: realisedInBase(given),
    trades: trades.sort((a, b) => bySideAndValue(a, b)),
    skipped: presentSkipped(candidates, plan),
    drift,
    ...risk,
    transactions: [...transactions].sort((a, b) => (a.kind === b.kind ? 0 : a.kind === 'sell' ? -1 : 1)),
  };
}

function presentTrades({ candidates, plan, results, date }: PlanToPresent): ProposedTrade[] {
  const before = weightsBefore(candidates);
  const after = weightsAfter(candidates, plan);
  let sale = -1;
  return plan.trades.map(({ index, quantity, value, cost }) => {
    const { asset, close, rate, aim } = candidates[index]!;
    const isSale = quantity.lt(0);
    if (isSale) sale += 1;
    const result = isSale ? (results?.[sale] ?? null) : null;
    return {
      assetId: asset.id,
      symbol: asset.symbol,
      name: asset.name,
      side: isSale ? 'sell' : 'buy',
      quantity: quantity.abs().toFixed(),
      price: close,
      priceDate: date,
      currency: asset.currency,
      value: cents(value),
      cost: cents(cost),
      weightBefore: before?.[index] ?? 0,
      weightAfter: after?.[index] ?? 0,
      target: aim.target,
      realised: centsOrNull(inBase(result, rate)),
      longTermShare: result?.longTermShare ?? null,
    };
  });
}

function inBase(sale: SaleResult | null, rate: string): Money | null {
  return sale === null || sale.result === null ? null : new Money(sale.result).mul(rate);
}

const centsOrNull = (amount: Money | null) => (amount === null ? null : cents(amount));

/** Null without a ledger, and when the result of one sale is not known. */
function realisedInBase({ candidates, plan, results }: PlanToPresent): string | null {
  if (results === null) return null;
  const sales = plan.trades.filter(({ quantity }) => quantity.lt(0));
  const parts = sales.map(({ index }, place) => inBase(results[place] ?? null, candidates[index]!.rate));
  return parts.includes(null) ? null : cents(sumOf(parts as Money[]));
}

const reasons: Record<SkipReason, string> = {
  'below-minimum': 'The trade would be below the smallest one that was asked for.',
  'no-sells': 'It is above its target, and nothing is to be sold.',
  'no-cash': 'The money was needed where more was missing.',
  'below-one-unit': 'It is less than one unit away from its target.',
};

function presentSkipped(candidates: readonly Candidate[], plan: TradePlan): SkippedTrade[] {
  const before = weightsBefore(candidates);
  const skipped: SkippedTrade[] = plan.skipped.map(({ index, reason }) => ({
    ...about(candidates[index]!),
    weight: before?.[index] ?? 0,
    reason,
    message: reasons[reason],
  }));
  const shorts = candidates.flatMap((candidate, index): SkippedTrade[] =>
    candidate.isShort && candidate.aim.desired !== null
      ? [
          {
            ...about(candidate),
            weight: before?.[index] ?? 0,
            reason: 'short-position',
            message: 'Short positions are left as they are; cover them by hand.',
          },
        ]
      : [],
  );
  return [...skipped, ...shorts];
}

function about({ asset, aim }: Candidate) {
  return { assetId: asset.id, symbol: asset.symbol, target: aim.target };
}

/** Σ |weight − target| / 2 over what has a target. */
function driftOf(candidates: readonly Candidate[], plan: TradePlan): RebalancingPlan['drift'] {
  const distance = (weights: Float64Array | null) =>
    candidates.reduce(
      (sum, { aim }, index) => sum + (aim.target === null ? 0 : Math.abs((weights?.[index] ?? 0) - aim.target)),
      0,
    ) / 2;
  return { before: distance(weightsBefore(candidates)), after: distance(weightsAfter(candidates, plan)) };
}

interface Summed {
  readonly traded: Money;
  readonly turnover: number;
  readonly costs: Money;
  readonly drift: RebalancingPlan['drift'];
}

function verdictOf({ open, plan, risk }: PlanToPresent, { traded, turnover, costs, drift }: Summed): string {
  const { baseCurrency } = open.record;
  if (plan.trades.length === 0) {
    return plan.skipped.length === 0
      ? 'Everything is where it should be; there is nothing to trade.'
      : 'There is nothing to trade under these rules.';
  }
  const count = plan.trades.length;
  const what = `${capital(inWords(count))} trade${count === 1 ? '' : 's'} over ${money(traded.toFixed(), baseCurrency)}`;
  const moved = `bring ${percent(drift.before)} in the wrong place down to ${percent(drift.after)}`;
  const paid = costs.gt(0) ? `, for ${money(costs.toFixed(), baseCurrency)} of costs` : '';
  const sentence = `${what} (turnover ${percent(turnover)}) ${count === 1 ? moved.replace('bring', 'brings') : moved}${paid}.`;
  const volatility = risk.risk === null ? null : [risk.risk.before, risk.risk.after].map((one) => one.volatilityAnnual);
  if (volatility === null || volatility.includes(null)) return sentence;
  const [before, after] = volatility as [number, number];
  return `${sentence} Volatility goes from ${percent(before, 1)} to ${percent(after, 1)} a year.`;
}

function bySideAndValue(a: ProposedTrade, b: ProposedTrade): number {
  if (a.side !== b.side) return a.side === 'sell' ? -1 : 1;
  return new Money(b.value).cmp(a.value);
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
const sumOf = (parts: readonly Money[]) => parts.reduce((sum, part) => sum.plus(part), new Money(0));
const cents = (amount: Money) => amount.toFixed(valueDecimals);
