/** Plain tables for people and their spreadsheets: text is never a formula. */
import { textBytes } from './archive/text-bytes.ts';
import { guardText } from './table/formula-guard.ts';
import type { WrittenCell } from './table/written-cell.ts';
import { writeCsv } from './write-table.ts';
import { writeWorkbook } from './xlsx/write-workbook.ts';

export interface PlainTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns whose cells are decimals. */
  readonly numbers: ReadonlySet<string>;
  readonly rows: Iterable<readonly (string | null)[]>;
}

function* cellsOf({ columns, numbers, rows }: PlainTable): Generator<WrittenCell[]> {
  const isNumber = columns.map((column) => numbers.has(column));
  for (const row of rows) {
    yield row.map((value, index) => {
      if (value === null || value === '') return { value: '', isNumber: false };
      return isNumber[index] ? { value, isNumber: true } : { value: guardText(value), isNumber: false };
    });
  }
}

export function writeTableCsv(table: PlainTable): Generator<Uint8Array> {
  return textBytes(writeCsv(table.columns, cellsOf(table)));
}

export function writeTablesXlsx(tables: readonly PlainTable[]): Generator<Uint8Array> {
  return writeWorkbook(tables.map((table) => ({ name: table.name, header: table.columns, rows: cellsOf(table) })));
}
