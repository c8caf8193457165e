import { drawdownChart, drawdownSummary } from '@riskoptimizer/charts';
import type { PortfolioRisk } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { ChartPanel } from '../../components/chart-panel.tsx';
import { type Column, DataTable, tableCsv } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { count, dateMedium, percent } from '../../platform/format.ts';
import { moneyOfFraction } from '../../platform/money-at-risk.ts';
import { useChartTheme } from '../../platform/use-chart-theme.ts';
import { panelFileName, panelHow } from './panel-how.ts';
import { periods } from './period-words.ts';

export function DrawdownPanel({ risk, height }: { readonly risk: PortfolioRisk; readonly height: number }) {
  const theme = useChartTheme();
  const option = useMemo(() => drawdownChart(risk, theme), [risk, theme]);
  const { dates, drawdown } = risk.path;
  return (
    <ChartPanel
      title="Drawdown"
      note="Below the highest value so far; numbers as in the table of the deepest"
      how={panelHow('drawdowns', risk)}
      option={option}
      label={drawdownSummary(risk)}
      height={height}
      fileName={panelFileName(risk, 'drawdown')}
      csv={() => ({ columns: ['date', 'drawdown'], rows: dates.map((date, index) => [date, drawdown[index]]) })}
    />
  );
}

type Episode = PortfolioRisk['drawdowns'][number] & { readonly rank: number };

export function DrawdownsTablePanel({ risk }: { readonly risk: PortfolioRisk }) {
  const episodes = useMemo(() => risk.drawdowns.map((episode, index) => ({ ...episode, rank: index + 1 })), [risk]);
  const columns = useMemo(() => drawdownColumns(risk), [risk]);
  return (
    <Panel
      title="Deepest drawdowns"
      note={`From peak to trough to recovery; length in ${periods(2, risk.window.frequency).replace('2 ', '')}`}
      how={panelHow('drawdowns', risk)}
      fileName={panelFileName(risk, 'deepest drawdowns')}
      csv={() => tableCsv(columns, episodes)}
    >
      <DataTable
        caption="The deepest drawdowns of the window"
        columns={columns}
        rows={episodes}
        rowKey={(row) => `${row.peakDate}:${row.troughDate}`}
        sortParameter="drawdowns"
      />
    </Panel>
  );
}

function drawdownColumns({ totalValue, baseCurrency }: PortfolioRisk): Column<Episode>[] {
  const columns: Column<Episode>[] = [
    { key: 'rank', header: 'No.', value: (row) => row.rank },
    {
      key: 'depth',
      header: 'Depth',
      definition: 'Loss from peak to trough',
      numeric: true,
      value: (row) => row.depth,
      render: (row) => percent(row.depth),
    },
    dateColumn('peak', 'Peak', (row) => row.peakDate),
    dateColumn('trough', 'Trough', (row) => row.troughDate),
    dateColumn('recovery', 'Recovered', (row) => row.recoveryDate),
    {
      key: 'length',
      header: 'Length',
      definition: 'Periods from the peak to the recovery, or to the end of the window',
      numeric: true,
      value: (row) => row.lengthPeriods,
      render: (row) => count(row.lengthPeriods),
    },
    {
      key: 'recoveryPeriods',
      header: 'Climb back',
      definition: 'Periods from the trough to the recovery',
      numeric: true,
      value: (row) => row.recoveryPeriods,
      render: (row) => count(row.recoveryPeriods),
    },
  ];
  if (totalValue === null) return columns;
  columns.splice(2, 0, {
    key: 'money',
    header: "On today's value",
    definition: 'What the same depth would cost now',
    numeric: true,
    value: (row) => row.depth * Number(totalValue),
    render: (row) => moneyOfFraction(row.depth, totalValue, baseCurrency),
  });
  return columns;
}

/** A date that has not come yet is a state of its own, not a missing one. */
function dateColumn(key: string, header: string, date: (row: Episode) => string | null): Column<Episode> {
  return {
    key,
    header,
    numeric: true,
    value: date,
    render: (row) => {
      const day = date(row);
      return day === null ? 'not yet' : dateMedium(day);
    },
  };
}
