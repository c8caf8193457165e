/**
 * A simulated market: prices, exchange rates and a portfolio that look like real ones and belong to nobody.
 *
 *     r_i = g_i / 252 + Σ_k b_ik F_k + s_i S_sector(i) + e_i       daily log return of asset i in its currency
 *
 * F: factors with GJR-GARCH volatility and multivariate t shocks, S: a shock a sector, e: the asset's own, both GARCH with t shocks. Four episodes
 * add a sudden and a slow fall with their recoveries. Parameters stand in demo-factors.ts and demo-assets.ts, the whole model in
 * docs/methods/demo-market.md. The same seed gives the same bits on every machine.
 */
import { choleskyFactor } from '../linalg/cholesky.ts';
import { createMatrix, type Matrix } from '../linalg/matrix.ts';
import type { PriceTable } from '../returns/price-table.ts';
import { EngineError } from '../validate/engine-error.ts';
import {
  type DemoAsset,
  type DemoAssetModel,
  demoAssetModels,
  demoCurrencyModels,
  sectorVolatilityAnnual,
} from './demo-assets.ts';
import {
  episodes,
  type FactorName,
  factorCorrelations,
  factorDegreesOfFreedom,
  factorNames,
  factors,
} from './demo-factors.ts';
import { demoBenchmark, demoPortfolioValue, demoTargetWeights } from './demo-portfolio.ts';
import { exponential } from './elementary-functions.ts';
import { createGarch } from './garch.ts';
import { createRandom, type Random } from './random.ts';
import { weekdaysUntil } from './trading-days.ts';

export interface DemoMarket {
  readonly seed: number;
  /** One sentence for wherever the data are shown. */
  readonly description: string;
  readonly assets: readonly DemoAsset[];
  /** In the currency of each asset, rounded as quoted. */
  readonly prices: PriceTable;
  /** Units of `quote` for one unit of `base`, on the dates of the prices. */
  readonly exchangeRates: readonly { readonly base: string; readonly quote: string; readonly rates: Float64Array }[];
  readonly portfolio: readonly { readonly asset: string; readonly quantity: string }[];
  /** Symbol of the world equity fund. */
  readonly benchmark: string;
}

const defaultSeed = 1547;
const lastDate = '2026-10-30';
const dayCount = 2521;
const daysPerYear = 252;
const daysRoot = Math.sqrt(daysPerYear);

/** Of sectors, assets and currencies for themselves. */
const ownGarch = { shock: 0.09, asymmetry: 0, persistence: 0.88 };
const ownDegreesOfFreedom = 6;

/**
 * The demo market of a seed: 30 assets over 2521 weekdays up to 2026-10-30, one with a short history, one with a gap.
 *
 * @param options seed: whole number from 0; the default is the market that the product shows.
 */
export function simulateDemoMarket(options: { readonly seed?: number } = {}): DemoMarket {
  const seed = options.seed ?? defaultSeed;
  const random = createRandom(seed);
  const factorReturns = simulateFactors(random);
  const sectorReturns = simulateSectors(random);
  const dates = weekdaysUntil(lastDate, dayCount);
  const prices = createMatrix(dayCount, demoAssetModels.length);
  demoAssetModels.forEach((model, column) => {
    const path = simulatePrices(model, factorReturns, sectorReturns.get(model.sector ?? ''), random);
    for (let row = 0; row < dayCount; row += 1) prices.data[row * prices.columns + column] = path[row];
  });
  const exchangeRates = demoCurrencyModels.map((model) => ({
    base: model.currency,
    quote: 'USD',
    rates: pathFrom(model.startRate, model.rateDecimals, 0, model, factorReturns, undefined, random),
  }));
  const assets = demoAssetModels.map(({ symbol, name, assetClass, sector, country, currency }) => ({
    symbol,
    name,
    assetClass,
    sector,
    country,
    currency,
  }));
  const market = { assets, prices: { dates, assets: assets.map((asset) => asset.symbol), prices }, exchangeRates };
  return {
    seed,
    description: `Simulated market (factor model with volatility clustering and fat tails, seed ${seed}); no price is real.`,
    ...market,
    portfolio: buyPortfolio(market),
    benchmark: demoBenchmark,
  };
}

/** Daily log returns of the factors, (dayCount − 1) × K. */
function simulateFactors(random: Random): Matrix {
  const count = factorNames.length;
  const returns = createMatrix(dayCount - 1, count);
  const lower = factorCholesky();
  const processes = factorNames.map((name) =>
    createGarch(factors[name].volatilityAnnual / daysRoot, factors[name].garch),
  );
  // The variance of a t variable is dof / (dof − 2).
  const unitVariance = factorDegreesOfFreedom - 2;
  for (let day = 0; day < dayCount - 1; day += 1) {
    const normals = factorNames.map(() => random.normal());
    const divisor = Math.sqrt(unitVariance / random.chiSquare(factorDegreesOfFreedom));
    for (let factor = 0; factor < count; factor += 1) {
      let shock = 0;
      for (let k = 0; k <= factor; k += 1) shock += lower.data[factor * count + k] * normals[k];
      returns.data[day * count + factor] = processes[factor](shock * divisor);
    }
  }
  addEpisodes(returns);
  return returns;
}

