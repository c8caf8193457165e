import type { PortfolioPerformance } from '@riskoptimizer/contracts';
import { type Column, DataTable, tableCsv } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { fileNameOf } from '../../platform/csv.ts';
import { count, dateMedium } from '../../platform/format.ts';
import type { PerformancePanelProps } from './path-panels.tsx';

type Gap = PortfolioPerformance['gaps'][number];

const columns: readonly Column<Gap>[] = [
  { key: 'what', header: 'Of', value: ({ symbol, currency }) => symbol ?? currency },
  { key: 'reason', header: 'What is missing', value: ({ reason }) => reason, wrap: true },
  { key: 'from', header: 'From', numeric: true, value: ({ from }) => from, render: ({ from }) => dateMedium(from) },
  { key: 'to', header: 'To', numeric: true, value: ({ to }) => to, render: ({ to }) => dateMedium(to) },
  {
    key: 'dates',
    header: 'Dates',
    definition: 'Dates of the window that it is about',
    numeric: true,
    value: ({ dateCount }) => dateCount,
    render: ({ dateCount }) => count(dateCount),
  },
];

/** Prices and rates that were not there or not of the day; nothing where all were. */
export function GapsPanel({ performance, name }: PerformancePanelProps) {
  const { gaps, window } = performance;
  if (gaps.length === 0) return null;
  return (
    <Panel
      title="Gaps in the data"
      note="A date whose value is not known is left out of the returns"
      fileName={fileNameOf(name, 'gaps', window.to)}
      csv={() => tableCsv(columns, gaps)}
    >
      <DataTable
        caption="Gaps in prices and rates"
        columns={columns}
        rows={gaps}
        rowKey={({ code, assetId, currency, from }) => `${code}:${assetId ?? currency}:${from}`}
        heightMax={360}
      />
    </Panel>
  );
}
