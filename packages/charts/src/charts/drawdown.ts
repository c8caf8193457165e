/** The underwater chart: how far below its former peak the portfolio stood, with the deepest episodes numbered as in their table. */
import type { PortfolioRisk } from '@riskoptimizer/contracts';
import type { EChartsOption } from 'echarts';
import { baseOption, dateAxis, grid, isoDay, tooltip, valueAxis } from '../base-option.ts';
import { formatDate, formatMonth, formatPercent, formatSignedPercent } from '../format/numbers.ts';
import type { ChartTheme } from '../theme/chart-theme.ts';
import { withOpacity } from '../theme/color.ts';
import { tooltipContent } from '../tooltip-content.ts';

export interface DrawdownData {
  readonly path: Pick<PortfolioRisk['path'], 'dates'> & { readonly drawdown: readonly (number | null)[] };
  readonly drawdowns: PortfolioRisk['drawdowns'];
}

/** Episodes that carry their depth in words; the others carry their number only, so that labels do not crowd. */
const spelledOutCount = 3;

export function drawdownChart(data: DrawdownData, theme: ChartTheme): EChartsOption {
  const { path, drawdowns } = data;
  return {
    ...baseOption(theme, drawdownSummary(data)),
    grid: grid({ top: 12, bottom: 4 }),
    tooltip: {
      ...tooltip(theme),
      trigger: 'axis',
      axisPointer: { type: 'line' },
      formatter: (parameters) => {
        const [point] = parameters as unknown as { value: [string, number | null] }[];
        if (point === undefined) return '';
        const [date, depth] = point.value;
        return tooltipContent(formatDate(date), [{ name: 'Below the former peak', value: formatPercent(depth) }]);
      },
    },
    xAxis: dateAxis(theme, path.dates[0], path.dates.at(-1)),
    yAxis: {
      ...valueAxis(theme, { format: (value) => formatPercent(value, 0), max: 0 }),
      name: '',
      // Room for the label of the deepest trough, which hangs below its point.
      boundaryGap: ['10%', 0],
    },
    series: [
      {
        id: 'drawdown',
        name: 'Drawdown',
        type: 'line',
        data: path.dates.map((date, index) => [date, path.drawdown[index] ?? null]),
        connectNulls: false,
        symbol: 'none',
        sampling: 'min',
        lineStyle: { color: theme.colors.loss, width: 1.25 },
        itemStyle: { color: theme.colors.loss },
        areaStyle: { color: withOpacity(theme.colors.loss, 0.18), origin: 0 },
        markArea: deepestShade(data, theme),
      },
      {
        id: 'episodes',
        name: 'Deepest drawdowns',
        type: 'scatter',
        silent: true,
        symbolSize: 5,
        itemStyle: { color: theme.colors.loss, borderColor: theme.colors.surface, borderWidth: 1 },
        data: drawdowns.map(({ troughDate, depth }, index) => ({
          value: [troughDate, -depth],
          label: {
            formatter: index < spelledOutCount ? `${index + 1}  ${formatSignedPercent(-depth)}` : `${index + 1}`,
            fontWeight: index < spelledOutCount ? (500 as const) : (400 as const),
            align: alignInside(path.dates, troughDate),
          },
        })),
        label: {
          show: true,
          position: 'bottom',
          color: theme.colors.text,
          fontSize: 11,
          distance: 4,
          textBorderColor: theme.colors.surface,
          textBorderWidth: 3,
        },
        labelLayout: { hideOverlap: true },
      },
    ],
  };
}

/** The chart in words. */
export function drawdownSummary({ drawdowns, path }: DrawdownData): string {
  const deepest = drawdowns[0];
  const now = path.drawdown.findLast((depth) => depth !== null);
  if (deepest === undefined) return 'The portfolio never stood below a former peak in this window.';
  const recovery =
    deepest.recoveryDate === null ? 'not recovered yet' : `recovered by ${formatMonth(deepest.recoveryDate)}`;
  return (
    `Depth below the former peak from ${formatMonth(path.dates[0])} to ${formatMonth(path.dates.at(-1))}. ` +
    `The deepest drawdown was ${formatPercent(deepest.depth)}, from ${formatMonth(deepest.peakDate)} to ${formatMonth(deepest.troughDate)}, ${recovery}. ` +
    `At the end the portfolio stands ${formatPercent(Math.abs(now ?? 0))} below its peak.`
  );
}

/** Labels near an edge point inwards. */
function alignInside(dates: readonly string[], date: string): 'left' | 'center' | 'right' {
  const share = dates.filter((other) => other < date).length / Math.max(1, dates.length);
  return share < 0.06 ? 'left' : share > 0.94 ? 'right' : 'center';
}

/** Peak to recovery of the deepest episode, so that its length is seen as well as its depth. */
function deepestShade({ drawdowns, path }: DrawdownData, theme: ChartTheme) {
  const deepest = drawdowns[0];
  if (deepest === undefined) return { data: [] };
  const end = deepest.recoveryDate ?? path.dates.at(-1) ?? isoDay(0);
  return {
    silent: true,
    animation: false,
    itemStyle: { color: withOpacity(theme.colors.textMuted, 0.06) },
    data: [[{ xAxis: deepest.peakDate }, { xAxis: end }]] as [{ xAxis: string }, { xAxis: string }][],
  };
}
