import type { LedgerCash, LedgerHoldings } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { type Column, DataTable, tableCsv } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { fileNameOf } from '../../platform/csv.ts';
import { decimal, missing, percent } from '../../platform/format.ts';
import classes from './holdings.module.css';

interface CashPanelProps {
  readonly answer: LedgerHoldings;
  readonly name: string;
}

/** The money of every account in every currency. What is negative is owed. */
export function CashPanel({ answer, name }: CashPanelProps) {
  const columns = useMemo(() => cashColumns(answer), [answer]);
  return (
    <Panel
      title="Cash"
      note="By account and currency; negative is owed"
      how={{
        formula: 'cash = what came in − what went out, by account and currency',
        inputs: 'Every transaction up to the date, fees and taxes included.',
        note: 'Valued at the latest exchange rate on or before the date.',
      }}
      fileName={fileNameOf(name, 'cash', answer.date)}
      csv={() => tableCsv(columns, answer.cash)}
    >
      {answer.cash.length === 0 ? (
        <p className={classes.muted}>No money is in any account.</p>
      ) : (
        <DataTable
          caption="Cash by account and currency"
          columns={columns}
          rows={answer.cash}
          rowKey={({ account, currency }) => `${account}:${currency}`}
          sortParameter="cash"
        />
      )}
    </Panel>
  );
}

function cashColumns({ baseCurrency, totals }: LedgerHoldings): Column<LedgerCash>[] {
  const reason = ({ gaps }: LedgerCash) => gaps.map((gap) => gap.reason).join('; ') || undefined;
  return [
    { key: 'account', header: 'Account', value: ({ account }) => account, footer: 'All cash' },
    { key: 'currency', header: 'Currency', value: ({ currency }) => currency },
    {
      key: 'amount',
      header: 'Amount',
      numeric: true,
      value: ({ amount }) => Number(amount),
      render: ({ amount }) => (
        <span className={amount.startsWith('-') ? classes.loss : undefined}>{decimal(amount, 2, 2)}</span>
      ),
    },
    {
      key: 'value',
      header: `Value, ${baseCurrency}`,
      numeric: true,
      value: ({ value }) => (value === null ? null : Number(value)),
      render: (row) => (row.value === null ? <span title={reason(row)}>{missing}</span> : decimal(row.value, 2, 2)),
      footer: decimal(totals.cash, 2, 2),
    },
    {
      key: 'weight',
      header: 'Weight',
      definition: 'Share of the total value',
      numeric: true,
      value: ({ weight }) => weight,
      render: ({ weight }) => percent(weight),
    },
  ];
}
