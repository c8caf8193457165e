/** Lines over time with their name and last value written at their end, instead of a legend. */
import type { EChartsOption } from 'echarts';
import { baseOption, dateAxis, grid, isoDay, labelSize, tooltip, valueAxis, zeroLine } from '../base-option.ts';
import { formatDate } from '../format/numbers.ts';
import type { ChartTheme } from '../theme/chart-theme.ts';
import { withOpacity } from '../theme/color.ts';
import { tooltipContent } from '../tooltip-content.ts';

export interface TimeLine {
  readonly id: string;
  readonly name: string;
  /** Null is a gap, and stays one. */
  readonly values: readonly (number | null)[];
  readonly color: string;
  /** The line that the page is about: drawn last, thicker, with a wash below it. */
  readonly isMain: boolean;
  /** True for what stays the same until it is changed, such as money paid in. */
  readonly isStep?: boolean;
}

export interface TimeLinesOptions {
  readonly summary: string;
  readonly dates: readonly string[];
  readonly lines: readonly TimeLine[];
  readonly format: (value: number | null) => string;
  readonly tickFormat: (value: number) => string;
  readonly zero: 'line' | 'included';
  /** What happened on a date, below the values of its tooltip. */
  readonly notes?: ReadonlyMap<string, string>;
}

export function timeLinesChart(options: TimeLinesOptions, theme: ChartTheme): EChartsOption {
  const { dates, lines, format } = options;
  const byDate = new Map(dates.map((date, index) => [date, index]));
  return {
    ...baseOption(theme, options.summary),
    grid: grid({ top: 12, bottom: 4, right: theme.compact ? 70 : 110 }),
    tooltip: {
      ...tooltip(theme),
      trigger: 'axis',
      axisPointer: { type: 'line' },
      formatter: (parameters) => {
        const value = (parameters as unknown as { axisValue: number | string }[])[0]?.axisValue;
        const date = typeof value === 'number' ? isoDay(value) : (value ?? '');
        const index = byDate.get(date.slice(0, 10));
        if (index === undefined) return '';
        return tooltipContent(
          formatDate(date),
          lines.map(({ name, color, values }) => ({ name, color, value: format(values[index] ?? null) })),
          options.notes?.get(date.slice(0, 10)),
        );
      },
    },
    xAxis: dateAxis(theme, dates[0], dates.at(-1)),
    yAxis: {
      ...valueAxis(theme, { format: options.tickFormat }),
      ...(options.zero === 'included' ? { min: 0 } : {}),
    },
    series: [...lines]
      .sort((a, b) => Number(a.isMain) - Number(b.isMain))
      .map((line) => lineSeries(line, options, theme)),
  };
}

function lineSeries(line: TimeLine, { dates, format, zero }: TimeLinesOptions, theme: ChartTheme) {
  const { id, name, values, color, isMain, isStep = false } = line;
  const last = values.findLast((value) => value !== null) ?? null;
  return {
    id,
    name,
    type: 'line' as const,
    data: dates.map((date, index) => [date, values[index] ?? null]),
    connectNulls: false,
    symbol: 'none' as const,
    // A step that is left out of a sample would become a slope.
    ...(isStep ? { step: 'end' as const } : { sampling: 'lttb' as const }),
    lineStyle: { color, width: isMain ? 1.75 : 1.25 },
    itemStyle: { color },
    ...(isMain ? { areaStyle: { color: withOpacity(color, 0.07), origin: 0 } } : {}),
    endLabel: {
      show: true,
      formatter: `${name}\n${format(last)}`,
      color,
      fontSize: labelSize(theme),
      fontWeight: isMain ? (500 as const) : (400 as const),
      lineHeight: 14,
      distance: 6,
    },
    labelLayout: { moveOverlap: 'shiftY' as const },
    ...(isMain && zero === 'line' ? { markLine: zeroLine(theme, 'yAxis') } : {}),
  };
}
