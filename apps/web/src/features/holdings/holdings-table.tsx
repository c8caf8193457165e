import type { Portfolio, PortfolioTargets } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { DataTable, tableCsv } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { fileNameOf } from '../../platform/csv.ts';
import { usePhone } from '../../platform/use-phone.ts';
import type { HoldingRow } from './holding-rows.ts';
import { holdingColumns } from './holdings-columns.tsx';
import { type Grouping, groupNames, groupOf, targetsOfGroups } from './row-groups.ts';

interface HoldingsTableProps {
  readonly portfolio: Pick<Portfolio, 'name' | 'allocationKind' | 'baseCurrency'>;
  readonly rows: readonly HoldingRow[];
  readonly date: string;
  readonly grouping: Grouping | undefined;
  readonly targets: PortfolioTargets | undefined;
}

const initialSort = { key: 'weight', direction: 'down' } as const;
/** No name of a group is empty. */
const nothingSaid = '';

/** Everything that is held, put together as asked. */
export function HoldingsTable({ portfolio, rows, date, grouping, targets }: HoldingsTableProps) {
  const { name, allocationKind, baseCurrency } = portfolio;
  const hasLedger = allocationKind === 'ledger';
  const hasTargets = rows.some(({ target }) => target !== null);
  const groupTargets = useMemo(() => targetsOfGroups(targets, grouping), [targets, grouping]);
  const hasLive = rows.some(({ live }) => live !== null);
  const phone = usePhone();
  const columns = useMemo(
    () =>
      holdingColumns({
        rows,
        currency: baseCurrency,
        date,
        hasAmounts: allocationKind !== 'weights',
        hasLedger,
        hasTargets,
        groupTargets,
        hasLive,
        phone,
      }),
    [rows, baseCurrency, date, allocationKind, hasLedger, hasTargets, groupTargets, hasLive, phone],
  );
  const groups = useMemo(
    () =>
      grouping && {
        keys: groupNames(rows, grouping).map((group) => group ?? nothingSaid),
        keyOf: (row: HoldingRow) => groupOf(row, grouping) ?? nothingSaid,
        labelOf: (key: string) =>
          key === nothingSaid ? `no ${grouping.replace(/^label:/, '').replace('-', ' ')}` : key,
      },
    [rows, grouping],
  );
  return (
    <Panel
      title="Holdings"
      note={hasLedger ? `Amounts in ${baseCurrency}, costs at the rates of their days` : `Amounts in ${baseCurrency}`}
      how={hasLedger ? ledgerHow : toldHow}
      fileName={fileNameOf(name, 'holdings', date)}
      csv={() => tableCsv(columns, rows)}
    >
      <DataTable
        caption={`Holdings of ${name}`}
        columns={columns}
        rows={rows}
        rowKey={({ key }) => key}
        sortParameter="sort"
        initialSort={initialSort}
        groups={groups}
      />
    </Panel>
  );
}

const ledgerHow = {
  formula: 'value = quantity · price · rate; unrealised = value − cost of the open lots',
  inputs: 'The transactions up to the date, the latest price and exchange rate on or before it.',
  note: 'A lot costs what was paid with fees and taxes, at the exchange rate of its day. What is missing is left open and never counted as nought.',
};
const toldHow = {
  formula: 'value = quantity · price · rate; weight = value / sum of the values',
  inputs: 'What the portfolio was told to hold, and the last price of each asset.',
  note: 'What the holdings cost is not known: only a portfolio by transactions knows that.',
};
