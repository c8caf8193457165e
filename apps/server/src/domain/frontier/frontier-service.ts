/** The efficient frontier of a portfolio's assets and of a table in a request, with verdict and birth certificate. */
import { type PortfolioFrontierRequest, portfolioFrontier } from '@riskoptimizer/contracts';
import type { SignedInActor } from '../../core/request-context.ts';
import { distinctLabels } from '../assets/asset.ts';
import { type Calculated, type Calculation, certify } from '../calculation/calculation.ts';
import { withMembers } from '../calculation/json-members.ts';
import { certifiedJson, type TableCalculation } from '../calculation/table-calculation.ts';
import { loadMarketData, type MarketData, type MarketDataParts } from '../market-data/market-data.ts';
import { presentWindow } from '../market-data/return-window.ts';
import { isSimulated, type OpenPortfolio, type PortfolioService } from '../portfolios/portfolio-service.ts';
import { requireHoldings } from '../portfolios/portfolio-valuation.ts';
import { certifiedOptions, frontierOptions } from './frontier-options.ts';
import { frontierMethod } from './method.ts';
import type { PortfolioFrontierInput, PortfolioFrontierNumbers } from './portfolio-frontier-calculation.ts';

export interface FrontierService {
  /** The answer as JSON, checked against its schema. */
  ofPortfolio(
    actor: SignedInActor,
    portfolioId: string,
    request: PortfolioFrontierRequest,
    signal?: AbortSignal,
  ): Promise<string>;
  /** From the bytes of a request body to those of the answer. */
  ofTable(body: Uint8Array, signal?: AbortSignal): Promise<string>;
}

export interface FrontierServiceParts extends MarketDataParts {
  readonly portfolios: Pick<PortfolioService, 'open'>;
  readonly portfolioFrontier: Calculation<PortfolioFrontierInput, PortfolioFrontierNumbers>;
  readonly efficientFrontier: TableCalculation;
}

export function createFrontierService(parts: FrontierServiceParts): FrontierService {
  return {
    async ofPortfolio(actor, portfolioId, request, signal) {
      const open = await parts.portfolios.open(actor, portfolioId);
      requireHoldings(open.positions);
      const assets = open.positions.map(({ asset }) => asset);
      const { ownerId, baseCurrency } = open.record;
      const market = await loadMarketData(parts, ownerId, { assets, baseCurrency, window: request });
      const calculated = await parts.portfolioFrontier(
        {
          ...frontierOptions(
            request,
            assets.map(({ id }) => id),
            market.frequency.periodsPerYear,
          ),
          dates: market.dates,
          assets: distinctLabels(assets),
          prices: market.prices,
          weights: Float64Array.from(open.valuation.positions, ({ weight }) => weight),
        },
        signal,
      );
      return presentFrontier(open, request, market, calculated);
    },

    ofTable: async (body, signal) => certifiedJson(await parts.efficientFrontier({ body }, signal)),
  };
}

/** All but the two large members, which the calculation has written and checked already. */
const lightFrontier = portfolioFrontier.omit({ moments: true, frontier: true });

function presentFrontier(
  { record, positions, valuation }: OpenPortfolio,
  request: PortfolioFrontierRequest,
  market: MarketData,
  calculated: Calculated<PortfolioFrontierNumbers>,
): string {
  const { numbers } = calculated;
  const light = lightFrontier.parse({
    portfolioId: record.id,
    portfolioVersion: record.version,
    portfolioName: record.name,
    simulated: isSimulated(positions),
    verdict: numbers.verdict,
    window: presentWindow(numbers.window, market.frequency),
    assets: positions.map(({ asset }, index) => ({
      assetId: asset.id,
      symbol: asset.symbol,
      name: asset.name,
      assetClass: asset.assetClass,
      weight: valuation.positions[index]!.weight,
      expectedReturnAnnual: numbers.expectedReturnsAnnual[index]!,
      volatilityAnnual: numbers.volatilitiesAnnual[index]!,
    })),
    own: numbers.own,
    birthCertificate: certify(calculated, {
      method: frontierMethod,
      currency: record.baseCurrency,
      parameters: {
        ...certifiedOptions(request),
        window: request.window,
        from: numbers.window.from,
        to: numbers.window.to,
        periodsPerYear: market.frequency.periodsPerYear,
        valueDate: valuation.valueDate,
      },
    }),
  });
  const { momentsJson, frontierJson } = numbers;
  return withMembers(JSON.stringify(light), { moments: momentsJson, frontier: frontierJson });
}
