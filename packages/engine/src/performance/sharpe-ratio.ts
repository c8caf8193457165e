import { mean } from '../moments/mean.ts';
import { standardDeviation } from '../risk/standard-deviation.ts';
import { requireReturns } from '../validate/vectors.ts';
import { type AnnualOptions, requireAnnualOptions } from './annual-options.ts';

/**
 * Annual Sharpe ratio: mean excess return for each unit of volatility.
 *
 *     (P m − rf) / (σ √P),  σ with ddof 1
 *
 * @param returns n ≥ 2 simple returns per period; NaN is refused.
 * @returns dimensionless, per square root of a year; NaN when σ is 0: without risk the ratio is undefined, not infinite.
 *
 * Reference: Sharpe, The Sharpe ratio, Journal of Portfolio Management 21 (1994).
 */
export function sharpeRatio(returns: ArrayLike<number>, options: AnnualOptions): number {
  const { periodsPerYear, riskFreeAnnual } = requireAnnualOptions(options);
  requireReturns(returns, 2);
  const deviation = standardDeviation(returns);
  if (deviation === 0) return Number.NaN;
  return (mean(returns) * periodsPerYear - riskFreeAnnual) / (deviation * Math.sqrt(periodsPerYear));
}
