import {
  cumulativeReturnChart,
  cumulativeReturnSummary,
  rollingVolatilityChart,
  rollingVolatilitySummary,
} from '@riskoptimizer/charts';
import type { PortfolioRisk } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { ChartPanel } from '../../components/chart-panel.tsx';
import { percent } from '../../platform/format.ts';
import { useChartTheme } from '../../platform/use-chart-theme.ts';
import { panelFileName, panelHow } from './panel-how.ts';
import { periods } from './period-words.ts';

interface PathPanelProps {
  readonly risk: PortfolioRisk;
  readonly height: number;
}

export function RollingVolatilityPanel({ risk, height }: PathPanelProps) {
  const theme = useChartTheme();
  const option = useMemo(() => rollingVolatilityChart(risk, theme), [risk, theme]);
  const { dates, rollingVolatilityAnnual: own, benchmarkRollingVolatilityAnnual: benchmark, rollingWindow } = risk.path;
  return (
    <ChartPanel
      title="Rolling volatility"
      note={`A year, over the ${periods(rollingWindow, risk.window.frequency)} before each date; ${percent(risk.performance.volatilityAnnual)} over the whole window`}
      how={panelHow('rollingVolatility', risk)}
      option={option}
      label={rollingVolatilitySummary(risk)}
      height={height}
      fileName={panelFileName(risk, 'rolling volatility')}
      csv={() => ({
        columns: ['date', 'volatilityAnnual', 'benchmarkVolatilityAnnual'],
        rows: dates.map((date, index) => [date, own[index], benchmark?.[index]]),
      })}
    />
  );
}

export function CumulativeReturnPanel({ risk, height }: PathPanelProps) {
  const theme = useChartTheme();
  const option = useMemo(() => cumulativeReturnChart(risk, theme), [risk, theme]);
  const { dates, cumulativeReturn: own, benchmarkCumulativeReturn: benchmark } = risk.path;
  return (
    <ChartPanel
      title="Cumulative return"
      note={`Compounded at constant weights, in ${risk.baseCurrency}, without costs`}
      how={panelHow('cumulativeReturn', risk)}
      option={option}
      label={cumulativeReturnSummary(risk)}
      height={height}
      fileName={panelFileName(risk, 'cumulative return')}
      csv={() => ({
        columns: ['date', 'cumulativeReturn', 'benchmarkCumulativeReturn'],
        rows: dates.map((date, index) => [date, own[index], benchmark?.[index]]),
      })}
    />
  );
}
