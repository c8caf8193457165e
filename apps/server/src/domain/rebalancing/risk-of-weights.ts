/** The risk before and after: the same prices and the same method, once with each weights. */
import type { RebalancingPlan, RiskFigures } from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';
import { distinctLabels } from '../assets/asset.ts';
import { type Calculation, certify } from '../calculation/calculation.ts';
import { loadMarketData, type MarketDataParts } from '../market-data/market-data.ts';
import { presentWindow } from '../market-data/return-window.ts';
import type { OpenPortfolio } from '../portfolios/portfolio-service.ts';
import { riskMethod } from '../risk/method.ts';
import type { PortfolioRiskInput, PortfolioRiskNumbers } from '../risk/portfolio-risk-calculation.ts';
import { Money } from '../valuation/decimal-and-number.ts';
import type { Candidate } from './candidate.ts';
import type { TradePlan } from './plan-trades.ts';

export interface RiskComparisonParts extends MarketDataParts {
  readonly portfolioRisk: Calculation<PortfolioRiskInput, PortfolioRiskNumbers>;
}

interface Compared {
  readonly open: OpenPortfolio;
  readonly candidates: readonly Candidate[];
  readonly plan: TradePlan;
  readonly confidence: number;
}

export type RiskComparison = Pick<RebalancingPlan, 'risk' | 'riskReason' | 'birthCertificate'>;

/** Five years back, as on the risk page. */
const window = '5y';

/** Of the holdings, cash left out. Too few common returns keep nobody from trading: the reason is answered instead. */
export async function riskOfWeights(
  parts: RiskComparisonParts,
  { open, candidates, plan, confidence }: Compared,
  signal?: AbortSignal,
): Promise<RiskComparison> {
  const { ownerId, baseCurrency } = open.record;
  const assets = candidates.map(({ asset }) => asset);
  const [before, after] = [weightsBefore(candidates), weightsAfter(candidates, plan)];
  if (before === null || after === null) return withoutRisk('Before or after the trades nothing is held.');
  try {
    const market = await loadMarketData(parts, ownerId, { assets, baseCurrency, window: { window } });
    const common = {
      dates: market.dates,
      assets: distinctLabels(assets),
      prices: market.prices,
      benchmark: null,
      confidence,
      horizon: 1,
      riskFree: 0,
      periodsPerYear: market.frequency.periodsPerYear,
    };
    const [first, second] = [
      await parts.portfolioRisk({ ...common, weights: before }, signal),
      await parts.portfolioRisk({ ...common, weights: after }, signal),
    ];
    return {
      risk: {
        before: figuresOf(first.numbers),
        after: figuresOf(second.numbers),
        confidence,
        window: presentWindow(second.numbers.window, market.frequency),
      },
      riskReason: null,
      birthCertificate: certify(second, {
        method: riskMethod,
        currency: baseCurrency,
        parameters: { window, confidence, horizon: 1, periodsPerYear: market.frequency.periodsPerYear },
      }),
    };
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'data-insufficient') return withoutRisk(error.detail);
    throw error;
  }
}

/** Shares of the value of what is held; null when that is nothing. */
export function weightsBefore(candidates: readonly Candidate[]): Float64Array | null {
  return sharesOf(candidates.map(({ held, unitPrice }) => held.mul(unitPrice)));
}

export function weightsAfter(candidates: readonly Candidate[], { trades }: TradePlan): Float64Array | null {
  const units = candidates.map(({ held }) => held);
  for (const { index, quantity } of trades) units[index] = units[index]!.plus(quantity);
  return sharesOf(candidates.map(({ unitPrice }, index) => units[index]!.mul(unitPrice)));
}

function sharesOf(values: readonly Money[]): Float64Array | null {
  const total = values.reduce((sum, value) => sum.plus(value), new Money(0));
  return total.gt(0) ? Float64Array.from(values, (value) => value.div(total).toNumber()) : null;
}

function figuresOf({ measures, performance }: PortfolioRiskNumbers): RiskFigures {
  return {
    volatilityAnnual: performance.volatilityAnnual,
    valueAtRisk: measures['value-at-risk'],
    cvar: measures.cvar,
    maxDrawdown: measures['max-drawdown'],
  };
}

function withoutRisk(reason: string): RiskComparison {
  return { risk: null, riskReason: reason, birthCertificate: null };
}
