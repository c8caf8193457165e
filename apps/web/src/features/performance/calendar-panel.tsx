import { calendarHeatMap, calendarHeatMapHeight, calendarHeatMapSummary } from '@riskoptimizer/charts';
import { useMemo } from 'react';
import { ChartPanel } from '../../components/chart-panel.tsx';
import { fileNameOf } from '../../platform/csv.ts';
import { useChartTheme } from '../../platform/use-chart-theme.ts';
import type { PerformancePanelProps } from './path-panels.tsx';

const monthNumbers = Array.from({ length: 12 }, (_, month) => String(month + 1).padStart(2, '0'));

export function CalendarPanel({ performance, name }: PerformancePanelProps) {
  const theme = useChartTheme();
  const option = useMemo(() => calendarHeatMap(performance, theme), [performance, theme]);
  const { calendar } = performance;
  return (
    <ChartPanel
      title="Month by month"
      note="Time-weighted, in per cent; the year at the end of its row"
      how={{
        formula: 'growth at the end of the month / growth at the end of the month before − 1',
        inputs: 'The time-weighted growth of the window. The first and last month count as far as the window reaches.',
        note: 'A month without a known value is empty.',
        certificate: performance.birthCertificate,
      }}
      option={option}
      label={calendarHeatMapSummary(performance)}
      height={calendarHeatMapHeight(calendar.length, theme.compact)}
      fileName={fileNameOf(name, 'month by month', performance.window.to)}
      csv={() => ({
        columns: ['year', ...monthNumbers, 'total'],
        rows: calendar.map(({ year, months, total }) => [year, ...months, total]),
      })}
    />
  );
}
