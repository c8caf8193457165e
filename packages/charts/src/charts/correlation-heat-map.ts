/** Which assets move together: the lower half of the correlation matrix, similar assets side by side. */
import type { PortfolioRisk } from '@riskoptimizer/contracts';
import type { EChartsOption } from 'echarts';
import { baseOption, labelSize, tooltip } from '../base-option.ts';
import { formatNumber } from '../format/numbers.ts';
import type { ChartTheme } from '../theme/chart-theme.ts';
import { mixColors } from '../theme/color.ts';
import { readableOn } from '../theme/readable-on.ts';
import { tooltipContent } from '../tooltip-content.ts';

export type CorrelationHeatMapData = PortfolioRisk['correlation'];

/** Most assets whose values are written into the cells. */
const writtenCountMax = { regular: 16, compact: 8 };

/** Height in pixels that keeps every symbol readable. */
export function correlationHeatMapHeight(assetCount: number, compact = false): number {
  const rowHeight = Math.max(compact ? 14 : 18, Math.min(compact ? 26 : 44, Math.round(520 / assetCount)));
  return 80 + rowHeight * Math.max(1, assetCount - 1);
}

export function correlationHeatMap(data: CorrelationHeatMapData, theme: ChartTheme): EChartsOption {
  const symbols = data.order.map((index) => data.symbols[index] ?? '');
  // Below the diagonal the first asset has no row and the last one no column.
  const rowSymbols = symbols.slice(1);
  const columnSymbols = symbols.slice(0, -1);
  const writeValues = symbols.length <= writtenCountMax[theme.compact ? 'compact' : 'regular'];
  const stops = divergingStops(theme);
  return {
    ...baseOption(theme, correlationHeatMapSummary(data)),
    grid: { top: 8, right: 8, bottom: 4, left: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      ...tooltip(theme),
      formatter: (parameters) => {
        const [column, row, value] = (parameters as unknown as { value: [number, number, number] }).value;
        const words = value > 0.7 ? 'move closely together' : value < -0.3 ? 'tend to move against each other' : '';
        return tooltipContent(
          `${rowSymbols[row] ?? ''} and ${columnSymbols[column] ?? ''}`,
          [{ name: 'Correlation', value: formatNumber(value) }],
          words,
        );
      },
    },
    xAxis: {
      ...symbolAxis(columnSymbols, theme),
      axisLabel: { ...symbolLabel(theme), rotate: symbols.length > 6 || theme.compact ? 90 : 0 },
    },
    yAxis: { ...symbolAxis(rowSymbols, theme), inverse: true },
    visualMap: {
      type: 'continuous',
      min: -1,
      max: 1,
      dimension: 2,
      inRange: { color: stops },
      orient: 'horizontal',
      right: 8,
      top: 4,
      itemWidth: 10,
      itemHeight: theme.compact ? 70 : 110,
      // ECharts writes the first word at the high end.
      text: ['together', 'opposite'],
      textGap: 8,
      textStyle: { color: theme.colors.textMuted, fontSize: 11 },
    },
    series: [
      {
        id: 'correlation',
        name: 'Correlation',
        type: 'heatmap',
        itemStyle: { borderColor: theme.colors.surface, borderWidth: 1 },
        emphasis: { itemStyle: { borderColor: theme.colors.text, borderWidth: 1 } },
        label: { show: writeValues, fontSize: 11 },
        data: lowerHalf(data).map(([column, row, value]) => ({
          value: [column, row, value],
          label: { formatter: formatNumber(value), color: readableOn(mix(stops, value), theme) },
        })),
      },
    ],
  };
}

/** The chart in words. */
export function correlationHeatMapSummary(data: CorrelationHeatMapData): string {
  const pairs = lowerHalf(data).sort((a, b) => b[2] - a[2]);
  const words = (pair: readonly number[] | undefined) => {
    const [column = 0, row = 0, value = 0] = pair ?? [];
    return `${data.symbols[data.order[row + 1] ?? -1]} and ${data.symbols[data.order[column] ?? -1]} (${formatNumber(value)})`;
  };
  if (pairs.length === 0) return 'There is only one asset, so there is nothing to correlate.';
  const mean = pairs.reduce((sum, [, , value]) => sum + value, 0) / pairs.length;
  return (
    `Correlation of ${data.symbols.length} assets, ${formatNumber(mean)} on average. ` +
    `Highest: ${words(pairs[0])}. Lowest: ${words(pairs.at(-1))}.`
  );
}

/** [column, row, value] below the diagonal, in the order of the axes: row 0 is the second asset. A pair that has no correlation is an empty cell. */
function lowerHalf({ matrix, order }: CorrelationHeatMapData): [number, number, number][] {
  return order.slice(1).flatMap((asset, row) =>
    order.slice(0, row + 1).flatMap((other, column): [number, number, number][] => {
      const value = matrix[asset]?.[other];
      return value === undefined || value === null ? [] : [[column, row, value]];
    }),
  );
}

/** Against each other is calm, together is risk: from the gain colour over the surface to the loss colour. */
function divergingStops(theme: ChartTheme): [string, string, string] {
  return [theme.colors.gain, theme.colors.surfaceSunken, theme.colors.loss];
}

function mix([low, middle, high]: [string, string, string], value: number): string {
  return value < 0 ? mixColors(middle, low, Math.min(1, -value)) : mixColors(middle, high, Math.min(1, value));
}

function symbolAxis(symbols: readonly string[], theme: ChartTheme) {
  return {
    type: 'category' as const,
    data: [...symbols],
    axisLine: { show: false },
    axisTick: { show: false },
    splitArea: { show: false },
    axisLabel: symbolLabel(theme),
  };
}

function symbolLabel(theme: ChartTheme) {
  return {
    color: theme.colors.text,
    fontSize: labelSize(theme) - 1,
    interval: 0,
    width: theme.compact ? 56 : 90,
    overflow: 'truncate' as const,
  };
}
