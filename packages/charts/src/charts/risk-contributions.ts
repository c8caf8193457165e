/** Who carries the risk: for every asset its share of the weight and its share of the risk, as two bars side by side. */
import type { RiskContribution } from '@riskoptimizer/contracts';
import type { EChartsOption } from 'echarts';
import { baseOption, grid, labelSize, tooltip, valueAxis, zeroLine } from '../base-option.ts';
import { formatPercent, percentDigitsForStep } from '../format/numbers.ts';
import type { ChartTheme } from '../theme/chart-theme.ts';
import { withOpacity } from '../theme/color.ts';
import { tooltipContent } from '../tooltip-content.ts';
import { roundStep } from './round-step.ts';

export interface RiskContributionsData {
  /** A share is null when the portfolio has no risk to share. */
  readonly contributions: readonly Pick<RiskContribution, 'symbol' | 'weight' | 'share'>[];
  readonly measure: 'standard-deviation' | 'value-at-risk' | 'cvar';
  /** Colours of the assets by symbol; the accent where there is none. */
  readonly colors?: ReadonlyMap<string, string>;
}

const rowHeight = 34;

/** Height in pixels that keeps every row readable. */
export function riskContributionsHeight(assetCount: number): number {
  return 44 + rowHeight * assetCount;
}

export function riskContributionsChart(data: RiskContributionsData, theme: ChartTheme): EChartsOption {
  const rows = byRiskShare(data);
  const values = rows.flatMap(({ weight, risk }) => [weight, risk ?? 0]);
  const span = Math.max(0, ...values) - Math.min(0, ...values);
  const digits = percentDigitsForStep(roundStep(Math.max(span, 1e-3) / 4));
  return {
    ...baseOption(theme, riskContributionsSummary(data)),
    grid: grid({ top: 20, right: 84, bottom: 0, left: 4 }),
    tooltip: {
      ...tooltip(theme),
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { color: withOpacity(theme.colors.textMuted, 0.08) } },
      formatter: (parameters) => {
        const row = rows[(parameters as unknown as { dataIndex: number }[])[0]?.dataIndex ?? -1];
        if (row === undefined) return '';
        return tooltipContent(row.symbol, [
          { name: 'Share of risk', value: formatPercent(row.risk), color: color(data, row.symbol, theme) },
          { name: 'Share of weight', value: formatPercent(row.weight), color: weightColor(theme) },
        ]);
      },
    },
    xAxis: {
      ...valueAxis(theme, { format: (value) => formatPercent(value, digits), splitNumber: 4 }),
      position: 'top',
      // A bar is read by its length, so it starts at nought.
      scale: false,
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map(({ symbol }) => symbol),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        color: theme.colors.text,
        fontSize: labelSize(theme),
        width: theme.compact ? 72 : 110,
        overflow: 'truncate',
      },
    },
    series: [
      {
        id: 'risk',
        name: 'Share of risk',
        type: 'bar',
        barWidth: 10,
        barGap: '45%',
        data: rows.map(({ symbol, risk }, index) => ({
          value: risk,
          itemStyle: { color: color(data, symbol, theme), borderRadius: (risk ?? 0) < 0 ? [2, 0, 0, 2] : [0, 2, 2, 0] },
          label: barLabel(risk, index === 0 ? ' of risk' : '', theme.colors.text),
        })),
        markLine: zeroLine(theme, 'xAxis'),
      },
      {
        id: 'weight',
        name: 'Share of weight',
        type: 'bar',
        barWidth: 6,
        itemStyle: { color: weightColor(theme) },
        data: rows.map(({ weight }, index) => ({
          value: weight,
          label: barLabel(weight, index === 0 ? ' of weight' : '', theme.colors.textMuted),
        })),
      },
    ],
  };
}

/** The chart in words. */
export function riskContributionsSummary(data: RiskContributionsData): string {
  const leaders = byRiskShare(data)
    .slice(0, 3)
    .map(
      ({ symbol, risk, weight }) =>
        `${symbol} ${formatPercent(risk)} of the risk with ${formatPercent(weight)} of the weight`,
    );
  return `Share of risk and share of weight of ${data.contributions.length} assets. ${leaders.join('; ')}.`;
}

function byRiskShare({ contributions, measure }: RiskContributionsData) {
  return contributions
    .map(({ symbol, weight, share }) => ({ symbol, weight, risk: share[measure] }))
    .sort((a, b) => (b.risk ?? 0) - (a.risk ?? 0));
}

function color({ colors }: RiskContributionsData, symbol: string, theme: ChartTheme): string {
  return colors?.get(symbol) ?? theme.colors.accent;
}

function weightColor(theme: ChartTheme): string {
  return withOpacity(theme.colors.textMuted, 0.45);
}

/** Beyond the end of the bar, on the side it points to. */
function barLabel(value: number | null, unit: string, textColor: string) {
  return {
    show: true,
    position: (value ?? 0) < 0 ? ('left' as const) : ('right' as const),
    formatter: formatPercent(value) + unit,
    color: textColor,
    fontSize: 11,
    distance: 4,
  };
}
