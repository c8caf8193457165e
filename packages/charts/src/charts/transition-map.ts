/** What is held along the frontier: the weights of every asset, stacked, from the minimum variance to the highest return. */
import type { FrontierPoint } from '@riskoptimizer/contracts';
import type { EChartsOption, SeriesOption } from 'echarts';
import { baseOption, grid, labelSize, nameBelow, tooltip, valueAxis } from '../base-option.ts';
import { formatPercent, percentDigitsForStep } from '../format/numbers.ts';
import { assetColors, type ColoredAsset } from '../theme/asset-colors.ts';
import type { ChartTheme } from '../theme/chart-theme.ts';
import { readableOn } from '../theme/readable-on.ts';
import { tooltipContent } from '../tooltip-content.ts';
import { multiplesWithin, roundStep } from './round-step.ts';

export interface TransitionMapData {
  readonly assets: readonly ColoredAsset[];
  /** Points of the curve in its order, corners among them; weights in the order of `assets`. */
  readonly curve: readonly FrontierPoint[];
  /** The point that is looked at. */
  readonly selected?: Pick<FrontierPoint, 'volatilityAnnual'> | null;
}

/** A weight that counts as held; below it is rounding. */
const heldMin = 1e-6;
/** A band that is thinner than this at its widest carries no name. */
const namedMin = 0.07;
/** Assets in a tooltip; the rest is summed. */
const tooltipCount = 10;

interface Band {
  readonly index: number;
  readonly symbol: string;
  readonly color: string;
}

export function transitionMapChart(data: TransitionMapData, theme: ChartTheme): EChartsOption {
  const curve = [...data.curve].sort((a, b) => a.volatilityAnnual - b.volatilityAnnual);
  const bands = heldBands(data.assets, curve, theme);
  const lowest = curve[0]?.volatilityAnnual ?? 0;
  const highest = curve.at(-1)?.volatilityAnnual ?? 1;
  const interval = roundStep(Math.max(highest - lowest, 1e-4) / 6);
  const digits = percentDigitsForStep(interval);
  const ticks = multiplesWithin(lowest, highest, interval);
  return {
    ...baseOption(theme, transitionMapSummary(data)),
    animation: false,
    grid: grid({ top: 8, right: theme.compact ? 16 : 24, bottom: 4, left: 4 }),
    tooltip: {
      ...tooltip(theme),
      trigger: 'axis',
      axisPointer: { type: 'line' },
      formatter: (parameters) => {
        const point = curve[(parameters as unknown as { dataIndex: number }[])[0]?.dataIndex ?? -1];
        return point === undefined ? '' : weightsTooltip(point, bands);
      },
    },
    xAxis: {
      // The ends of the curve are no round numbers; ticks stand on round ones all the same.
      ...valueAxis(theme, {
        format: (value) => formatPercent(value, digits),
        min: lowest,
        max: highest,
        rules: false,
        ticks,
      }),
      ...nameBelow('Volatility a year, from minimum variance to highest return'),
      axisLine: { show: true, onZero: false, lineStyle: { color: theme.colors.borderStrong } },
    },
    yAxis: {
      ...valueAxis(theme, { format: (value) => formatPercent(value, 0) }),
      ...stackedRange(curve),
    },
    series: [
      ...bands.map((band) => bandSeries(band, curve, theme)),
      namesSeries(bands, curve, theme),
      markerSeries(data.selected ?? null, theme),
    ],
  };
}

/** The part of the option that moves the line at the selected point: to be merged into a chart that is drawn already. */
export function transitionSelection(
  point: Pick<FrontierPoint, 'volatilityAnnual'> | null,
  theme: ChartTheme,
): EChartsOption {
  return { series: [markerSeries(point, theme)] };
}

/** The chart in words. */
export function transitionMapSummary({ assets, curve }: TransitionMapData): string {
  const ends = [...curve].sort((a, b) => a.volatilityAnnual - b.volatilityAnnual);
  const words = (point: FrontierPoint | undefined) =>
    (point?.weights ?? [])
      .map((weight, index) => ({ weight, symbol: assets[index]?.symbol ?? '' }))
      .filter(({ weight }) => Math.abs(weight) > heldMin)
      .sort((a, b) => b.weight - a.weight)
      .slice(0, 3)
      .map(({ symbol, weight }) => `${symbol} ${formatPercent(weight, 0)}`)
      .join(', ');
  if (curve.length === 0) return 'No portfolio meets the bounds.';
  return `Weights along the frontier. At minimum variance the largest are ${words(ends[0])}; at the highest return ${words(ends.at(-1))}.`;
}

/** Assets that are held anywhere on the curve; neighbours in the stack are of the same class. */
function heldBands(assets: readonly ColoredAsset[], curve: readonly FrontierPoint[], theme: ChartTheme): Band[] {
  const colors = assetColors(assets, theme.scheme);
  return assets
    .map(({ symbol, assetClass }, index) => ({
      index,
      symbol,
      assetClass,
      color: colors.get(symbol) ?? theme.colors.textMuted,
    }))
    .filter(({ index }) => curve.some(({ weights }) => Math.abs(weights[index] ?? 0) > heldMin))
    .sort((a, b) => (a.assetClass === b.assetClass ? a.index - b.index : a.assetClass < b.assetClass ? -1 : 1));
}

