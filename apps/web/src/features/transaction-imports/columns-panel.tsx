import { NativeSelect } from '@mantine/core';
import { type TransactionTable, transactionField } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { usePhone } from '../../platform/use-phone.ts';
import { fieldNames } from './file-words.ts';
import { withColumn } from './mapping-change.ts';
import classes from './transaction-imports.module.css';
import type { Reading } from './use-reading.ts';

interface ColumnsPanelProps {
  readonly table: TransactionTable;
  readonly reading: Reading;
}

type TableColumn = TransactionTable['columns'][number];

/** Each column of the file with what stands in it and what it is taken for. */
export function ColumnsPanel({ table, reading }: ColumnsPanelProps) {
  // A list that scrolls inside of a page that scrolls hides its end from a finger.
  const phone = usePhone();
  const columns = useMemo(() => columnsOf(table, reading), [table, reading]);
  const read = table.columns.filter(({ field }) => field !== null).length;
  return (
    <Panel
      title="What the columns say"
      note={`${read} of ${table.columns.length} columns are read. A field stands in one column only.`}
    >
      <DataTable
        caption="Columns of the file"
        columns={columns}
        rows={table.columns}
        rowKey={({ name }) => name}
        {...(phone ? {} : { heightMax: 520 })}
        reflows
      />
    </Panel>
  );
}

function columnsOf(table: TransactionTable, { mapping, readBy }: Reading): Column<TableColumn>[] {
  return [
    { key: 'name', header: 'Column', value: ({ name }) => name },
    {
      key: 'field',
      header: 'Is read as',
      value: ({ field }) => field,
      render: ({ name, field }) => (
        <NativeSelect
          aria-label={`Column ${name} is read as`}
          className={classes.cellSelect}
          value={field ?? ''}
          onChange={(event) => {
            const chosen = transactionField.options.find((one) => one === event.currentTarget.value) ?? null;
            void readBy(withColumn(mapping, table, name, chosen));
          }}
        >
          <option value="">not read</option>
          {transactionField.options.map((one) => (
            <option key={one} value={one}>
              {fieldNames[one]}
            </option>
          ))}
        </NativeSelect>
      ),
    },
    {
      key: 'samples',
      header: 'In the file',
      wrap: true,
      value: ({ samples }) => samples.join(' · '),
      render: ({ samples }) => <span className={classes.sample}>{samples.join(' · ') || 'empty'}</span>,
    },
  ];
}
