/** A line without axes, small enough to stand beside a figure. */
import type { EChartsOption } from 'echarts';
import { baseOption } from '../base-option.ts';
import type { ChartTheme } from '../theme/chart-theme.ts';
import { withOpacity } from '../theme/color.ts';

export interface SparklineData {
  /** Said to those who do not see the line. */
  readonly summary: string;
  /** Null is a gap, and stays one. */
  readonly values: readonly (number | null)[];
  readonly tone?: 'accent' | 'gain' | 'loss' | 'textMuted';
}

export function sparkline({ values, summary, tone = 'accent' }: SparklineData, theme: ChartTheme): EChartsOption {
  const color = theme.colors[tone];
  const last = values.findLastIndex((value) => value !== null);
  return {
    ...baseOption(theme, summary),
    animation: false,
    // The dot at the end needs its radius of room on every side.
    grid: { top: 4, right: 4, bottom: 4, left: 2 },
    xAxis: { type: 'category', show: false, boundaryGap: false, data: values.map((_, index) => index) },
    yAxis: { type: 'value', show: false, scale: true },
    series: [
      {
        id: 'values',
        type: 'line',
        data: [...values],
        silent: true,
        connectNulls: false,
        symbol: 'none',
        lineStyle: { color, width: 1.5 },
        areaStyle: { color: withOpacity(color, 0.08) },
        markPoint: {
          silent: true,
          symbol: 'circle',
          symbolSize: 5,
          itemStyle: { color },
          label: { show: false },
          data: last < 0 ? [] : [{ name: 'last', coord: [last, values[last] ?? 0] }],
        },
      },
    ],
  };
}
