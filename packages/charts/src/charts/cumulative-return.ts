/** What a unit of money became: compounded return since the start of the window, beside the benchmark. */
import type { PortfolioRisk } from '@riskoptimizer/contracts';
import type { EChartsOption } from 'echarts';
import { formatMonth, formatSignedPercent } from '../format/numbers.ts';
import type { ChartTheme } from '../theme/chart-theme.ts';
import { timeLinesChart } from './time-lines.ts';

export interface CumulativeReturnData {
  readonly path: Pick<PortfolioRisk['path'], 'dates'> & {
    readonly cumulativeReturn: readonly (number | null)[];
    readonly benchmarkCumulativeReturn: readonly (number | null)[] | null;
  };
  readonly benchmark: { readonly symbol: string } | null;
}

export function cumulativeReturnChart(data: CumulativeReturnData, theme: ChartTheme): EChartsOption {
  const { path, benchmark } = data;
  const own = {
    id: 'portfolio',
    name: 'Portfolio',
    values: path.cumulativeReturn,
    color: theme.colors.accent,
    isMain: true,
  };
  const other = path.benchmarkCumulativeReturn;
  return timeLinesChart(
    {
      summary: cumulativeReturnSummary(data),
      dates: path.dates,
      lines:
        other === null || benchmark === null
          ? [own]
          : [
              own,
              { id: 'benchmark', name: benchmark.symbol, values: other, color: theme.colors.textMuted, isMain: false },
            ],
      format: (value) => formatSignedPercent(value),
      tickFormat: (value) => formatSignedPercent(value, 0),
      zero: 'line',
    },
    theme,
  );
}

/** The chart in words. */
export function cumulativeReturnSummary({ path, benchmark }: CumulativeReturnData): string {
  const last = path.cumulativeReturn.findLast((value) => value !== null) ?? null;
  const other = path.benchmarkCumulativeReturn?.findLast((value) => value !== null) ?? null;
  const beside = benchmark === null || other === null ? '' : `, ${benchmark.symbol} ${formatSignedPercent(other)}`;
  return (
    `Compounded return from ${formatMonth(path.dates[0])} to ${formatMonth(path.dates.at(-1))}: ` +
    `portfolio ${formatSignedPercent(last)}${beside}.`
  );
}
