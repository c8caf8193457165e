import {
  cumulativeReturnChart,
  cumulativeReturnSummary,
  drawdownChart,
  drawdownSummary,
  valueAndInvestedChart,
  valueAndInvestedSummary,
} from '@riskoptimizer/charts';
import type { PortfolioPerformance } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { ChartPanel } from '../../components/chart-panel.tsx';
import { fileNameOf } from '../../platform/csv.ts';
import { useChartTheme } from '../../platform/use-chart-theme.ts';
import { deepestDrawdown } from './deepest-drawdown.ts';

export interface PerformancePanelProps {
  readonly performance: PortfolioPerformance;
  /** Of the portfolio, for the names of files. */
  readonly name: string;
  readonly height: number;
}

export function ValuePanel({ performance, name, height }: PerformancePanelProps) {
  const theme = useChartTheme();
  const option = useMemo(() => valueAndInvestedChart(performance, theme), [performance, theme]);
  const { dates, total, invested, cash } = performance.series;
  return (
    <ChartPanel
      title="Value and invested money"
      note={`In ${performance.baseCurrency}, cash included; ▲ money came in, ▼ money went out`}
      how={{
        formula: 'value(t) = Σ quantity(t) · price(t) · rate(t) + cash(t)',
        inputs: 'The ledger up to each date, and the latest price and rate on or before it.',
        note: 'Invested is the value at the start and what came in since, less what went out.',
        certificate: performance.birthCertificate,
      }}
      option={option}
      label={valueAndInvestedSummary(performance)}
      height={height}
      fileName={fileNameOf(name, 'value', performance.window.to)}
      csv={() => ({
        columns: ['date', 'value', 'cash', 'invested'],
        rows: dates.map((date, index) => [date, total[index], cash[index], invested[index]]),
      })}
    />
  );
}

export function GrowthPanel({ performance, name, height }: PerformancePanelProps) {
  const theme = useChartTheme();
  const { dates, growth, benchmark } = performance.series;
  const data = useMemo(() => growthData(performance), [performance]);
  const option = useMemo(() => cumulativeReturnChart(data, theme), [data, theme]);
  return (
    <ChartPanel
      title="Growth"
      note={
        performance.benchmark ? 'Time-weighted, beside the benchmark' : 'Time-weighted; the portfolio has no benchmark'
      }
      how={{
        formula: performance.returns.timeWeighted.howComputed.formula,
        inputs: 'Values and flows of every date since the start of the window.',
        note: performance.returns.timeWeighted.howComputed.explanation,
        certificate: performance.birthCertificate,
      }}
      option={option}
      label={cumulativeReturnSummary(data)}
      height={height}
      fileName={fileNameOf(name, 'growth', performance.window.to)}
      csv={() => ({
        columns: ['date', 'growth', 'benchmarkGrowth'],
        rows: dates.map((date, index) => [date, growth[index], benchmark?.[index]]),
      })}
    />
  );
}

/** Growth of 1 as the return since the start. */
function growthData({ series, benchmark }: PortfolioPerformance) {
  const returns = (growth: readonly (number | null)[]) => growth.map((value) => (value === null ? null : value - 1));
  return {
    path: {
      dates: series.dates,
      cumulativeReturn: returns(series.growth),
      benchmarkCumulativeReturn: series.benchmark && returns(series.benchmark),
    },
    benchmark,
  };
}

export function DrawdownPanel({ performance, name, height }: PerformancePanelProps) {
  const theme = useChartTheme();
  const { dates, drawdown } = performance.series;
  const data = useMemo(() => {
    const deepest = deepestDrawdown(dates, drawdown);
    return {
      // Below the peak is drawn below nought.
      path: { dates, drawdown: drawdown.map((depth) => (depth === null ? null : -Math.abs(depth))) },
      drawdowns: deepest ? [deepest] : [],
    };
  }, [dates, drawdown]);
  const option = useMemo(() => drawdownChart(data, theme), [data, theme]);
  return (
    <ChartPanel
      title="Drawdown"
      note="Below the highest value so far, without flows"
      how={{
        formula: '1 − growth(t) / highest growth up to t',
        inputs: 'The time-weighted growth of every date of the window.',
        certificate: performance.birthCertificate,
      }}
      option={option}
      label={drawdownSummary(data)}
      height={height}
      fileName={fileNameOf(name, 'drawdown', performance.window.to)}
      csv={() => ({ columns: ['date', 'drawdown'], rows: dates.map((date, index) => [date, drawdown[index]]) })}
    />
  );
}
