/** The exact frontier in the plane of risk and return, with what people compare it to: assets, own portfolio, named portfolios, capital market line. */
import type { EChartsOption, SeriesOption } from 'echarts';
import { baseOption, grid, labelSize, nameBelow, nameBeside, tooltip, valueAxis, zeroLine } from '../base-option.ts';
import { formatNumber, formatPercent, percentDigitsForStep } from '../format/numbers.ts';
import { assetColors } from '../theme/asset-colors.ts';
import type { ChartTheme } from '../theme/chart-theme.ts';
import { tooltipContent } from '../tooltip-content.ts';
import type { EfficientFrontierData, PlanePoint } from './frontier-data.ts';
import { type FrontierExtent, frontierExtent } from './frontier-extent.ts';

/** Share of the width that a label beside a point needs. */
const labelRoom = 0.28;

export function efficientFrontierChart(data: EfficientFrontierData, theme: ChartTheme): EChartsOption {
  const extent = frontierExtent(data);
  const digitsX = percentDigitsForStep(extent.volatility.interval);
  const digitsY = percentDigitsForStep(extent.expectedReturn.interval);
  return {
    ...baseOption(theme, efficientFrontierSummary(data)),
    // The curve follows the hand that drags a bound; an animation would lag behind it.
    animation: false,
    grid: grid({ top: 16, right: theme.compact ? 16 : 24, bottom: 4, left: 4 }),
    tooltip: {
      ...tooltip(theme),
      trigger: 'item',
      axisPointer: { type: 'cross' },
      formatter: (parameters) => pointTooltip(parameters as unknown as HoveredItem),
    },
    xAxis: {
      ...valueAxis(theme, {
        format: (value) => formatPercent(value, digitsX),
        ...extent.volatility,
        rules: false,
      }),
      ...nameBelow('Volatility a year'),
      axisPointer: exactPointer(theme),
      axisLine: { show: true, onZero: false, lineStyle: { color: theme.colors.borderStrong } },
    },
    yAxis: {
      ...valueAxis(theme, {
        format: (value) => formatPercent(value, digitsY),
        ...extent.expectedReturn,
      }),
      ...nameBeside('Expected return a year'),
      axisPointer: exactPointer(theme),
    },
    series: [
      capitalMarketLine(data, extent, theme),
      ...(data.reference ? [curveSeries('reference', 'Before the bounds were changed', data.reference, theme)] : []),
      ...(data.curve ? [curveSeries('curve', 'Efficient frontier', data.curve, theme)] : []),
      assetSeries(data, extent, theme),
      cornerSeries(data, theme),
      ...namedPortfolios(data, extent, theme),
      selectedSeries(data.selected ?? null, theme),
    ],
  };
}

/** The part of the option that moves the mark of the selected point: to be merged into a chart that is drawn already. */
export function frontierSelection(point: PlanePoint | null, theme: ChartTheme): EChartsOption {
  return { series: [selectedSeries(point, theme)] };
}

/** The chart in words. */
export function efficientFrontierSummary(data: EfficientFrontierData): string {
  const { curve, own, minimumVariance, maximumSharpe, corners } = data;
  const ownWords = `The own portfolio earns ${formatPercent(own.expectedReturnAnnual)} at a volatility of ${formatPercent(own.volatilityAnnual)}.`;
  if (curve === null || curve.length === 0) return `No portfolio meets the bounds. ${ownWords}`;
  const highest = curve.reduce((a, b) => (b.expectedReturnAnnual > a.expectedReturnAnnual ? b : a));
  const parts = [
    `Efficient frontier of ${data.assets.length} assets with ${corners.length} corner portfolios, per year.`,
    minimumVariance && `Lowest risk: ${pointWords(minimumVariance)}.`,
    maximumSharpe &&
      `Highest Sharpe ratio ${formatNumber(sharpeRatio(maximumSharpe, data.riskFree))}: ${pointWords(maximumSharpe)}.`,
    `Highest return: ${pointWords(highest)}.`,
    ownWords,
  ];
  return parts.filter(Boolean).join(' ');
}

