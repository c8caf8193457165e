/** Returns by month and year: one row a year, its total at the end. The value is written in every cell, so that colour only helps. */
import type { PortfolioPerformance } from '@riskoptimizer/contracts';
import type { EChartsOption } from 'echarts';
import { baseOption, labelSize, tooltip } from '../base-option.ts';
import { formatMonth, formatSignedNumber, formatSignedPercent } from '../format/numbers.ts';
import type { ChartTheme } from '../theme/chart-theme.ts';
import { mixColors } from '../theme/color.ts';
import { readableOn } from '../theme/readable-on.ts';
import { tooltipContent } from '../tooltip-content.ts';

export interface CalendarHeatMapData {
  readonly calendar: readonly Pick<PortfolioPerformance['calendar'][number], 'year' | 'total' | 'months'>[];
}

interface Cell {
  readonly column: number;
  readonly row: number;
  readonly value: number;
  /** From −1 to 1: how strong its colour is. */
  readonly strength: number;
}

const months = Array.from({ length: 12 }, (_, month) => `2000-${String(month + 1).padStart(2, '0')}`);
const yearColumn = 12;

/** Height in pixels that keeps every value readable. */
export function calendarHeatMapHeight(yearCount: number, compact = false): number {
  return 28 + Math.max(1, yearCount) * (compact ? 26 : 30);
}

export function calendarHeatMap(data: CalendarHeatMapData, theme: ChartTheme): EChartsOption {
  const years = data.calendar.map(({ year }) => String(year));
  const columns = [...months.map((month) => monthName(month, theme.compact)), theme.compact ? 'Σ' : 'Year'];
  const stops = [theme.colors.loss, theme.colors.surfaceSunken, theme.colors.gain] as const;
  return {
    ...baseOption(theme, calendarHeatMapSummary(data)),
    grid: { top: 4, right: 0, bottom: 0, left: 0, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      ...tooltip(theme),
      formatter: (parameters) => {
        const { value } = parameters as unknown as { value: [number, number, number, number] };
        const [column, row, , shown] = value;
        const year = years[row] ?? '';
        const title = column === yearColumn ? year : formatMonth(`${year}-${String(column + 1).padStart(2, '0')}`);
        return tooltipContent(title, [{ name: 'Return', value: formatSignedPercent(shown, 2) }]);
      },
    },
    xAxis: { ...axis(columns, theme), position: 'top' },
    yAxis: { ...axis(years, theme), inverse: true },
    visualMap: {
      type: 'continuous',
      show: false,
      min: -1,
      max: 1,
      dimension: 2,
      inRange: { color: [...stops] },
    },
    series: [
      {
        id: 'calendar',
        name: 'Return',
        type: 'heatmap',
        itemStyle: { borderColor: theme.colors.surface, borderWidth: 2 },
        emphasis: { itemStyle: { borderColor: theme.colors.text, borderWidth: 1 } },
        label: { show: true, fontSize: theme.compact ? 10 : 12 },
        data: cellsOf(data).map(({ column, row, value, strength }) => ({
          value: [column, row, strength, value],
          label: {
            formatter: formatSignedNumber(value * 100, theme.compact ? 0 : 1),
            color: readableOn(mix(stops, strength), theme),
            fontWeight: column === yearColumn ? (600 as const) : (400 as const),
          },
        })),
      },
    ],
  };
}

/** The chart in words. */
export function calendarHeatMapSummary({ calendar }: CalendarHeatMapData): string {
  const known = calendar.flatMap(({ year, months: returns }) =>
    returns.flatMap((value, month) =>
      value === null ? [] : [{ value, name: formatMonth(`${year}-${String(month + 1).padStart(2, '0')}`) }],
    ),
  );
  const sorted = known.sort((one, other) => other.value - one.value);
  const [best, worst] = [sorted[0], sorted.at(-1)];
  if (!best || !worst) return 'No month has a return yet.';
  return (
    `Returns of ${known.length} months. Best: ${best.name} with ${formatSignedPercent(best.value)}; ` +
    `worst: ${worst.name} with ${formatSignedPercent(worst.value)}.`
  );
}

/** A month or a year without a return is an empty cell. Years are larger than months, so each has a scale of its own. */
function cellsOf({ calendar }: CalendarHeatMapData): Cell[] {
  const largest = (values: readonly (number | null)[]) =>
    Math.max(1e-9, ...values.map((value) => Math.abs(value ?? 0)));
  const monthMost = largest(calendar.flatMap((year) => year.months));
  const yearMost = largest(calendar.map(({ total }) => total));
  return calendar.flatMap(({ months: returns, total }, row) =>
    [...returns, total].flatMap((value, column) =>
      value === null ? [] : [{ column, row, value, strength: value / (column === yearColumn ? yearMost : monthMost) }],
    ),
  );
}

function mix([low, middle, high]: readonly [string, string, string], strength: number): string {
  return strength < 0 ? mixColors(middle, low, -strength) : mixColors(middle, high, strength);
}

function monthName(month: string, compact: boolean): string {
  return formatMonth(month).slice(0, compact ? 1 : 3);
}

function axis(names: readonly string[], theme: ChartTheme) {
  return {
    type: 'category' as const,
    data: [...names],
    axisLine: { show: false },
    axisTick: { show: false },
    splitArea: { show: false },
    axisLabel: { color: theme.colors.textMuted, fontSize: labelSize(theme), interval: 0 },
  };
}
