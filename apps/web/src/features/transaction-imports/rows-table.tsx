import { Checkbox } from '@mantine/core';
import type { TransactionImportRow } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ProblemList } from '../../components/error-state.tsx';
import { count, dateMedium, decimal } from '../../platform/format.ts';
import { api } from '../../platform/store.ts';
import { cashEffect } from '../transactions/cash-effect.ts';
import { kindNames } from '../transactions/transaction-kinds.ts';
import { accountWords, assetWords, type Symbols } from '../transactions/transaction-words.ts';
import { resemblanceWords } from './import-words.ts';
import { isStored, type RowChoice } from './row-choice.ts';
import classes from './transaction-imports.module.css';

interface RowsTableProps {
  readonly rows: readonly TransactionImportRow[];
  readonly portfolioId: string;
  readonly choice: RowChoice;
  readonly onToggle: (row: TransactionImportRow) => void;
}

/** Rows of the file as transactions, or as what is wrong with them and what to do. */
export function RowsTable({ rows, portfolioId, choice, onToggle }: RowsTableProps) {
  const { data: stored } = api.useListAssetsQuery();
  const symbols = useMemo(
    (): Symbols => new Map((stored?.items ?? []).map(({ id, symbol }) => [id, symbol])),
    [stored],
  );
  const columns = useMemo(
    () => rowColumns(symbols, portfolioId, choice, onToggle),
    [symbols, portfolioId, choice, onToggle],
  );
  return (
    <DataTable caption="Rows of the file" columns={columns} rows={rows} rowKey={({ row }) => String(row)} reflows />
  );
}

function rowColumns(
  symbols: Symbols,
  portfolioId: string,
  choice: RowChoice,
  onToggle: (row: TransactionImportRow) => void,
): Column<TransactionImportRow>[] {
  return [
    {
      key: 'line',
      header: 'Line',
      value: ({ line }) => line,
      render: (row) =>
        row.status === 'valid' ? (
          <Checkbox
            className={classes.store}
            size="xs"
            label={`Line ${count(row.line)}`}
            aria-label={`Store line ${row.line}`}
            checked={isStored(row, choice)}
            onChange={() => onToggle(row)}
          />
        ) : (
          `Line ${count(row.line)}`
        ),
    },
    {
      key: 'what',
      header: 'What happened',
      value: ({ status, transaction }) => (transaction ? kindNames[transaction.kind] : status),
      render: (row) => <WhatHappened row={row} />,
    },
    { key: 'date', header: 'Date', ...ofTransaction((transaction) => dateMedium(transaction.date)) },
    { key: 'asset', header: 'Asset', ...ofTransaction((transaction) => assetWords(transaction, symbols)) },
    {
      key: 'quantity',
      header: 'Quantity',
      numeric: true,
      ...ofTransaction((transaction) =>
        'quantity' in transaction
          ? decimal(transaction.quantity, 0, 6)
          : 'ratio' in transaction
            ? decimal(transaction.ratio, 0, 6)
            : null,
      ),
    },
    {
      key: 'price',
      header: 'Price',
      numeric: true,
      ...ofTransaction((transaction) => ('price' in transaction ? decimal(transaction.price) : null)),
    },
    {
      key: 'cash',
      header: 'Cash',
      definition: 'What it would do to the cash of its account, costs included',
      numeric: true,
      ...ofTransaction((transaction) => {
        const effect = cashEffect(transaction);
        return (
          effect && `${effect.amount.startsWith('-') ? '' : '+'}${decimal(effect.amount, 2, 2)} ${effect.currency}`
        );
      }),
    },
    { key: 'account', header: 'Account', ...ofTransaction(accountWords) },
    {
      key: 'remarks',
      header: 'What to know',
      wrap: true,
      value: ({ errors, warnings }) => [...errors, ...warnings].map(({ message }) => message).join(' '),
      render: (row) => <Remarks row={row} portfolioId={portfolioId} />,
    },
  ];
}

type Transaction = NonNullable<TransactionImportRow['transaction']>;

/** A cell that only a transaction has; a row that is none leaves it empty. */
function ofTransaction(words: (transaction: Transaction) => string | null) {
  const value = ({ transaction }: TransactionImportRow) => (transaction ? (words(transaction) ?? '') : '');
  return { value, render: (row: TransactionImportRow) => value(row) || null };
}

function WhatHappened({ row: { status, transaction } }: { readonly row: TransactionImportRow }) {
  if (transaction) return kindNames[transaction.kind];
  return status === 'skipped' ? 'Left out by the mapping' : <span className={classes.loss}>Not stored</span>;
}

interface RemarksProps {
  readonly row: TransactionImportRow;
  readonly portfolioId: string;
}

function Remarks({ row: { errors, warnings, looksLike, status, source }, portfolioId }: RemarksProps) {
  if (status === 'valid' && looksLike === null && warnings.length === 0) return null;
  return (
    <div className={classes.remarks}>
      {looksLike && (
        <p>
          <span className={classes.warning}>Looks like</span>{' '}
          <Link to={`/transactions?portfolio=${portfolioId}&edit=${looksLike.transactionId}`}>
            {resemblanceWords(looksLike)}
          </Link>
        </p>
      )}
      <ProblemList errors={errors} errorCount={errors.length} />
      <ProblemList errors={warnings} errorCount={warnings.length} />
      {status !== 'valid' && <p className={classes.sample}>{source}</p>}
    </div>
  );
}
