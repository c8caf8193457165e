/** Risk of a table that came in a request body: a pure function that runs in a worker thread. */
import { type RiskMetrics, type RiskMetricsRequest, riskMetrics, riskMetricsRequest } from '@riskoptimizer/contracts';
import { covariance, portfolioReturns, riskMeasure, riskMeasureNames } from '@riskoptimizer/engine';
import type { TableAnswer, TableInput } from '../calculation/table-calculation.ts';
import { sumErrors } from '../portfolios/allocation-rules.ts';
import { readBody } from '../requests/read-body.ts';
import { commonReturns } from '../series/common-returns.ts';
import { readSeriesTable, refuseAny } from '../series/series-table.ts';
import { contributionsByMeasure, contributionsPerAsset } from './contributions.ts';
import { riskMethod } from './method.ts';
import { performanceFigures } from './performance-figures.ts';

type RiskMetricsNumbers = Omit<RiskMetrics, 'birthCertificate'>;

const answerSchema = riskMetrics.omit({ birthCertificate: true });

export function calculateRiskMetrics({ body }: TableInput): TableAnswer {
  const request = readBody(riskMetricsRequest, body);
  const { confidence, periodsPerYear, riskFree } = request;
  const answer = answerSchema.parse(riskMetricsOf(request));
  const parameters = { confidence, periodsPerYear, riskFree, compounded: true };
  return { json: JSON.stringify(answer), method: riskMethod, parameters };
}

function riskMetricsOf(request: RiskMetricsRequest): RiskMetricsNumbers {
  const { assets, confidence, periodsPerYear } = request;
  const table = readSeriesTable(request);
  const weights = readWeights(request.weights, assets);
  const { returns, window } = commonReturns(table, periodsPerYear);
  const benchmark = readBenchmark(request.benchmarkReturns, returns.rows);
  const portfolio = portfolioReturns(returns, weights);
  const names = request.measures ?? riskMeasureNames;
  const contributions = contributionsPerAsset(
    contributionsByMeasure(returns, weights, confidence),
    covariance(returns, { method: 'sample' }).covariance,
    periodsPerYear,
  );
  return {
    measures: Object.fromEntries(names.map((name) => [name, riskMeasure(name, portfolio, { confidence })])),
    annualised: performanceFigures(portfolio, benchmark, request),
    contributions: contributions.map(({ component, share }, asset) => ({
      asset: assets[asset]!,
      weight: weights[asset]!,
      component,
      share,
    })),
    window,
  };
}

function readWeights(weights: readonly number[] | undefined, assets: readonly string[]): Float64Array {
  if (weights === undefined) return new Float64Array(assets.length).fill(1 / assets.length);
  const message = `has ${weights.length} weights; expected ${assets.length}, one for each asset`;
  refuseAny(weights.length === assets.length ? sumErrors(weights, '/weights') : [{ field: '/weights', message }]);
  return Float64Array.from(weights);
}

function readBenchmark(returns: readonly number[] | undefined, periodCount: number): Float64Array | null {
  if (returns === undefined) return null;
  const message = `has ${returns.length} returns; expected ${periodCount}, one for each period of the common window`;
  refuseAny(returns.length === periodCount ? [] : [{ field: '/benchmarkReturns', message }]);
  return Float64Array.from(returns);
}
