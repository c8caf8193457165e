/**
 * Risk of a portfolio from the prices of its assets: a pure function that runs in a worker thread.
 *
 * Single periods of the common window give performance, path, drawdowns and correlations (constant mix, r_p = R w). For a
 * horizon of h periods every asset's compounded return over each run of h neighbouring periods is taken; inside a run
 * nothing is traded, so the portfolio's return is still linear in the weights, and the contributions to standard deviation,
 * VaR and CVaR sum to the whole.
 */
import type { PortfolioRisk, RiskMeasureName } from '@riskoptimizer/contracts';
import {
  correlationFromCovariance,
  covariance,
  createMatrix,
  type Matrix,
  type PriceTable,
  portfolioReturns,
  type ReturnTable,
  type RiskMeasureOptions,
  riskMeasure,
  riskMeasureNames,
  simpleReturns,
} from '@riskoptimizer/engine';
import { requireEnoughReturns } from '../calculation/enough-returns.ts';
import { nullsIfUndefined } from '../calculation/missing.ts';
import { concentration } from './concentration.ts';
import { type AssetContribution, contributionsByMeasure, contributionsPerAsset } from './contributions.ts';
import { correlationOrder } from './correlation-order.ts';
import { histogram } from './histogram.ts';
import { horizonReturns } from './horizon-returns.ts';
import { correlationAssetCountMax } from './limits.ts';
import { drawdownEpisodes, portfolioPath } from './path.ts';
import { performanceFigures } from './performance-figures.ts';

export interface PortfolioRiskInput {
  /** Dates of the prices, ascending. */
  readonly dates: readonly string[];
  /** Names for messages, in the order of the columns. */
  readonly assets: readonly string[];
  /** Row = date, column = asset, in one currency; NaN = missing. */
  readonly prices: Float64Array;
  readonly weights: Float64Array;
  /** What the benchmark is made of, on the same dates; null without one. */
  readonly benchmark: BenchmarkPrices | null;
  readonly confidence: number;
  readonly horizon: number;
  /** Annual. */
  readonly riskFree: number;
  readonly periodsPerYear: number;
}

/** Assets at weights that are restored at the end of every period: a single one, a mix, or another portfolio. */
export interface BenchmarkPrices {
  /** Row = date, column = asset, in the currency of the portfolio; NaN = missing. */
  readonly prices: Float64Array;
  readonly weights: Float64Array;
}

/** Everything of the answer that is computed; assets by their position. */
export interface PortfolioRiskNumbers
  extends Pick<PortfolioRisk, 'measures' | 'performance' | 'distribution' | 'path' | 'drawdowns' | 'concentration'> {
  readonly window: ReturnTable['window'];
  readonly coverage: ReturnTable['coverage'];
  readonly contributions: readonly AssetContribution[];
  readonly correlation: { assets: number[]; matrix: (number | null)[][]; order: number[] };
}

export function calculatePortfolioRisk(input: PortfolioRiskInput): PortfolioRiskNumbers {
  const { weights, confidence, periodsPerYear } = input;
  const table = priceTable(input);
  const single = simpleReturns(table);
  const returns = portfolioReturns(single.returns, weights);
  requireEnoughReturns(returns.length, single.window);
  const runs = input.horizon === 1 ? single.returns : horizonReturns(table, input.horizon);
  requireEnoughReturns(runs.rows, single.window, input.horizon);
  const runReturns = portfolioReturns(runs, weights);
  const path = { dates: single.dates, startDate: single.window.from, returns, periodsPerYear };
  const benchmark = input.benchmark === null ? null : benchmarkReturns(input.benchmark, input.dates, single.dates);
  const covarianceOfPeriods = covariance(single.returns, { method: 'sample' }).covariance;
  const contributions = contributionsByMeasure(runs, weights, confidence);
  return {
    window: single.window,
    coverage: single.coverage,
    measures: measuresOf(runReturns, returns, { confidence }),
    performance: performanceFigures(returns, benchmark, input),
    contributions: contributionsPerAsset(contributions, covarianceOfPeriods, periodsPerYear),
    distribution: histogram(runReturns),
    path: portfolioPath({ ...path, benchmark }),
    drawdowns: drawdownEpisodes({ ...path, benchmark }),
    correlation: correlationOfLargest(covarianceOfPeriods, weights),
    concentration: concentration(weights, contributions['standard-deviation'].share),
  };
}

function priceTable({ dates, assets, prices }: PortfolioRiskInput): PriceTable {
  return { dates, assets, prices: createMatrix(dates.length, assets.length, prices) };
}

/** r = Σ w_i r_i in the periods of the portfolio; NaN where any of its assets has no price at either end. */
function benchmarkReturns(
  { prices, weights }: BenchmarkPrices,
  dates: readonly string[],
  periodEnds: readonly string[],
): Float64Array {
  const rowOfDate = new Map(dates.map((date, row) => [date, row]));
  return Float64Array.from(periodEnds, (date) => {
    const end = rowOfDate.get(date)! * weights.length;
    return weights.reduce((sum, weight, column) => {
      const [last, first] = [prices[end + column]!, prices[end - weights.length + column]!];
      return sum + weight * (last / first - 1);
    }, 0);
  });
}

/** Measures that depend on the order of the periods: they are taken of the path, whatever the horizon. */
const pathMeasures: ReadonlySet<RiskMeasureName> = new Set(['max-drawdown', 'average-drawdown', 'ulcer-index']);

function measuresOf(
  runReturns: Float64Array,
  singleReturns: Float64Array,
  options: RiskMeasureOptions,
): PortfolioRisk['measures'] {
  const entries = riskMeasureNames.map((name) => [
    name,
    riskMeasure(name, pathMeasures.has(name) ? singleReturns : runReturns, options),
  ]);
  return Object.fromEntries(entries) as PortfolioRisk['measures'];
}

function correlationOfLargest(covarianceOfPeriods: Matrix, weights: Float64Array): PortfolioRiskNumbers['correlation'] {
  const whole = correlationFromCovariance(covarianceOfPeriods);
  const assets = Array.from(weights.keys())
    .sort((one, other) => Math.abs(weights[other]!) - Math.abs(weights[one]!) || one - other)
    .slice(0, correlationAssetCountMax)
    .sort((one, other) => one - other);
  const rows = assets.map((row) => assets.map((column) => whole.data[row * whole.columns + column]!));
  return { assets, matrix: rows.map(nullsIfUndefined), order: correlationOrder(rows.flat(), assets.length) };
}
