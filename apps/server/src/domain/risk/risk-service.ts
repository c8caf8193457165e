/** The risk of a portfolio and of a table in a request, with verdict and birth certificate. */
import type { PortfolioRisk, PortfolioRiskQuery } from '@riskoptimizer/contracts';
import type { SignedInActor } from '../../core/request-context.ts';
import type { ObjectAccess } from '../access/object-access.ts';
import { distinctLabels } from '../assets/asset.ts';
import type { AssetRepository } from '../assets/ports.ts';
import { type Calculated, type Calculation, certify } from '../calculation/calculation.ts';
import { certifiedJson, type TableCalculation } from '../calculation/table-calculation.ts';
import { dayFromIso } from '../market-data/calendar.ts';
import { loadMarketData, loadPricesOn, type MarketData, type MarketDataParts } from '../market-data/market-data.ts';
import { presentWindow } from '../market-data/return-window.ts';
import { isSimulated, type OpenPortfolio, type PortfolioService } from '../portfolios/portfolio-service.ts';
import { requireHoldings } from '../portfolios/portfolio-valuation.ts';
import { type FoundBenchmark, findBenchmark, inOneLine } from './benchmark.ts';
import { presentCoverage } from './coverage.ts';
import { riskMethod } from './method.ts';
import type { PortfolioRiskInput, PortfolioRiskNumbers } from './portfolio-risk-calculation.ts';
import { riskVerdict } from './verdict.ts';

export interface RiskService {
  ofPortfolio(
    actor: SignedInActor,
    portfolioId: string,
    query: PortfolioRiskQuery,
    signal?: AbortSignal,
  ): Promise<PortfolioRisk>;
  /** From the bytes of a request body to those of the answer. */
  ofTable(body: Uint8Array, signal?: AbortSignal): Promise<string>;
}

export interface RiskServiceParts extends MarketDataParts {
  readonly access: ObjectAccess;
  readonly assets: AssetRepository;
  readonly portfolios: Pick<PortfolioService, 'open'>;
  readonly portfolioRisk: Calculation<PortfolioRiskInput, PortfolioRiskNumbers>;
  readonly riskMetrics: TableCalculation;
}

export function createRiskService(parts: RiskServiceParts): RiskService {
  return {
    async ofPortfolio(actor, portfolioId, query, signal) {
      const open = await parts.portfolios.open(actor, portfolioId);
      requireHoldings(open.positions);
      const { ownerId, baseCurrency } = open.record;
      const assets = open.positions.map(({ asset }) => asset);
      const market = await loadMarketData(parts, ownerId, { assets, baseCurrency, window: query });
      const benchmark = await findBenchmark(parts, actor, open, query.benchmark);
      const days = Int32Array.from(market.dates, dayFromIso);
      const calculated = await parts.portfolioRisk(
        {
          dates: market.dates,
          assets: distinctLabels(assets),
          prices: market.prices,
          weights: Float64Array.from(open.valuation.positions, ({ weight }) => weight),
          benchmark:
            benchmark === null
              ? null
              : {
                  prices: await loadPricesOn(parts, ownerId, benchmark.assets, baseCurrency, days),
                  weights: Float64Array.from(benchmark.shown.items, ({ weight }) => weight),
                },
          confidence: query.confidence,
          horizon: query.horizon,
          riskFree: query.riskFree,
          periodsPerYear: market.frequency.periodsPerYear,
        },
        signal,
      );
      return presentRisk({ open, query, market, benchmark, calculated });
    },

    ofTable: async (body, signal) => certifiedJson(await parts.riskMetrics({ body }, signal)),
  };
}

interface RiskAnswer {
  readonly open: OpenPortfolio;
  readonly query: PortfolioRiskQuery;
  readonly market: MarketData;
  readonly benchmark: FoundBenchmark | null;
  readonly calculated: Calculated<PortfolioRiskNumbers>;
}

function presentRisk({ open, query, market, benchmark, calculated }: RiskAnswer): PortfolioRisk {
  const { record, positions, valuation } = open;
  const { numbers } = calculated;
  const { confidence, horizon, riskFree } = query;
  const assets = positions.map(({ asset }) => asset);
  const contributions = numbers.contributions.map((contribution, index) => ({
    assetId: assets[index]!.id,
    symbol: assets[index]!.symbol,
    weight: valuation.positions[index]!.weight,
    ...contribution,
  }));
  return {
    portfolioId: record.id,
    portfolioVersion: record.version,
    portfolioName: record.name,
    baseCurrency: record.baseCurrency,
    simulated: isSimulated(positions),
    totalValue: valuation.totalValue,
    verdict: riskVerdict({
      holdings: contributions.map(({ symbol, weight, share }, index) => ({
        symbol,
        weight,
        riskShare: share['standard-deviation'],
        assetClass: assets[index]!.assetClass,
        sector: assets[index]!.sector,
      })),
      valueAtRisk: numbers.measures['value-at-risk'],
      confidence,
      horizon,
      frequency: market.frequency.frequency,
      totalValue: valuation.totalValue,
      currency: record.baseCurrency,
    }),
    window: presentWindow(numbers.window, market.frequency),
    confidence,
    horizon,
    benchmark: benchmark?.shown ?? null,
    measures: numbers.measures,
    performance: numbers.performance,
    contributions,
    distribution: numbers.distribution,
    path: numbers.path,
    drawdowns: numbers.drawdowns,
    correlation: {
      symbols: numbers.correlation.assets.map((index) => assets[index]!.symbol),
      matrix: numbers.correlation.matrix,
      order: numbers.correlation.order,
    },
    concentration: numbers.concentration,
    coverage: presentCoverage({
      assets,
      coverage: numbers.coverage,
      from: market.dates[0]!,
      to: market.dates.at(-1)!,
      common: numbers.window,
    }),
    birthCertificate: certify(calculated, {
      method: riskMethod,
      currency: record.baseCurrency,
      parameters: {
        window: query.window,
        from: numbers.window.from,
        to: numbers.window.to,
        confidence,
        horizon,
        riskFree,
        periodsPerYear: market.frequency.periodsPerYear,
        benchmark: benchmark === null ? null : inOneLine(benchmark.shown),
        compounded: true,
        rollingWindow: numbers.path.rollingWindow,
        valueDate: valuation.valueDate,
      },
    }),
  };
}
