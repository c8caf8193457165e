import { mean } from '../moments/mean.ts';
import { requireOneOf } from '../validate/numbers.ts';
import { type AnnualOptions, requireAnnualOptions } from './annual-options.ts';
import { beta } from './beta.ts';
import { compoundAnnualGrowthRate } from './compound-annual-growth-rate.ts';

export interface AlphaOptions extends AnnualOptions {
  /**
   * 'simple' (default): P a. 'compounded': (1 + a)^P − 1. 'growth-rates': the formula on compound annual growth rates instead of means
   * (PerformanceAnalytics).
   */
  readonly annualisation?: 'simple' | 'compounded' | 'growth-rates';
}

/**
 * Jensen's alpha a year: the return beyond what beta and the benchmark explain.
 *
 *     a = (m − rf/P) − β (m_b − rf/P) per period, then annualised
 *
 * @param returns n ≥ 2 simple returns; NaN is refused.
 * @param benchmark n returns of the same periods; NaN is refused.
 * @returns return per year; NaN when the benchmark never moves.
 *
 * Reference: Jensen, The performance of mutual funds in the period 1945–1964, Journal of Finance 23 (1968).
 */
export function alphaAnnual(returns: ArrayLike<number>, benchmark: ArrayLike<number>, options: AlphaOptions): number {
  const { periodsPerYear, riskFreeAnnual } = requireAnnualOptions(options);
  const annualisation = requireOneOf(
    options.annualisation ?? 'simple',
    ['simple', 'compounded', 'growth-rates'],
    'annualisation',
  );
  const slope = beta(returns, benchmark);
  if (annualisation === 'growth-rates') {
    const growth = compoundAnnualGrowthRate(returns, { periodsPerYear });
    const benchmarkGrowth = compoundAnnualGrowthRate(benchmark, { periodsPerYear });
    return growth - riskFreeAnnual - slope * (benchmarkGrowth - riskFreeAnnual);
  }
  const riskFree = riskFreeAnnual / periodsPerYear;
  const alpha = mean(returns) - riskFree - slope * (mean(benchmark) - riskFree);
  return annualisation === 'compounded' ? (1 + alpha) ** periodsPerYear - 1 : alpha * periodsPerYear;
}
