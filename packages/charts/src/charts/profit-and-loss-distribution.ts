/** How often each gain and loss happened, with VaR and CVaR as labelled lines and the tail behind VaR in the loss colour. */
import type { PortfolioRisk } from '@riskoptimizer/contracts';
import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams, EChartsOption } from 'echarts';
import { baseOption, grid, nameBelow, tooltip, valueAxis, zeroLine } from '../base-option.ts';
import { formatNumber, formatPercent, formatSignedPercent, percentDigitsForStep } from '../format/numbers.ts';
import type { ChartTheme } from '../theme/chart-theme.ts';
import { withOpacity } from '../theme/color.ts';
import { tooltipContent } from '../tooltip-content.ts';
import { roundStep } from './round-step.ts';

export type ProfitAndLossDistributionData = Pick<
  PortfolioRisk,
  'distribution' | 'measures' | 'confidence' | 'horizon'
> & { readonly window: Pick<PortfolioRisk['window'], 'frequency'> };

/** Room above the bars for the labels of the two lines. */
const headroom = 1.16;

export function profitAndLossDistributionChart(data: ProfitAndLossDistributionData, theme: ChartTheme): EChartsOption {
  const { binEdges, counts, sampleCount } = data.distribution;
  const valueAtRisk = -data.measures['value-at-risk'];
  const cvar = -data.measures.cvar;
  const highest = Math.max(1, ...counts);
  const first = binEdges[0] ?? 0;
  const last = binEdges.at(-1) ?? 0;
  const digits = percentDigitsForStep(roundStep(Math.max(last - first, 1e-6) / 8));
  const bars = splitAt(valueAtRisk, binEdges, counts);
  return {
    ...baseOption(theme, profitAndLossDistributionSummary(data)),
    grid: grid({ top: 8, bottom: 4 }),
    tooltip: {
      ...tooltip(theme),
      trigger: 'item',
      formatter: (parameters) => {
        const [from = 0, to = 0, count = 0] = (parameters as unknown as { value: number[] }).value;
        return tooltipContent(`${formatSignedPercent(from, 2)} to ${formatSignedPercent(to, 2)}`, [
          { name: 'Returns', value: formatNumber(count, 0) },
          { name: 'Share', value: formatPercent(count / Math.max(1, sampleCount)) },
        ]);
      },
    },
    xAxis: {
      ...valueAxis(theme, { format: (value) => formatSignedPercent(value, digits), rules: false, splitNumber: 8 }),
      ...nameBelow(`Return over ${spanWords(data)}`),
      min: Math.min(first, cvar),
      max: last,
      axisLine: { show: true, onZero: false, lineStyle: { color: theme.colors.borderStrong } },
    },
    yAxis: valueAxis(theme, {
      format: (value) => formatNumber(value, 0),
      min: 0,
      ...countAxis(highest * headroom),
    }),
    series: [
      {
        id: 'distribution',
        name: 'Returns',
        type: 'custom',
        data: bars,
        encode: { x: [0, 1], y: 2 },
        clip: true,
        renderItem: (_parameters: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) =>
          bar(
            api,
            (api.value(1) as number) <= valueAtRisk ? theme.colors.loss : withOpacity(theme.colors.textMuted, 0.55),
          ),
        markLine: zeroLine(theme, 'xAxis'),
      },
      riskLine('value-at-risk', `VaR ${formatPercent(data.confidence, 0)}`, valueAtRisk, 'left', theme),
      riskLine('cvar', 'CVaR', cvar, 'right', theme),
    ],
  };
}

/** The chart in words. */
export function profitAndLossDistributionSummary(data: ProfitAndLossDistributionData): string {
  const { sampleCount } = data.distribution;
  return (
    `Distribution of ${formatNumber(sampleCount, 0)} returns, each over ${spanWords(data)}. ` +
    `In the worst ${formatPercent(1 - data.confidence, 0)} the loss was at least ${formatPercent(data.measures['value-at-risk'], 2)} (value at risk), ` +
    `and ${formatPercent(data.measures.cvar, 2)} on average (CVaR). ` +
    `The worst was a loss of ${formatPercent(data.measures['worst-realization'], 2)}.`
  );
}

/** Whole steps, and an end that stands on one of them. */
function countAxis(highest: number): { max: number; interval: number } {
  const interval = Math.max(1, roundStep(highest / 5));
  return { interval, max: Math.ceil(highest / interval) * interval };
}

const periodNames = { daily: 'day', weekly: 'week', monthly: 'month', unknown: 'period' } as const;

/** `one day`, `10 days`. */
function spanWords({ horizon, window }: ProfitAndLossDistributionData): string {
  const name = periodNames[window.frequency];
  return horizon === 1 ? `one ${name}` : `${horizon} ${name}s`;
}

/** Bars as [from, to, count]; the one that VaR falls into becomes two, so that the colour changes exactly there. */
function splitAt(boundary: number, edges: readonly number[], counts: readonly number[]): [number, number, number][] {
  return counts.flatMap((count, index): [number, number, number][] => {
    const from = edges[index] ?? Number.NaN;
    const to = edges[index + 1] ?? Number.NaN;
    if (boundary <= from || boundary >= to) return [[from, to, count]];
    return [
      [from, boundary, count],
      [boundary, to, count],
    ];
  });
}

function bar(api: CustomSeriesRenderItemAPI, fill: string) {
  const [left = 0, top = 0] = api.coord([api.value(0), api.value(2)]);
  const [right = 0, bottom = 0] = api.coord([api.value(1), 0]);
  // Half a pixel of surface between neighbours; a bar of one pixel must stay visible.
  const width = Math.max(1, right - left - 0.75);
  return { type: 'rect' as const, shape: { x: left, y: top, width, height: bottom - top }, style: { fill } };
}

function riskLine(id: string, name: string, at: number, side: 'left' | 'right', theme: ChartTheme) {
  return {
    id,
    name,
    type: 'line' as const,
    data: [],
    silent: true,
    markLine: {
      silent: true,
      symbol: 'none' as const,
      animation: false,
      // ECharts rounds the place of a marked line to two digits unless told otherwise: a loss of 1.32 % would be drawn at 1 %.
      precision: 12,
      lineStyle: {
        color: theme.colors.loss,
        width: id === 'cvar' ? 1.5 : 2,
        type: id === 'cvar' ? ('dashed' as const) : ('solid' as const),
      },
      label: {
        formatter: `${name}\n${formatSignedPercent(at, 2)}`,
        position: 'insideEndTop' as const,
        rotate: 0,
        align: side,
        verticalAlign: 'top' as const,
        distance: [0, 0] as [number, number],
        padding: side === 'left' ? [0, 0, 0, 6] : [0, 6, 0, 0],
        color: theme.colors.loss,
        fontSize: 12,
        fontWeight: 500 as const,
        lineHeight: 15,
        backgroundColor: theme.colors.surface,
      },
      data: [{ xAxis: at }],
    },
  };
}