function factorCholesky(): Matrix {
  const count = factorNames.length;
  const correlation = createMatrix(count, count);
  for (let k = 0; k < count; k += 1) correlation.data[k * count + k] = 1;
  for (const [left, right, value] of factorCorrelations) {
    const [row, column] = [factorNames.indexOf(left), factorNames.indexOf(right)];
    correlation.data[row * count + column] = value;
    correlation.data[column * count + row] = value;
  }
  const result = choleskyFactor(correlation);
  if (result.status === 'positive-definite') return result.lower;
  throw new EngineError(
    'not-positive-definite',
    'factorCorrelations',
    'The factor correlations contradict each other.',
  );
}

/** In an episode the factors move more than usual, and drift. */
function addEpisodes(returns: Matrix): void {
  for (const episode of episodes) {
    for (let day = episode.start; day < episode.start + episode.length; day += 1) {
      factorNames.forEach((name, factor) => {
        const at = day * returns.columns + factor;
        const drift = (episode.totalDrift[name] ?? 0) / episode.length;
        returns.data[at] = returns.data[at] * episode.volatilityFactor + drift;
      });
    }
  }
}

/** Daily shocks of each sector that an equity belongs to, in the order of the assets. */
function simulateSectors(random: Random): Map<string, Float64Array> {
  const sectors = new Set(
    demoAssetModels.filter((model) => model.sectorLoading !== 0).map((model) => model.sector ?? ''),
  );
  return new Map([...sectors].map((sector) => [sector, ownReturns(sectorVolatilityAnnual, random)]));
}

/** Daily returns that nothing else explains: GARCH with standardised t shocks. */
function ownReturns(volatilityAnnual: number, random: Random): Float64Array {
  const process = createGarch(volatilityAnnual / daysRoot, ownGarch);
  const scale = Math.sqrt((ownDegreesOfFreedom - 2) / ownDegreesOfFreedom);
  return Float64Array.from({ length: dayCount - 1 }, () => process(random.studentT(ownDegreesOfFreedom) * scale));
}

function simulatePrices(
  model: DemoAssetModel,
  factorReturns: Matrix,
  sector: Float64Array | undefined,
  random: Random,
): Float64Array {
  const decimals = demoCurrencyModels.find((currency) => currency.currency === model.currency)?.priceDecimals ?? 2;
  const drift = model.growthAnnual / daysPerYear;
  const sectorReturns = sector?.map((value) => value * model.sectorLoading);
  const path = pathFrom(model.startPrice, decimals, drift, model, factorReturns, sectorReturns, random);
  if (model.firstRow !== undefined) path.fill(Number.NaN, 0, model.firstRow);
  if (model.gap !== undefined) path.fill(Number.NaN, model.gap[0], model.gap[1] + 1);
  return path;
}

/** A path of dayCount values that grows by the factors, a drift, a sector and its own returns; rounded, but not compounding the rounding. */
function pathFrom(
  start: number,
  decimals: number,
  drift: number,
  model: { readonly loadings: Readonly<Partial<Record<FactorName, number>>>; readonly volatilityAnnual: number },
  factorReturns: Matrix,
  sectorReturns: Float64Array | undefined,
  random: Random,
): Float64Array {
  const loadings = factorNames.map((name) => model.loadings[name] ?? 0);
  const own = ownReturns(model.volatilityAnnual, random);
  const path = new Float64Array(dayCount);
  let logGrowth = 0;
  path[0] = roundTo(start, decimals);
  for (let day = 0; day < dayCount - 1; day += 1) {
    let step = drift + own[day] + (sectorReturns?.[day] ?? 0);
    for (let factor = 0; factor < loadings.length; factor += 1) {
      step += loadings[factor] * factorReturns.data[day * factorReturns.columns + factor];
    }
    logGrowth += step;
    path[day + 1] = roundTo(start * exponential(logGrowth), decimals);
  }
  return path;
}

/** Rounds to decimal places; the smallest price is one unit of the last place, never zero. */
function roundTo(value: number, decimals: number): number {
  let unit = 1;
  for (let k = 0; k < decimals; k += 1) unit *= 10;
  return Math.max(1, Math.round(value * unit)) / unit;
}

/** Whole quantities that come nearest to the target weights at the last prices. */
function buyPortfolio(market: Pick<DemoMarket, 'assets' | 'prices' | 'exchangeRates'>): DemoMarket['portfolio'] {
  const { prices } = market.prices;
  return demoTargetWeights.map(([symbol, weight]) => {
    const column = market.assets.findIndex((asset) => asset.symbol === symbol);
    const { currency } = market.assets[column];
    const rate = market.exchangeRates.find((pair) => pair.base === currency)?.rates[dayCount - 1] ?? 1;
    const price = prices.data[(dayCount - 1) * prices.columns + column] * rate;
    const quantity = Math.max(1, Math.round((weight * demoPortfolioValue) / price));
    return { asset: symbol, quantity: String(quantity) };
  });
}
