import type { TransactionFileMapping, TransactionTable } from '@riskoptimizer/contracts';
import { expect, test } from 'vitest';
import { isOwnTable, mappingToSave, withChange, withColumn } from './mapping-change.ts';

const mapping: TransactionFileMapping = {
  encoding: null,
  delimiter: null,
  sheet: null,
  headerLine: null,
  decimalSign: null,
  dateOrder: 'dmy',
  columns: { date: 'Datum' },
  kinds: {},
  account: null,
  currency: null,
};
const table: TransactionTable = {
  encoding: 'utf-8',
  delimiter: 'semicolon',
  sheet: null,
  sheets: [],
  headerLine: 1,
  decimalSign: 'comma',
  dateOrder: 'mdy',
  columns: [
    { name: 'Datum', field: 'date', samples: [] },
    { name: 'Valuta', field: null, samples: [] },
    { name: 'Betrag', field: 'amount', samples: [] },
  ],
};

test('another delimiter finds the columns anew, another order of dates keeps them', () => {
  expect(withChange(mapping, { delimiter: 'comma' })).toMatchObject({ delimiter: 'comma', columns: null });
  expect(withChange(mapping, { dateOrder: 'mdy' })).toMatchObject({ dateOrder: 'mdy', columns: { date: 'Datum' } });
  expect(withChange(mapping, { delimiter: null })).toEqual(mapping);
});

test('a field moves from one column to another, and a column can be left unread', () => {
  expect(withColumn(mapping, table, 'Valuta', 'date').columns).toEqual({ date: 'Valuta', amount: 'Betrag' });
  expect(withColumn(mapping, table, 'Betrag', null).columns).toEqual({ date: 'Datum' });
  expect(withColumn(mapping, table, 'Betrag', 'netAmount').columns).toEqual({ date: 'Datum', netAmount: 'Betrag' });
});

test('what a file settled is saved with what was chosen', () => {
  expect(mappingToSave(mapping, table)).toEqual({ ...mapping, decimalSign: 'comma' });
  expect(mappingToSave(mapping, null)).toBe(mapping);
});

test('a table of our own is told by all its columns', () => {
  const columns = Array.from({ length: 28 }, () => ({ name: 'date', field: 'date' as const, samples: [] }));
  expect(isOwnTable({ ...mapping, columns: null }, { ...table, columns })).toBe(true);
  expect(isOwnTable({ ...mapping, columns: null }, table)).toBe(false);
  expect(isOwnTable(mapping, { ...table, columns })).toBe(false);
});
