import { useMemo } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { dateMedium, decimal, missing, plural } from '../../platform/format.ts';
import classes from './data.module.css';
import { type CoveredRow, coverageText, dataState, doubtsText, failureText } from './data-words.ts';

interface AssetsTableProps {
  readonly rows: readonly CoveredRow[];
  readonly onOpen: (assetId: string) => void;
}

/** One row an asset. The symbol opens what is doubtful about it. */
export function AssetsTable({ rows, onOpen }: AssetsTableProps) {
  const columns = useMemo(() => assetColumns(onOpen), [onOpen]);
  return (
    <DataTable
      caption="State of the prices"
      columns={columns}
      rows={rows}
      rowKey={({ assetId }) => assetId}
      sortParameter="sort"
      reflows
    />
  );
}

function assetColumns(onOpen: (assetId: string) => void): Column<CoveredRow>[] {
  return [
    {
      key: 'symbol',
      header: 'Asset',
      value: ({ symbol }) => symbol,
      render: ({ assetId, symbol }) => (
        <TextButton label={`Open ${symbol}`} onClick={() => onOpen(assetId)}>
          {symbol}
        </TextButton>
      ),
    },
    {
      key: 'state',
      header: 'State',
      value: dataState,
      render: (row) => (
        <span className={dataState(row) === 'fresh' ? classes.good : classes.bad}>{dataState(row)}</span>
      ),
    },
    { key: 'name', header: 'Name', wrap: true, value: ({ name }) => name },
    { key: 'source', header: 'Source', value: ({ source, feed }) => feed?.provider ?? source },
    {
      key: 'price',
      header: 'Last price',
      numeric: true,
      value: ({ prices }) => (prices?.lastClose == null ? null : Number(prices.lastClose)),
      render: ({ prices, currency }) =>
        prices?.lastClose == null ? missing : `${decimal(prices.lastClose)} ${currency}`,
    },
    {
      key: 'last',
      header: 'Of',
      numeric: true,
      value: ({ lastDate }) => lastDate,
      render: ({ lastDate }) => (lastDate === null ? missing : dateMedium(lastDate)),
    },
    {
      key: 'age',
      header: 'Age',
      numeric: true,
      value: ({ ageDays }) => ageDays,
      // A simulated market does not age.
      render: ({ ageDays, source }) => (ageDays === null || source === 'simulated' ? missing : plural(ageDays, 'day')),
    },
    {
      key: 'coverage',
      header: 'Coverage',
      definition:
        'First to last close, how many there are, and on how many runs of days others have a price and this has none',
      wrap: true,
      value: ({ prices }) => prices?.count ?? null,
      render: coverageText,
    },
    {
      key: 'doubts',
      header: 'Doubts and last failure',
      wrap: true,
      value: (row) => remarks(row) || null,
      render: (row) => remarks(row) || missing,
    },
  ];
}

function remarks({ doubts, feed }: CoveredRow): string {
  return [failureText(feed?.failure ?? null), doubtsText(doubts)].filter((text) => text !== '').join(' ');
}
