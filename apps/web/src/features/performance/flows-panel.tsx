import type { PortfolioPerformance } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { type Column, DataTable, tableCsv } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { fileNameOf } from '../../platform/csv.ts';
import { dateMedium, missing, number, plural } from '../../platform/format.ts';
import type { PerformancePanelProps } from './path-panels.tsx';
import classes from './performance.module.css';

type Flow = PortfolioPerformance['flows'][number];

/** Money and holdings that came from outside or went there: what no return counts as earned. */
export function FlowsPanel({ performance, name }: PerformancePanelProps) {
  const { flows, baseCurrency, window } = performance;
  const columns = useMemo(() => flowColumns(baseCurrency), [baseCurrency]);
  return (
    <Panel
      title="Flows"
      note={flows.length === 0 ? 'From and to the outside' : `${plural(flows.length, 'flow')} from and to the outside`}
      fileName={fileNameOf(name, 'flows', window.to)}
      csv={() => tableCsv(columns, flows)}
    >
      {flows.length === 0 ? (
        <p className={classes.note}>Nothing came in or went out in this window.</p>
      ) : (
        <DataTable
          caption="Flows of the window"
          columns={columns}
          rows={flows}
          rowKey={({ transactionId }) => transactionId}
          sortParameter="flows"
          heightMax={360}
        />
      )}
    </Panel>
  );
}

function flowColumns(currency: string): Column<Flow>[] {
  return [
    { key: 'date', header: 'Date', value: ({ date }) => date, render: ({ date }) => dateMedium(date) },
    { key: 'kind', header: 'Kind', value: ({ kind }) => kind },
    { key: 'account', header: 'Account', value: ({ account }) => account },
    {
      key: 'value',
      header: `Value, ${currency}`,
      definition: 'In the base currency at the rate of its day; negative went out',
      numeric: true,
      value: ({ value }) => value,
      render: ({ value }) =>
        value === null ? <span title="A price or rate of that day is missing">{missing}</span> : number(value, 2),
    },
  ];
}