function pointWords({ expectedReturnAnnual, volatilityAnnual }: PlanePoint): string {
  return `return ${formatPercent(expectedReturnAnnual)} at volatility ${formatPercent(volatilityAnnual)}`;
}

/** The slope of the line from the risk-free rate to a point: what the capital market line is drawn with. */
function sharpeRatio({ expectedReturnAnnual, volatilityAnnual }: PlanePoint, riskFree: number): number {
  return (expectedReturnAnnual - riskFree) / volatilityAnnual;
}

function coordinates({ volatilityAnnual, expectedReturnAnnual }: PlanePoint): [number, number] {
  return [volatilityAnnual, expectedReturnAnnual];
}

function exactPointer(theme: ChartTheme) {
  return valueAxis(theme, { format: (value) => formatPercent(value, 2) }).axisPointer;
}

function curveSeries(
  id: 'curve' | 'reference',
  name: string,
  points: readonly PlanePoint[],
  theme: ChartTheme,
): SeriesOption {
  const isMain = id === 'curve';
  const color = isMain ? theme.colors.accent : theme.colors.textMuted;
  return {
    id,
    name,
    type: 'line',
    silent: true,
    data: points.map(coordinates),
    symbol: 'none',
    smooth: false,
    clip: true,
    z: isMain ? 4 : 2,
    lineStyle: { color, width: isMain ? 2.5 : 1, type: isMain ? 'solid' : 'dashed', opacity: isMain ? 1 : 0.8 },
    itemStyle: { color },
  };
}

function assetSeries({ assets }: EfficientFrontierData, extent: FrontierExtent, theme: ChartTheme): SeriesOption {
  const colors = assetColors(assets, theme.scheme);
  return {
    id: 'assets',
    name: 'Assets',
    type: 'scatter',
    symbolSize: 7,
    z: 3,
    data: assets.map((asset) => ({
      name: asset.symbol,
      value: coordinates(asset),
      itemStyle: { color: colors.get(asset.symbol) ?? theme.colors.textMuted, opacity: 0.9 },
      // Near the right edge a name points inwards, so that it is not cut.
      label: {
        position: asset.volatilityAnnual > 0.9 * extent.volatility.max ? ('left' as const) : ('right' as const),
      },
    })),
    label: {
      show: true,
      distance: 4,
      formatter: '{b}',
      color: theme.colors.textMuted,
      fontSize: labelSize(theme) - 1,
    },
    labelLayout: { hideOverlap: true },
    emphasis: { scale: 1.5, label: { color: theme.colors.text } },
  };
}

function cornerSeries({ corners }: EfficientFrontierData, theme: ChartTheme): SeriesOption {
  return {
    id: 'corners',
    name: 'Corner portfolios',
    type: 'scatter',
    symbolSize: 5,
    z: 5,
    itemStyle: { color: theme.colors.surface, borderColor: theme.colors.accent, borderWidth: 1.5 },
    data: corners.map((corner, index) => ({ name: `Corner portfolio ${index + 1}`, value: coordinates(corner) })),
  };
}

/** From the risk-free rate through the maximum Sharpe portfolio to the edge: risk and return of lending or borrowing. */
function capitalMarketLine(
  { maximumSharpe, riskFree }: EfficientFrontierData,
  extent: FrontierExtent,
  theme: ChartTheme,
): SeriesOption {
  const line = maximumSharpe === null ? [] : lineToEdge(maximumSharpe, riskFree, extent);
  return {
    id: 'capital-market-line',
    name: 'Capital market line',
    type: 'line',
    silent: true,
    symbol: 'none',
    z: 2,
    data: line,
    lineStyle: { color: theme.colors.textMuted, width: 1, type: [6, 4] },
    itemStyle: { color: theme.colors.textMuted },
    endLabel: {
      show: line.length > 0,
      formatter: 'Capital market line',
      color: theme.colors.textMuted,
      fontSize: labelSize(theme) - 1,
      // On the side where the room is: a steep line ends near the left edge.
      align: (line[1]?.[0] ?? 0) < extent.volatility.max * labelRoom ? 'left' : 'right',
      verticalAlign: 'bottom',
      offset: (line[1]?.[0] ?? 0) < extent.volatility.max * labelRoom ? [4, 10] : [-12, -2],
    },
    markLine: zeroLine(theme, 'yAxis'),
  };
}

