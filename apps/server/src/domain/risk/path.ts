/** The path of a portfolio through the window, and of its benchmark beside it. */

import type { DrawdownEpisode, PortfolioRisk } from '@riskoptimizer/contracts';
import {
  cumulativeReturns,
  deepestDrawdowns,
  drawdownSeries,
  rollingStandardDeviation,
  withoutMissing,
} from '@riskoptimizer/engine';
import { nullIfUndefined, nullsIfUndefined } from '../calculation/missing.ts';
import { drawdownCountMax, rollingWindowPeriods } from './limits.ts';

export interface PathInput {
  /** End of each period. */
  readonly dates: readonly string[];
  /** Date of the price at which the first period starts. */
  readonly startDate: string;
  readonly returns: Float64Array;
  /** NaN where the benchmark has no return; null without a benchmark. */
  readonly benchmark: Float64Array | null;
  readonly periodsPerYear: number;
}

export function portfolioPath({ dates, returns, benchmark, periodsPerYear }: PathInput): PortfolioRisk['path'] {
  const rolling = (series: Float64Array) =>
    nullsIfUndefined(
      rollingStandardDeviation(series, rollingWindowPeriods).map((value) => value * Math.sqrt(periodsPerYear)),
    );
  return {
    dates: [...dates],
    cumulativeReturn: Array.from(cumulativeReturns(returns)),
    drawdown: Array.from(drawdownSeries(returns), (depth) => 0 - depth),
    rollingVolatilityAnnual: rolling(returns),
    benchmarkCumulativeReturn: benchmark === null ? null : cumulativeOfPresent(benchmark),
    benchmarkRollingVolatilityAnnual: benchmark === null ? null : rolling(benchmark),
    rollingWindow: rollingWindowPeriods,
  };
}

/** Compounds the returns that are there, as the portfolio's own periods without a price are left out too; null elsewhere. */
function cumulativeOfPresent(benchmark: Float64Array): (number | null)[] {
  const present = withoutMissing(benchmark);
  if (present.length === 0) return Array.from(benchmark, () => null);
  const cumulative = cumulativeReturns(present);
  let next = 0;
  return Array.from(benchmark, (value) => (Number.isNaN(value) ? null : nullIfUndefined(cumulative[next++]!)));
}

/** The deepest drawdowns with their dates. */
export function drawdownEpisodes({ dates, startDate, returns }: PathInput): DrawdownEpisode[] {
  const endOf = (period: number) => (period === -1 ? startDate : dates[period]!);
  return deepestDrawdowns(returns, drawdownCountMax).map((drawdown) => ({
    peakDate: endOf(drawdown.peakIndex),
    troughDate: endOf(drawdown.troughIndex),
    recoveryDate: drawdown.recoveryIndex === null ? null : endOf(drawdown.recoveryIndex),
    depth: drawdown.depth,
    lengthPeriods: drawdown.length,
    recoveryPeriods: drawdown.recoveryIndex === null ? null : drawdown.recoveryIndex - drawdown.troughIndex,
  }));
}
