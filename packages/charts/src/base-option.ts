/** What every chart shares: type, motion, the description for those who do not see it, and the look of axes and tooltips. */
import type { EChartsOption } from 'echarts';
import { dateTicks, dateTickText } from './date-ticks.ts';
import type { ChartTheme } from './theme/chart-theme.ts';

/** Long enough to see what moved, short enough not to wait for it. */
const animationMs = 240;

/** The parts of an option that do not depend on the data. `summary` is read out in place of the picture. */
export function baseOption(theme: ChartTheme, summary: string): EChartsOption {
  return {
    animation: !theme.reducedMotion,
    animationDuration: animationMs,
    animationDurationUpdate: animationMs,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: theme.fontFamily, fontSize: labelSize(theme), color: theme.colors.textMuted },
    aria: { enabled: true, label: { description: summary } },
  };
}

export function labelSize(theme: ChartTheme): number {
  return theme.compact ? 11 : 12;
}

export interface Margins {
  readonly top?: number;
  readonly right?: number;
  readonly bottom?: number;
  readonly left?: number;
}

/** A grid whose margins are counted from the labels, so that no label is ever cut. */
export function grid({ top = 12, right = 16, bottom = 8, left = 8 }: Margins = {}) {
  return { top, right, bottom, left, outerBoundsMode: 'same' as const, outerBoundsContain: 'all' as const };
}

export interface ValueAxisOptions {
  /** What is measured, with its unit. */
  readonly name?: string;
  readonly format: (value: number) => string;
  readonly min?: number;
  readonly max?: number;
  /** True to draw rules across the chart. */
  readonly rules?: boolean;
  readonly splitNumber?: number;
  readonly interval?: number;
  /** Where ticks stand, when the ends of the axis are no round numbers. */
  readonly ticks?: readonly number[];
}

/** A number axis: thin rules instead of an axis line, labels with their unit. */
export function valueAxis(theme: ChartTheme, options: ValueAxisOptions) {
  const { name, format, rules = true } = options;
  const places = options.ticks === undefined ? {} : { customValues: [...options.ticks] };
  return {
    type: 'value' as const,
    scale: true,
    ...definedOnly({ name, min: options.min, max: options.max, interval: options.interval }),
    splitNumber: options.splitNumber ?? (theme.compact ? 4 : 5),
    nameTextStyle: { color: theme.colors.textMuted, fontSize: labelSize(theme) },
    axisLine: { show: false },
    axisTick: { show: false, ...places },
    axisLabel: {
      color: theme.colors.textMuted,
      fontSize: labelSize(theme),
      formatter: format,
      hideOverlap: true,
      ...places,
    },
    splitLine: { show: rules, lineStyle: { color: theme.colors.border, width: 1 }, ...places },
    axisPointer: axisPointer(theme, format),
  };
}

/** A name written along the bottom, in the middle, below the labels of a horizontal axis. */
export function nameBelow(name: string) {
  return { name, nameLocation: 'middle' as const, nameGap: 26 };
}

/** A name written upright beside a vertical axis. */
export function nameBeside(name: string) {
  return { name, nameLocation: 'middle' as const, nameGap: 12, nameRotate: 90, nameMoveOverlap: true };
}

/** An axis of dates from the first to the last one; gaps in the data stay gaps on it. */
export function dateAxis(theme: ChartTheme, from: string | undefined, to: string | undefined) {
  const ticks = dateTicks(from, to, theme.compact ? 4 : 10);
  const places = ticks.length === 0 ? {} : { customValues: ticks.map(dayValue) };
  const first = ticks[0];
  return {
    type: 'time' as const,
    ...definedOnly({ min: from, max: to }),
    splitNumber: theme.compact ? 3 : 6,
    axisLine: { lineStyle: { color: theme.colors.border } },
    axisTick: { lineStyle: { color: theme.colors.border }, ...places },
    axisLabel: {
      color: theme.colors.textMuted,
      fontSize: labelSize(theme),
      hideOverlap: true,
      formatter:
        first === undefined
          ? { year: '{yyyy}', month: '{MMM} {yyyy}', day: '{d} {MMM}' }
          : (value: number) => dateTickText(isoDay(value), isoDay(value) === first),
      ...places,
    },
    splitLine: { show: false },
    axisPointer: axisPointer(theme, (value) => isoDay(value)),
  };
}

/** The crosshair: a thin line and the exact value at the edge. */
export function axisPointer(theme: ChartTheme, format: (value: number) => string) {
  return {
    lineStyle: { color: theme.colors.textMuted, width: 1, type: 'solid' as const, opacity: 0.7 },
    label: {
      color: theme.colors.surface,
      backgroundColor: theme.colors.text,
      fontSize: labelSize(theme),
      padding: [3, 6] as [number, number],
      shadowBlur: 0,
      formatter: ({ value }: { value: unknown }) => format(Number(value)),
    },
  };
}

/** A tooltip box of the theme; its inside is styled by `tooltip.css`. */
export function tooltip(theme: ChartTheme) {
  return {
    backgroundColor: theme.colors.surfaceRaised,
    borderColor: theme.colors.border,
    borderWidth: 1,
    padding: 10,
    confine: true,
    transitionDuration: 0,
    className: 'ro-tooltip',
    textStyle: { color: theme.colors.text, fontFamily: theme.fontFamily, fontSize: 12 },
    extraCssText: 'box-shadow: 0 4px 16px rgb(0 0 0 / 16%); font-variant-numeric: tabular-nums;',
  };
}

/** The line at nought, stronger than the rules. */
export function zeroLine(theme: ChartTheme, axis: 'xAxis' | 'yAxis') {
  return {
    silent: true,
    symbol: 'none' as const,
    animation: false,
    label: { show: false },
    lineStyle: { color: theme.colors.borderStrong, width: 1, type: 'solid' as const },
    data: [axis === 'xAxis' ? { xAxis: 0 } : { yAxis: 0 }],
  };
}

/** The calendar day of an axis value, in the zone in which ECharts reads `YYYY-MM-DD`. */
export function isoDay(value: number): string {
  const date = new Date(value);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The axis value of a calendar day, the other way round. */
function dayValue(date: string): number {
  return new Date(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))).getTime();
}

/** Undefined entries would override the defaults of ECharts. */
export function definedOnly<Value extends object>(value: Value): { [Key in keyof Value]?: NonNullable<Value[Key]> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as never;
}
