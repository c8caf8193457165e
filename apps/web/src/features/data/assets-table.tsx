import { useMemo } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { count, dateMedium, missing, plural } from '../../platform/format.ts';
import { instant } from '../../platform/instants.ts';
import classes from './data.module.css';
import { type DataRow, dataState, doubtsText, failureText } from './data-words.ts';

interface AssetsTableProps {
  readonly rows: readonly DataRow[];
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

function assetColumns(onOpen: (assetId: string) => void): Column<DataRow>[] {
  return [
    {
      key: 'symbol',
      header: 'Asset',
      value: ({ symbol }) => symbol,
      render: ({ assetId, symbol, name }) => (
        <>
          <TextButton label={`Open ${symbol}`} onClick={() => onOpen(assetId)}>
            {symbol}
          </TextButton>{' '}
          {name !== symbol && <span className={classes.name}>{name}</span>}
        </>
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
    { key: 'source', header: 'Source', value: ({ source, feed }) => feed?.provider ?? source },
    { key: 'currency', header: 'Currency', value: ({ currency }) => currency },
    {
      key: 'last',
      header: 'Last price',
      numeric: true,
      value: ({ lastDate }) => lastDate,
      render: ({ lastDate }) => (lastDate === null ? missing : dateMedium(lastDate)),
    },
    {
      key: 'age',
      header: 'Age',
      numeric: true,
      value: ({ ageDays }) => ageDays,
      render: ({ ageDays, source }) => (ageDays === null || source === 'simulated' ? missing : plural(ageDays, 'day')),
    },
    {
      key: 'first',
      header: 'Since',
      numeric: true,
      value: ({ firstDate }) => firstDate,
      render: ({ firstDate }) => (firstDate === null ? missing : dateMedium(firstDate)),
    },
    {
      key: 'count',
      header: 'Prices',
      numeric: true,
      value: ({ priceCount }) => priceCount,
      render: ({ priceCount }) => count(priceCount),
    },
    { key: 'doubts', header: 'Doubts', wrap: true, value: ({ doubts }) => doubtsText(doubts) || null },
    {
      key: 'fetched',
      header: 'Last fetch',
      numeric: true,
      value: ({ feed }) => feed?.lastSuccessAt ?? null,
      render: ({ feed }) => instant(feed?.lastSuccessAt),
    },
    { key: 'failure', header: 'Failure', wrap: true, value: ({ feed }) => failureText(feed?.failure ?? null) || null },
  ];
}
