import { mean } from '../moments/mean.ts';
import { requireLength, requireReturns } from '../validate/vectors.ts';

/**
 * Beta against a benchmark, cov(r, b) / var(b): the slope of the regression line.
 *
 * @param returns n ≥ 2 simple returns; NaN is refused.
 * @param benchmark n returns of the same periods; NaN is refused.
 * @returns dimensionless; NaN when the benchmark never moves.
 */
export function beta(returns: ArrayLike<number>, benchmark: ArrayLike<number>): number {
  requireReturns(returns, 2);
  requireReturns(benchmark, 2, 'benchmark');
  requireLength(benchmark, returns.length, 'benchmark', 'as many as returns');
  const centre = mean(returns);
  const benchmarkCentre = mean(benchmark);
  let products = 0;
  let squares = 0;
  for (let period = 0; period < returns.length; period += 1) {
    const deviation = benchmark[period] - benchmarkCentre;
    products += (returns[period] - centre) * deviation;
    squares += deviation * deviation;
  }
  return squares === 0 ? Number.NaN : products / squares;
}
