import type { LedgerTransaction, TransactionInput } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { dateMedium, decimal, missing } from '../../platform/format.ts';
import { usePhone } from '../../platform/use-phone.ts';
import { cashEffect } from './cash-effect.ts';
import { kindNames } from './transaction-kinds.ts';
import { accountWords, assetWords, type Symbols, transactionWords } from './transaction-words.ts';
import classes from './transactions.module.css';

export interface TransactionsTableProps {
  readonly transactions: readonly LedgerTransaction[];
  readonly symbols: Symbols;
  /** Null for whom may only read. */
  readonly actions: RowActions | null;
}

interface RowActions {
  readonly onEdit: (transactionId: string) => void;
  readonly onTakeOut: (transaction: LedgerTransaction) => void;
}

/** The ledger, the newest first. */
export function TransactionsTable({ transactions, symbols, actions }: TransactionsTableProps) {
  const phone = usePhone();
  const columns = useMemo(() => transactionColumns(symbols, actions, phone), [symbols, actions, phone]);
  return <DataTable caption="Transactions" columns={columns} rows={transactions} rowKey={({ id }) => id} />;
}

/** On a phone what happened to which asset and the cash of it stand first, as the rest has to be scrolled to. */
export function transactionColumns(
  symbols: Symbols,
  actions: RowActions | null,
  phone = false,
): Column<LedgerTransaction>[] {
  const [date, kind, asset, ...amounts] = namedColumns(symbols);
  const [cash, ...details] = amounts.toSorted(
    (one, other) => Number(other.key === 'cash') - Number(one.key === 'cash'),
  );
  const columns = phone ? [date, happenedColumn(symbols, actions), cash, ...details] : [date, kind, asset, ...amounts];
  const shown = columns.filter((column) => column !== undefined);
  if (actions === null) return shown;
  return [
    ...shown,
    {
      key: 'actions',
      header: 'Actions',
      value: () => null,
      render: (transaction) => <Actions transaction={transaction} symbols={symbols} {...actions} />,
    },
  ];
}

function happenedColumn(symbols: Symbols, actions: RowActions | null): Column<LedgerTransaction> {
  return {
    key: 'kind',
    header: 'What happened',
    value: ({ content }) => kindNames[content.kind],
    render: ({ id, content }) => (
      <span className={classes.happened}>
        {actions === null ? (
          kindNames[content.kind]
        ) : (
          <TextButton label={`Open ${transactionWords(content, symbols)}`} onClick={() => actions.onEdit(id)}>
            {kindNames[content.kind]}
          </TextButton>
        )}
        <span className={classes.of}>{assetWords(content, symbols)}</span>
      </span>
    ),
  };
}

function namedColumns(symbols: Symbols): Column<LedgerTransaction>[] {
  return [
    {
      key: 'date',
      header: 'Date',
      value: ({ content }) => content.date,
      render: ({ content }) => <span className={classes.whole}>{dateMedium(content.date)}</span>,
    },
    { key: 'kind', header: 'What happened', value: ({ content }) => kindNames[content.kind] },
    { key: 'asset', header: 'Asset', value: ({ content }) => assetWords(content, symbols) ?? '' },
    amountColumn('quantity', 'Quantity', 'Units, or for one old unit where the units change', quantityOf, 0),
    amountColumn('price', 'Price', 'Of one unit, in the currency of the transaction', (content) =>
      'price' in content ? content.price : null,
    ),
    {
      key: 'cash',
      header: 'Cash',
      definition: 'What it did to the cash of its account, costs included',
      numeric: true,
      value: ({ content }) => Number(cashEffect(content)?.amount ?? Number.NaN) || null,
      render: ({ content }) => <CashCell content={content} />,
    },
    amountColumn('fee', 'Fee', 'Inside of it', (content) => nonZero('fee' in content ? content.fee : null)),
    amountColumn('tax', 'Tax', 'Inside of it', (content) => nonZero('tax' in content ? content.tax : null)),
    { key: 'account', header: 'Account', value: ({ content }) => accountWords(content) },
    { key: 'note', header: 'Note', value: ({ content }) => content.note ?? '' },
  ];
}

function amountColumn(
  key: string,
  header: string,
  definition: string,
  amountOf: (content: TransactionInput) => string | null,
  digitsMin = 2,
): Column<LedgerTransaction> {
  return {
    key,
    header,
    definition,
    numeric: true,
    value: ({ content }) => amountOf(content),
    // What a kind does not have is no missing number: its cell is empty.
    render: ({ content }) => {
      const amount = amountOf(content);
      return amount === null ? '' : decimal(amount, digitsMin, 6);
    },
  };
}

function quantityOf(content: TransactionInput): string | null {
  if ('quantity' in content) return content.quantity;
  return 'ratio' in content ? content.ratio : null;
}

/** A cost of nothing is no news. */
function nonZero(amount: string | null): string | null {
  return amount !== null && Number(amount) === 0 ? null : amount;
}

function CashCell({ content }: { readonly content: TransactionInput }) {
  const effect = cashEffect(content);
  if (effect === null) return content.kind === 'merger' ? missing : '';
  const isIn = !effect.amount.startsWith('-');
  const moved = `${isIn ? '+' : ''}${decimal(effect.amount, 2, 2)} ${effect.currency}`;
  if (content.kind !== 'conversion') return moved;
  return (
    <span className={classes.amounts}>
      <span>{moved}</span> <span>{`+${decimal(content.intoAmount, 2, 2)} ${content.intoCurrency}`}</span>
    </span>
  );
}

function Actions({
  transaction,
  symbols,
  onEdit,
  onTakeOut,
}: RowActions & { readonly transaction: LedgerTransaction; readonly symbols: Symbols }) {
  const words = transactionWords(transaction.content, symbols);
  return (
    <span className={classes.actions}>
      <TextButton label={`Edit ${words}`} onClick={() => onEdit(transaction.id)}>
        Edit
      </TextButton>
      <TextButton label={`Delete ${words}`} onClick={() => onTakeOut(transaction)}>
        Delete
      </TextButton>
    </span>
  );
}
