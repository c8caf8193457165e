import type { PerformanceFigures } from '@riskoptimizer/contracts';
import {
  alphaAnnual,
  beta,
  compoundAnnualGrowthRate,
  correlationFromCovariance,
  covariance,
  createMatrix,
  cumulativeReturns,
  expectedReturns,
  matrixFromRows,
  sharpeRatio,
  sortinoRatio,
  volatilityAnnual,
} from '@riskoptimizer/engine';
import { nullIfUndefined } from '../calculation/missing.ts';

export interface PerformanceOptions {
  readonly periodsPerYear: number;
  readonly riskFree: number;
}

/**
 * Annual figures of a series of returns, beside a benchmark where there is one.
 *
 * Only beta, alpha and the correlation look at the benchmark, and only at the periods in which it has a return too; every
 * other figure is the same with and without one.
 *
 * @param returns T ≥ 2 simple returns per period.
 * @param benchmark T returns of the same periods, NaN = missing; null without a benchmark.
 */
export function performanceFigures(
  returns: Float64Array,
  benchmark: Float64Array | null,
  options: PerformanceOptions,
): PerformanceFigures {
  const { periodsPerYear } = options;
  const annual = { periodsPerYear, riskFreeAnnual: options.riskFree };
  const asColumn = createMatrix(returns.length, 1, returns);
  return {
    volatilityAnnual: volatilityAnnual(returns, annual),
    meanReturnAnnual: expectedReturns(asColumn, { method: 'mean', periodsPerYear })[0]!,
    compoundAnnualGrowthRate: compoundAnnualGrowthRate(returns, annual),
    totalReturn: cumulativeReturns(returns).at(-1)!,
    sharpeRatio: nullIfUndefined(sharpeRatio(returns, annual)),
    sortinoRatio: nullIfUndefined(sortinoRatio(returns, annual)),
    ...againstBenchmark(returns, benchmark, annual),
  };
}

function againstBenchmark(
  returns: Float64Array,
  benchmark: Float64Array | null,
  annual: { periodsPerYear: number; riskFreeAnnual: number },
): Pick<PerformanceFigures, 'beta' | 'alphaAnnual' | 'correlationWithBenchmark'> {
  const undefinedFigures = { beta: null, alphaAnnual: null, correlationWithBenchmark: null };
  if (benchmark === null) return undefinedFigures;
  const paired = Array.from(returns.keys()).filter((period) => !Number.isNaN(benchmark[period]));
  if (paired.length < 2) return undefinedFigures;
  const own = paired.map((period) => returns[period]!);
  const other = paired.map((period) => benchmark[period]!);
  const pair = covariance(matrixFromRows(own.map((value, index) => [value, other[index]!])), { method: 'sample' });
  return {
    beta: nullIfUndefined(beta(own, other)),
    alphaAnnual: nullIfUndefined(alphaAnnual(own, other, annual)),
    correlationWithBenchmark: nullIfUndefined(correlationFromCovariance(pair.covariance).data[1]!),
  };
}
