import { correlationHeatMap, correlationHeatMapHeight, correlationHeatMapSummary } from '@riskoptimizer/charts';
import type { PortfolioRisk } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { ChartPanel } from '../../components/chart-panel.tsx';
import type { CsvCell } from '../../platform/csv.ts';
import { useChartTheme } from '../../platform/use-chart-theme.ts';
import { panelFileName, panelHow } from './panel-how.ts';

export function CorrelationPanel({ risk }: { readonly risk: PortfolioRisk }) {
  const theme = useChartTheme();
  const { correlation } = risk;
  const option = useMemo(() => correlationHeatMap(correlation, theme), [correlation, theme]);
  return (
    <ChartPanel
      title="Correlation"
      note={`Of ${risk.window.frequency === 'unknown' ? '' : `${risk.window.frequency} `}returns; similar assets side by side`}
      how={panelHow('correlation', risk)}
      option={option}
      label={correlationHeatMapSummary(correlation)}
      height={correlationHeatMapHeight(correlation.symbols.length, theme.compact)}
      fileName={panelFileName(risk, 'correlation')}
      csv={() => ({
        columns: ['asset', ...correlation.order.map((index) => correlation.symbols[index] ?? '')],
        rows: correlation.order.map((row) => correlationRow(correlation, row)),
      })}
    />
  );
}

function correlationRow({ symbols, matrix, order }: PortfolioRisk['correlation'], row: number): CsvCell[] {
  return [symbols[row], ...order.map((column) => matrix[row]?.[column])];
}
