/** How much the portfolio swung in each rolling window, beside its benchmark. */
import type { PortfolioRisk } from '@riskoptimizer/contracts';
import type { EChartsOption } from 'echarts';
import { formatMonth, formatPercent } from '../format/numbers.ts';
import type { ChartTheme } from '../theme/chart-theme.ts';
import { timeLinesChart } from './time-lines.ts';

export interface RollingVolatilityData {
  readonly path: Pick<
    PortfolioRisk['path'],
    'dates' | 'rollingVolatilityAnnual' | 'benchmarkRollingVolatilityAnnual' | 'rollingWindow'
  >;
  readonly benchmark: { readonly symbol: string } | null;
}

export function rollingVolatilityChart(data: RollingVolatilityData, theme: ChartTheme): EChartsOption {
  const { path, benchmark } = data;
  const own = {
    id: 'portfolio',
    name: 'Portfolio',
    values: path.rollingVolatilityAnnual,
    color: theme.colors.accent,
    isMain: true,
  };
  const other = path.benchmarkRollingVolatilityAnnual;
  return timeLinesChart(
    {
      summary: rollingVolatilitySummary(data),
      dates: path.dates,
      lines:
        other === null || benchmark === null
          ? [own]
          : [
              own,
              { id: 'benchmark', name: benchmark.symbol, values: other, color: theme.colors.textMuted, isMain: false },
            ],
      format: (value) => formatPercent(value),
      tickFormat: (value) => formatPercent(value, 0),
      zero: 'included',
    },
    theme,
  );
}

/** The chart in words. */
export function rollingVolatilitySummary({ path, benchmark }: RollingVolatilityData): string {
  let lowest = -1;
  let highest = -1;
  const values = path.rollingVolatilityAnnual;
  for (const [index, value] of values.entries()) {
    if (value === null) continue;
    if (lowest < 0 || value < (values[lowest] ?? 0)) lowest = index;
    if (highest < 0 || value > (values[highest] ?? 0)) highest = index;
  }
  if (highest < 0) return `There are fewer than ${path.rollingWindow} returns, so there is no rolling volatility.`;
  const place = (index: number) => `${formatPercent(values[index])} in ${formatMonth(path.dates[index])}`;
  const last = values.findLast((value) => value !== null) ?? null;
  const other = path.benchmarkRollingVolatilityAnnual?.findLast((value) => value !== null) ?? null;
  const beside = benchmark === null || other === null ? '' : `, ${benchmark.symbol} at ${formatPercent(other)}`;
  return (
    `Annual volatility over rolling windows of ${path.rollingWindow} periods: lowest ${place(lowest)}, highest ${place(highest)}, ` +
    `last ${formatPercent(last)}${beside}.`
  );
}
