/** How much of a limit was used over time, beside the limit itself. */
import type { UtilisationPoint } from '@riskoptimizer/contracts';
import type { EChartsOption } from 'echarts';
import { baseOption, grid, labelSize, tooltip, valueAxis } from '../base-option.ts';
import { formatDate, formatPercent } from '../format/numbers.ts';
import type { ChartTheme } from '../theme/chart-theme.ts';
import { withOpacity } from '../theme/color.ts';
import { tooltipContent } from '../tooltip-content.ts';

export interface LimitUtilisationData {
  /** The oldest first. */
  readonly points: readonly UtilisationPoint[];
  /** The limit in words with its unit, such as `25 %`. */
  readonly limit: string;
  /** A measured value in words with its unit. */
  readonly valueText: (value: string) => string;
}

/** Below it the limit would stand at the upper edge. */
const highestAtLeast = 1.2;

/** A step at every point, because a use stays as it was measured; a gap where it could not be measured. */
export function limitUtilisationChart(data: LimitUtilisationData, theme: ChartTheme): EChartsOption {
  const { points, limit, valueText } = data;
  const highest = Math.max(1, ...points.map(({ utilisation }) => utilisation ?? 0));
  return {
    ...baseOption(theme, limitUtilisationSummary(data)),
    grid: grid({ top: 16, bottom: 4, right: theme.compact ? 16 : 24 }),
    tooltip: {
      ...tooltip(theme),
      trigger: 'axis',
      axisPointer: { type: 'line' },
      formatter: (parameters) => {
        const index = (parameters as unknown as { dataIndex: number }[])[0]?.dataIndex;
        const point = index === undefined ? undefined : points[index];
        if (point === undefined) return '';
        const value = point.value === null ? 'not measured' : valueText(point.value);
        return tooltipContent(
          instantText(point.at),
          [
            { name: 'Used', value: formatPercent(point.utilisation) },
            { name: 'Value', value },
            { name: 'Limit', value: limit },
          ],
          point.reason ?? '',
        );
      },
    },
    xAxis: timeAxis(theme),
    yAxis: {
      ...valueAxis(theme, { format: (value) => formatPercent(value, 0), min: 0 }),
      // Beyond the limit the axis finds a round end of its own.
      ...(highest > 1 ? {} : { max: highestAtLeast }),
    },
    series: [
      {
        id: 'utilisation',
        name: 'Used',
        type: 'line',
        step: 'end',
        data: points.map(({ at, utilisation }) => [at, utilisation]),
        connectNulls: false,
        // A single measurement has no line yet.
        showSymbol: points.length < 40,
        symbol: 'circle',
        symbolSize: 5,
        lineStyle: { color: theme.colors.accent, width: 1.75 },
        itemStyle: { color: theme.colors.accent },
        areaStyle: { color: withOpacity(theme.colors.accent, 0.07), origin: 0 },
        markLine: limitLine(limit, theme),
      },
    ],
  };
}

/** The chart in words. */
export function limitUtilisationSummary({ points, limit, valueText }: LimitUtilisationData): string {
  const measured = points.flatMap(({ at, value, utilisation }) =>
    value === null || utilisation === null ? [] : [{ at, value, utilisation }],
  );
  const last = measured.at(-1);
  if (last === undefined) return `The use of the limit of ${limit} was not measured yet.`;
  const highest = measured.reduce((found, point) => (point.utilisation > found.utilisation ? point : found));
  const beyond = measured.filter(({ utilisation }) => utilisation > 1).length;
  return (
    `Use of the limit of ${limit} from ${formatDate(points[0]?.at)} to ${formatDate(points.at(-1)?.at)}: ` +
    `last ${formatPercent(last.utilisation)} with ${valueText(last.value)}, highest ${formatPercent(highest.utilisation)} ` +
    `on ${formatDate(highest.at)}. ${beyond} of ${measured.length} measurements were beyond the limit.`
  );
}

/** `7 Mar 2024, 18:20 UTC`. */
function instantText(at: string): string {
  return `${formatDate(at)}, ${at.slice(11, 16)} UTC`;
}

function timeAxis(theme: ChartTheme) {
  return {
    type: 'time' as const,
    splitNumber: theme.compact ? 3 : 6,
    axisLine: { lineStyle: { color: theme.colors.border } },
    axisTick: { lineStyle: { color: theme.colors.border } },
    axisLabel: { color: theme.colors.textMuted, fontSize: labelSize(theme), hideOverlap: true },
    splitLine: { show: false },
  };
}

function limitLine(limit: string, theme: ChartTheme) {
  return {
    silent: true,
    symbol: 'none' as const,
    animation: false,
    lineStyle: { color: theme.colors.loss, width: 1.25, type: 'dashed' as const },
    label: {
      show: true,
      position: 'insideStartTop' as const,
      formatter: `Limit ${limit}`,
      color: theme.colors.loss,
      fontSize: labelSize(theme),
    },
    data: [{ yAxis: 1 }],
  };
}
