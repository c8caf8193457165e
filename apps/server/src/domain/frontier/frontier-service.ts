/** The efficient frontier of a portfolio's assets and of a table in a request, with verdict and birth certificate. */
import type {
  EfficientFrontierRequest,
  EfficientFrontierResponse,
  PortfolioFrontier,
  PortfolioFrontierRequest,
  ProblemDetail,
} from '@riskoptimizer/contracts';
import { distinctLabels } from '../assets/asset.ts';
import { type Calculated, type Calculation, certify } from '../calculation/calculation.ts';
import { loadMarketData, type MarketData, type MarketDataParts } from '../market-data/market-data.ts';
import { presentWindow } from '../market-data/return-window.ts';
import { isSimulated, type OpenPortfolio, type PortfolioService } from '../portfolios/portfolio-service.ts';
import { readSeriesTable, refuseAny } from '../series/series-table.ts';
import type { EfficientFrontierInput, EfficientFrontierNumbers } from './efficient-frontier-calculation.ts';
import type { Bounds, FrontierOptions } from './frontier-calculation.ts';
import { frontierVerdict } from './frontier-verdict.ts';
import type { PortfolioFrontierInput, PortfolioFrontierNumbers } from './portfolio-frontier-calculation.ts';

export interface FrontierService {
  ofPortfolio(
    ownerId: string,
    portfolioId: string,
    request: PortfolioFrontierRequest,
    signal?: AbortSignal,
  ): Promise<PortfolioFrontier>;
  ofTable(request: EfficientFrontierRequest, signal?: AbortSignal): Promise<EfficientFrontierResponse>;
}

export interface FrontierServiceParts extends MarketDataParts {
  readonly portfolios: Pick<PortfolioService, 'open'>;
  readonly portfolioFrontier: Calculation<PortfolioFrontierInput, PortfolioFrontierNumbers>;
  readonly efficientFrontier: Calculation<EfficientFrontierInput, EfficientFrontierNumbers>;
}

export function createFrontierService(parts: FrontierServiceParts): FrontierService {
  return {
    async ofPortfolio(ownerId, portfolioId, request, signal) {
      const open = await parts.portfolios.open(ownerId, portfolioId);
      const assets = open.positions.map(({ asset }) => asset);
      const ids = assets.map(({ id }) => id);
      const bounds = boundsOf(request.bounds, ids);
      const { baseCurrency } = open.record;
      const market = await loadMarketData(parts, ownerId, { assets, baseCurrency, window: request });
      const calculated = await parts.portfolioFrontier(
        {
          ...optionsOf(request, bounds, market.frequency.periodsPerYear),
          dates: market.dates,
          assets: distinctLabels(assets),
          prices: market.prices,
          weights: Float64Array.from(open.valuation.positions, ({ weight }) => weight),
        },
        signal,
      );
      return presentFrontier(open, request, market, calculated);
    },

    async ofTable(request, signal) {
      const table = readSeriesTable(request);
      const bounds = boundsOf(request.bounds, request.assets);
      const calculated = await parts.efficientFrontier(
        { ...optionsOf(request, bounds, request.periodsPerYear), table },
        signal,
      );
      const parameters = { ...certified(request), periodsPerYear: request.periodsPerYear };
      return { ...calculated.numbers, birthCertificate: certify(calculated, { method, parameters, currency: null }) };
    },
  };
}

const method = 'Mean-variance frontier by the critical line algorithm (docs/methods)';

type Options = Pick<
  PortfolioFrontierRequest,
  'budget' | 'riskFree' | 'returnsMethod' | 'covarianceMethod' | 'pointCount' | 'bounds'
>;

function optionsOf(request: Options, bounds: readonly Bounds[], periodsPerYear: number): FrontierOptions {
  const { budget, riskFree, returnsMethod, covarianceMethod, pointCount } = request;
  return { budget, riskFree, returnsMethod, covarianceMethod, pointCount, periodsPerYear, bounds };
}

function certified({ budget, riskFree, returnsMethod, covarianceMethod, pointCount, bounds }: Options) {
  return { budget, riskFree, returnsMethod, covarianceMethod, pointCount, bounds: JSON.stringify(bounds) };
}

/** The bounds of each asset in the order of the names; a bound for an asset that is not there is refused. */
function boundsOf({ default: byDefault, assets }: Options['bounds'], names: readonly string[]): Bounds[] {
  const known = new Set(names);
  const errors: ProblemDetail[] = Object.keys(assets)
    .filter((name) => !known.has(name))
    .map((name) => ({
      field: `/bounds/assets/${name}`,
      message: `bounds are given for ${name}, which is not among the assets`,
      value: name,
      remedy: 'Correct the name, or leave the bounds out.',
    }));
  refuseAny(errors);
  return names.map((name) => assets[name] ?? byDefault);
}

function presentFrontier(
  { record, positions, valuation }: OpenPortfolio,
  request: PortfolioFrontierRequest,
  market: MarketData,
  calculated: Calculated<PortfolioFrontierNumbers>,
): PortfolioFrontier {
  const { numbers } = calculated;
  const { periodsPerYear } = market.frequency;
  return {
    portfolioId: record.id,
    portfolioVersion: record.version,
    portfolioName: record.name,
    simulated: isSimulated(positions),
    verdict: frontierVerdict(numbers),
    window: presentWindow(numbers.window, market.frequency),
    assets: positions.map(({ asset }, index) => ({
      assetId: asset.id,
      symbol: asset.symbol,
      name: asset.name,
      assetClass: asset.assetClass,
      weight: valuation.positions[index]!.weight,
      expectedReturnAnnual: numbers.expectedReturnsAnnual[index]!,
      volatilityAnnual: Math.sqrt(numbers.covarianceAnnual[index]![index]!),
    })),
    moments: {
      expectedReturnsAnnual: numbers.expectedReturnsAnnual,
      covarianceAnnual: numbers.covarianceAnnual,
      conditionNumber: numbers.conditionNumber,
      repaired: numbers.repaired,
    },
    own: numbers.own,
    frontier: numbers.curve,
    birthCertificate: certify(calculated, {
      method,
      currency: record.baseCurrency,
      parameters: {
        ...certified(request),
        window: request.window,
        from: numbers.window.from,
        to: numbers.window.to,
        periodsPerYear,
        valueDate: valuation.valueDate,
      },
    }),
  };
}
