/** Changes of how a table is read. What depends on what was changed is found out anew. */
import type { TransactionField, TransactionFileMapping, TransactionTable } from '@riskoptimizer/contracts';

/** Other names of columns stand in another sheet, another line, or between other delimiters. */
const changesColumns: readonly (keyof TransactionFileMapping)[] = ['encoding', 'delimiter', 'sheet', 'headerLine'];

export function withChange(
  mapping: TransactionFileMapping,
  change: Partial<TransactionFileMapping>,
): TransactionFileMapping {
  const renames = changesColumns.some((name) => name in change && change[name] !== mapping[name]);
  return { ...mapping, ...(renames ? { columns: null } : {}), ...change };
}

/** One column says something else, or nothing; a field stands in one column only. */
export function withColumn(
  mapping: TransactionFileMapping,
  { columns }: Pick<TransactionTable, 'columns'>,
  name: string,
  field: TransactionField | null,
): TransactionFileMapping {
  const others = columns.filter((column) => column.name !== name && column.field !== null && column.field !== field);
  const entries = others.map((column) => [column.field, column.name]);
  return { ...mapping, columns: Object.fromEntries(field === null ? entries : [...entries, [field, name]]) };
}

/** A file of our own needs no answers: it names its columns by the fields, and writes every number in one way. */
export function isOwnTable({ columns: mapped }: TransactionFileMapping, { columns }: TransactionTable): boolean {
  return mapped === null && columns.length > 20 && columns.every(({ name, field }) => name === field);
}

/** As it was read, so that the next file of the same broker asks no question that was answered or settled by this one. */
export function mappingToSave(mapping: TransactionFileMapping, table: TransactionTable | null): TransactionFileMapping {
  if (table === null) return mapping;
  const { decimalSign, dateOrder } = mapping;
  return { ...mapping, decimalSign: decimalSign ?? table.decimalSign, dateOrder: dateOrder ?? table.dateOrder };
}
