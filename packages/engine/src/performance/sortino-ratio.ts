import { mean } from '../moments/mean.ts';
import { requireReturns } from '../validate/vectors.ts';
import { type AnnualOptions, requireAnnualOptions } from './annual-options.ts';
import { downsideDeviation } from './downside-deviation.ts';

/**
 * Annual Sortino ratio: mean excess return for each unit of downside deviation.
 *
 *     (P m − rf) / (δ √P),  δ = √( Σ min(r − rf/P, 0)² / n )
 *
 * @param returns n ≥ 1 simple returns per period; NaN and an empty series are refused.
 * @returns dimensionless; NaN when no period fell short of the risk-free return: the ratio is undefined, not infinite.
 *
 * Reference: Sortino and Price, Performance measurement in a downside risk framework, Journal of Investing 3 (1994).
 */
export function sortinoRatio(returns: ArrayLike<number>, options: AnnualOptions): number {
  const { periodsPerYear, riskFreeAnnual } = requireAnnualOptions(options);
  requireReturns(returns);
  const downside = downsideDeviation(returns, { target: riskFreeAnnual / periodsPerYear });
  if (downside === 0) return Number.NaN;
  return (mean(returns) * periodsPerYear - riskFreeAnnual) / (downside * Math.sqrt(periodsPerYear));
}