function lineToEdge(maximumSharpe: PlanePoint, riskFree: number, extent: FrontierExtent): [number, number][] {
  const slope = sharpeRatio(maximumSharpe, riskFree);
  const edge = Math.min(extent.volatility.max, (extent.expectedReturn.max - riskFree) / slope);
  return [
    [0, riskFree],
    [edge, riskFree + slope * edge],
  ];
}

function namedPortfolios(data: EfficientFrontierData, extent: FrontierExtent, theme: ChartTheme): SeriesOption[] {
  const { colors } = theme;
  // Left of the curve nothing else is drawn; without room there, the label goes below the curve.
  const side = (point: PlanePoint | null) =>
    (point?.volatilityAnnual ?? 0) < extent.volatility.max * labelRoom ? ('right' as const) : ('left' as const);
  const named = [
    {
      id: 'minimum-variance',
      name: 'Minimum variance',
      point: data.minimumVariance,
      symbol: 'circle',
      size: 11,
      // Below its symbol and to the right: the other two are above it.
      position: [0, 15] as [number, number],
    },
    {
      id: 'maximum-sharpe',
      name: 'Maximum Sharpe',
      point: data.maximumSharpe,
      symbol: 'triangle',
      size: 13,
      position: side(data.maximumSharpe),
    },
    {
      id: 'own',
      name: 'Your portfolio',
      point: data.own,
      symbol: 'diamond',
      size: 15,
      position:
        data.own.volatilityAnnual > extent.volatility.max * (1 - labelRoom) ? ('left' as const) : ('right' as const),
    },
  ];
  return named.map(({ id, name, point, symbol, size, position }) => ({
    id,
    name,
    type: 'scatter' as const,
    symbol,
    symbolSize: size,
    z: 6,
    data: point === null ? [] : [{ name, value: coordinates(point) }],
    itemStyle: { color: id === 'own' ? colors.text : colors.accent, borderColor: colors.surface, borderWidth: 2 },
    label: {
      show: true,
      position,
      distance: 6,
      formatter: '{b}',
      color: id === 'own' ? colors.text : colors.accent,
      fontSize: labelSize(theme),
      fontWeight: 500 as const,
      textBorderColor: colors.surface,
      textBorderWidth: 3,
    },
    // Their symbols are larger than those of the assets, so ECharts keeps these labels and hides the others.
    labelLayout: { moveOverlap: 'shiftY' as const, hideOverlap: true },
  }));
}

function selectedSeries(point: PlanePoint | null, theme: ChartTheme): SeriesOption {
  return {
    id: 'selected',
    name: 'Selected',
    type: 'scatter',
    silent: true,
    symbol: 'circle',
    symbolSize: 13,
    z: 7,
    data: point === null ? [] : [{ name: 'Selected', value: coordinates(point) }],
    itemStyle: { color: theme.colors.surface, borderColor: theme.colors.text, borderWidth: 2 },
  };
}

interface HoveredItem {
  readonly name: string;
  readonly value: readonly [number, number];
  readonly color?: string;
}

function pointTooltip({ name, value }: HoveredItem): string {
  return tooltipContent(name, [
    { name: 'Expected return a year', value: formatPercent(value[1], 2) },
    { name: 'Volatility a year', value: formatPercent(value[0], 2) },
  ]);
}
