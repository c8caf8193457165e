/** What a portfolio was worth, beside the money that was put into it, and when that came and went. */
import type { PortfolioPerformance } from '@riskoptimizer/contracts';
import type { EChartsOption } from 'echarts';
import { formatDate, formatMonth, formatNumber, missing } from '../format/numbers.ts';
import type { ChartTheme } from '../theme/chart-theme.ts';
import { timeLinesChart } from './time-lines.ts';

export interface ValueAndInvestedData {
  readonly series: Pick<PortfolioPerformance['series'], 'dates' | 'total' | 'invested'>;
  readonly flows: readonly Pick<PortfolioPerformance['flows'][number], 'date' | 'value'>[];
  readonly baseCurrency: string;
}

interface FlowMark {
  readonly date: string;
  /** Null: a flow of that date has no known value. */
  readonly flow: number | null;
  /** Height at which it stands: on the step of the invested money that it makes. */
  readonly value: number;
}

export function valueAndInvestedChart(data: ValueAndInvestedData, theme: ChartTheme): EChartsOption {
  const { series, baseCurrency } = data;
  const marks = flowMarks(data);
  const money = (value: number | null) => (value === null ? missing : `${formatNumber(value, 0)}\u00a0${baseCurrency}`);
  const option = timeLinesChart(
    {
      summary: valueAndInvestedSummary(data),
      dates: series.dates,
      lines: [
        { id: 'value', name: 'Value', values: series.total, color: theme.colors.accent, isMain: true },
        {
          id: 'invested',
          name: 'Invested',
          values: series.invested,
          color: theme.colors.textMuted,
          isMain: false,
          isStep: true,
        },
      ],
      format: money,
      tickFormat: (value) => shortMoney(value, baseCurrency),
      zero: 'line',
      notes: new Map(marks.map(({ date, flow }) => [date, flowWords(flow, money)])),
    },
    theme,
  );
  return { ...option, series: [...(option.series as []), flowSeries(marks, theme)] };
}

/** The chart in words. */
export function valueAndInvestedSummary({ series, flows, baseCurrency }: ValueAndInvestedData): string {
  const { dates, total, invested } = series;
  const last = dates.length - 1;
  const money = (value: number | null | undefined) =>
    value === null || value === undefined ? 'not known' : `${formatNumber(value, 0)} ${baseCurrency}`;
  return (
    `Value and invested money from ${formatMonth(dates[0])} to ${formatMonth(dates[last])}, with ${flows.length} ` +
    `${flows.length === 1 ? 'flow' : 'flows'}. At the end the value is ${money(total[last])}, invested ${money(invested[last])}.`
  );
}

/** One mark a date; a flow between two dates of the series stands on the later one. */
function flowMarks({ series, flows }: ValueAndInvestedData): FlowMark[] {
  const sums = new Map<string, number | null>();
  for (const { date, value } of flows) {
    const shown = series.dates.find((one) => one >= date);
    if (shown === undefined) continue;
    const sum = sums.has(shown) ? (sums.get(shown) ?? null) : 0;
    sums.set(shown, sum === null || value === null ? null : sum + value);
  }
  const values = new Map(series.dates.map((date, index) => [date, series.invested[index] ?? series.total[index] ?? 0]));
  return [...sums].map(([date, flow]) => ({ date, flow, value: values.get(date) ?? 0 }));
}

function flowWords(flow: number | null, money: (value: number | null) => string): string {
  if (flow === null) return 'A flow whose value is not known';
  return flow >= 0 ? `${money(flow)} came in` : `${money(-flow)} went out`;
}

/** Towards the top is in, towards the bottom is out: the direction says it without the colour. */
function flowSeries(marks: readonly FlowMark[], theme: ChartTheme) {
  return {
    id: 'flows',
    name: 'Flows',
    type: 'scatter' as const,
    silent: true,
    symbol: 'triangle',
    symbolSize: theme.compact ? 9 : 10,
    itemStyle: { borderColor: theme.colors.surface, borderWidth: 1 },
    data: marks.map(({ date, flow, value }) => ({
      value: [date, value] as [string, number],
      symbolRotate: flow !== null && flow < 0 ? 180 : 0,
      itemStyle: { color: flow !== null && flow < 0 ? theme.colors.textMuted : theme.colors.accent },
      name: formatDate(date),
    })),
  };
}

/** `125000` as `125k USD`: an axis has no room for more. */
function shortMoney(value: number, currency: string): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${formatNumber(value / 1e6, 1)}m\u00a0${currency}`;
  if (size >= 1e4) return `${formatNumber(value / 1e3, 0)}k\u00a0${currency}`;
  return `${formatNumber(value, 0)}\u00a0${currency}`;
}
