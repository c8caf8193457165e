import { profitAndLossDistributionChart, profitAndLossDistributionSummary } from '@riskoptimizer/charts';
import type { PortfolioRisk } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { ChartPanel } from '../../components/chart-panel.tsx';
import { confidencePercent, count, percent } from '../../platform/format.ts';
import { moneyOfFraction } from '../../platform/money-at-risk.ts';
import { useChartTheme } from '../../platform/use-chart-theme.ts';
import { panelFileName, panelHow } from './panel-how.ts';
import { periods } from './period-words.ts';

/** What was gained and lost over the horizon, with the tail behind VaR. */
export function DistributionPanel({ risk, height }: { readonly risk: PortfolioRisk; readonly height: number }) {
  const theme = useChartTheme();
  const option = useMemo(() => profitAndLossDistributionChart(risk, theme), [risk, theme]);
  const { binEdges, counts, sampleCount } = risk.distribution;
  return (
    <ChartPanel
      title="Profit and loss"
      note={`${count(sampleCount)} returns over ${periods(risk.horizon, risk.window.frequency)}; ${tailText(risk)}`}
      how={panelHow('distribution', risk)}
      option={option}
      label={profitAndLossDistributionSummary(risk)}
      height={height}
      fileName={panelFileName(risk, 'profit and loss')}
      csv={() => ({
        columns: ['returnFrom', 'returnTo', 'count'],
        rows: counts.map((value, index) => [binEdges[index], binEdges[index + 1], value]),
      })}
    />
  );
}

function tailText({ measures, confidence, totalValue, baseCurrency }: PortfolioRisk): string {
  const amount = (fraction: number) =>
    totalValue === null ? '' : ` (${moneyOfFraction(fraction, totalValue, baseCurrency)})`;
  const [valueAtRisk, cvar] = [measures['value-at-risk'], measures.cvar];
  return `at ${confidencePercent(confidence)} VaR ${percent(valueAtRisk, 2)}${amount(valueAtRisk)}, CVaR ${percent(cvar, 2)}${amount(cvar)}`;
}
