/** Risk of a table that came in a request body: a pure function that runs in a worker thread. */
import type { RiskMeasureName, RiskMetrics } from '@riskoptimizer/contracts';
import { covariance, portfolioReturns, riskMeasure, riskMeasureNames } from '@riskoptimizer/engine';
import { commonReturns } from '../series/common-returns.ts';
import { refuseAny, type SeriesTable } from '../series/series-table.ts';
import { contributionsByMeasure, contributionsPerAsset } from './contributions.ts';
import { performanceFigures } from './performance-figures.ts';

export interface RiskMetricsInput {
  readonly table: SeriesTable;
  readonly weights: Float64Array;
  readonly confidence: number;
  readonly periodsPerYear: number;
  /** Annual. */
  readonly riskFree: number;
  /** Null for all. */
  readonly measures: readonly RiskMeasureName[] | null;
  /** One for each period of the common window; null without a benchmark. */
  readonly benchmarkReturns: Float64Array | null;
}

export type RiskMetricsNumbers = Omit<RiskMetrics, 'birthCertificate'>;

export function calculateRiskMetrics(input: RiskMetricsInput): RiskMetricsNumbers {
  const { table, weights, confidence, periodsPerYear, benchmarkReturns: benchmark } = input;
  const { returns, window } = commonReturns(table, periodsPerYear);
  if (benchmark !== null && benchmark.length !== returns.rows) {
    const message = `has ${benchmark.length} returns; expected ${returns.rows}, one for each period of the common window`;
    refuseAny([{ field: '/benchmarkReturns', message }]);
  }
  const portfolio = portfolioReturns(returns, weights);
  const names = input.measures ?? riskMeasureNames;
  const contributions = contributionsPerAsset(
    contributionsByMeasure(returns, weights, confidence),
    covariance(returns, { method: 'sample' }).covariance,
    periodsPerYear,
  );
  return {
    measures: Object.fromEntries(names.map((name) => [name, riskMeasure(name, portfolio, { confidence })])),
    annualised: performanceFigures(portfolio, benchmark, input),
    contributions: contributions.map(({ component, share }, asset) => ({
      asset: table.assets[asset]!,
      weight: weights[asset]!,
      component,
      share,
    })),
    window,
  };
}