function bandSeries({ index, symbol, color }: Band, curve: readonly FrontierPoint[], theme: ChartTheme): SeriesOption {
  return {
    id: `weight:${symbol}`,
    name: symbol,
    type: 'line',
    stack: 'weights',
    silent: true,
    symbol: 'none',
    data: curve.map(({ volatilityAnnual, weights }) => [volatilityAnnual, weights[index] ?? 0]),
    lineStyle: { width: 0.75, color: theme.colors.surface },
    itemStyle: { color },
    areaStyle: { color, opacity: 0.88 },
  };
}

/** The name of a band where it is widest, in its middle. */
function namesSeries(bands: readonly Band[], curve: readonly FrontierPoint[], theme: ChartTheme): SeriesOption {
  const below = curve.map(() => ({ positive: 0, negative: 0 }));
  const names: { name: string; value: [number, number]; label: object }[] = [];
  for (const { index, symbol, color } of bands) {
    let widest = { at: 0, weight: 0, middle: 0 };
    for (const [at, { weights }] of curve.entries()) {
      const weight = weights[index] ?? 0;
      const stack = below[at];
      if (stack === undefined) continue;
      const side = weight < 0 ? 'negative' : 'positive';
      const middle = stack[side] + weight / 2;
      stack[side] += weight;
      if (Math.abs(weight) > Math.abs(widest.weight)) widest = { at, weight, middle };
    }
    if (Math.abs(widest.weight) >= namedMin) {
      const volatility = curve[widest.at]?.volatilityAnnual ?? 0;
      names.push({
        name: symbol,
        value: [volatility, widest.middle],
        // A thin edge in the colour of the band keeps a name readable where it reaches into the next one.
        label: { position: inside(curve, volatility), color: readableOn(color, theme), textBorderColor: color },
      });
    }
  }
  return {
    id: 'names',
    name: 'Names',
    type: 'scatter',
    silent: true,
    symbolSize: 0,
    z: 5,
    data: names,
    label: {
      show: true,
      formatter: '{b}',
      fontSize: labelSize(theme) - 1,
      fontWeight: 500,
      textBorderWidth: 2,
    },
    tooltip: { show: false },
    labelLayout: { hideOverlap: true },
  };
}

/** A name at an end of the curve points inwards, so that it is not cut. */
function inside(curve: readonly FrontierPoint[], volatility: number): 'left' | 'inside' | 'right' {
  const lowest = curve[0]?.volatilityAnnual ?? 0;
  const share = (volatility - lowest) / Math.max(1e-12, (curve.at(-1)?.volatilityAnnual ?? 1) - lowest);
  return share < 0.1 ? 'right' : share > 0.9 ? 'left' : 'inside';
}

function markerSeries(selected: Pick<FrontierPoint, 'volatilityAnnual'> | null, theme: ChartTheme): SeriesOption {
  return {
    id: 'selected',
    name: 'Selected',
    type: 'line',
    data: [],
    silent: true,
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      // ECharts would round the place to two digits.
      precision: 12,
      label: { show: false },
      lineStyle: { color: theme.colors.text, width: 1.5, type: 'solid' },
      data: selected === null ? [] : [{ xAxis: selected.volatilityAnnual }],
    },
  };
}

function stackedRange(curve: readonly FrontierPoint[]): { min: number; max: number } {
  let min = 0;
  let max = 0;
  for (const { weights } of curve) {
    const positive = weights.reduce((sum, weight) => sum + Math.max(0, weight), 0);
    const negative = weights.reduce((sum, weight) => sum + Math.min(0, weight), 0);
    max = Math.max(max, positive);
    min = Math.min(min, negative);
  }
  const rounded = (value: number) => (Math.sign(value) * Math.ceil(Math.abs(value) * 10 - 1e-6)) / 10;
  return { min: rounded(min), max: rounded(max) || 1 };
}

function weightsTooltip(
  { volatilityAnnual, expectedReturnAnnual, weights }: FrontierPoint,
  bands: readonly Band[],
): string {
  const held = bands
    .map(({ index, symbol, color }) => ({ name: symbol, color, weight: weights[index] ?? 0 }))
    .filter(({ weight }) => Math.abs(weight) > heldMin)
    .sort((a, b) => b.weight - a.weight);
  const rows = held
    .slice(0, tooltipCount)
    .map(({ name, color, weight }) => ({ name, color, value: formatPercent(weight) }));
  const rest = held.slice(tooltipCount);
  if (rest.length > 0) {
    rows.push({
      name: `${rest.length} more`,
      color: 'transparent',
      value: formatPercent(rest.reduce((sum, { weight }) => sum + weight, 0)),
    });
  }
  const title = `Return ${formatPercent(expectedReturnAnnual, 2)}, volatility ${formatPercent(volatilityAnnual, 2)}`;
  return tooltipContent(title, rows);
}
