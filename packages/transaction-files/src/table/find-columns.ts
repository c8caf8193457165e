/** Which line names the columns, and which field each of them is. */
import type { TransactionField, TransactionFileMapping } from '@riskoptimizer/contracts';
import { headerSearchLines } from '../limits.ts';
import { FileRefusal } from '../problem.ts';
import type { TableRecord } from '../text/read-records.ts';
import { headerMeaning } from './header-words.ts';
import { isOwnHeader, ownColumns } from './own-columns.ts';

export interface TableColumns {
  readonly headerLine: number;
  /** Names without doubles; a column without a name is called by its place. */
  readonly names: readonly string[];
  readonly records: readonly TableRecord[];
  readonly indexOf: ReadonlyMap<TransactionField, number>;
  /** Currencies that stand in the names of columns, such as "Amount (EUR)". */
  readonly currencyOf: ReadonlyMap<TransactionField, string>;
  readonly isOwn: boolean;
}

/** Currency columns without a name stand beside what they are the currency of. */
const companions: readonly [TransactionField, TransactionField][] = [
  ['price', 'currency'],
  ['netAmount', 'amountCurrency'],
  ['fee', 'feeCurrency'],
];

/** @throws FileRefusal when no line names columns, or the mapping names a column that is not there. */
export function findColumns(records: readonly TableRecord[], mapping: TransactionFileMapping): TableColumns {
  const place = headerPlace(records, mapping.headerLine);
  const header = records[place]!;
  const isOwn = mapping.columns === null && isOwnHeader(header.cells);
  const names = uniqueNames(header.cells);
  const rows = records.slice(place + 1);
  const { indexOf, currencyOf } = isOwn
    ? { indexOf: new Map(ownColumns.map((field, index) => [field, index])), currencyOf: new Map<never, never>() }
    : mapping.columns === null
      ? suggestColumns(names, rows)
      : { indexOf: mappedColumns(names, mapping.columns, header.line), currencyOf: new Map<never, never>() };
  return { headerLine: header.line, names, records: rows, indexOf, currencyOf, isOwn };
}

function headerPlace(records: readonly TableRecord[], asked: number | null): number {
  if (records.length === 0) throw emptyFile();
  if (asked !== null) {
    const found = records.findIndex(({ line }) => line === asked);
    if (found !== -1) return found;
    throw new FileRefusal({
      message: `line ${asked}, which was said to name the columns, is empty or not there.`,
      line: asked,
      remedy: 'Name the line that holds the names of the columns.',
    });
  }
  let best = { place: 0, score: 0 };
  for (const [place, { cells }] of records.slice(0, headerSearchLines).entries()) {
    const fields = new Set(cells.map((cell) => headerMeaning(cell)?.field).filter((field) => field !== undefined));
    if (fields.size > best.score || isOwnHeader(cells))
      best = { place, score: isOwnHeader(cells) ? 1000 : fields.size };
  }
  return best.place;
}

function emptyFile(): FileRefusal {
  return new FileRefusal({
    message: 'the file holds no line.',
    line: 1,
    remedy: 'Choose a file with a line of column names and a line for each transaction.',
  });
}

function uniqueNames(cells: readonly string[]): string[] {
  const used = new Set<string>();
  return cells.map((cell, index) => {
    const base = cell.slice(0, 150) || `Column ${index + 1}`;
    let name = base;
    for (let count = 2; used.has(name); count += 1) name = `${base} (${count})`;
    used.add(name);
    return name;
  });
}

function mappedColumns(
  names: readonly string[],
  columns: NonNullable<TransactionFileMapping['columns']>,
  line: number,
): Map<TransactionField, number> {
  const indexOf = new Map<TransactionField, number>();
  for (const [field, name] of Object.entries(columns)) {
    if (name === null || name === undefined) continue;
    const index = names.indexOf(name);
    if (index === -1) {
      throw new FileRefusal({
        message: `there is no column "${name}", which was said to hold ${field}.`,
        field,
        line,
        remedy: `The columns of line ${line} are ${names.slice(0, 30).join(', ')}.`,
      });
    }
    indexOf.set(field as TransactionField, index);
  }
  return indexOf;
}

function suggestColumns(names: readonly string[], rows: readonly TableRecord[]) {
  const best = new Map<TransactionField, { index: number; rank: number; currency: string | null }>();
  for (const [index, name] of names.entries()) {
    const meaning = headerMeaning(name);
    if (meaning === undefined) continue;
    const before = best.get(meaning.field);
    if (before === undefined || meaning.rank < before.rank) best.set(meaning.field, { index, ...meaning });
  }
  const indexOf = new Map([...best].map(([field, { index }]) => [field, index]));
  for (const [amount, currency] of companions) {
    const index = indexOf.get(amount);
    if (index === undefined || indexOf.has(currency)) continue;
    if (names[index + 1]?.startsWith('Column ') && isCurrencyColumn(rows, index + 1)) indexOf.set(currency, index + 1);
  }
  const currencyOf = new Map(
    [...best].flatMap(([field, { currency }]) => (currency === null ? [] : [[field, currency] as const])),
  );
  return { indexOf, currencyOf };
}

function isCurrencyColumn(rows: readonly TableRecord[], index: number): boolean {
  const cells = rows.slice(0, 50).flatMap(({ cells: row }) => (row[index] ? [row[index]] : []));
  return cells.length > 0 && cells.every((cell) => /^[A-Za-z]{3}$/.test(cell));
}
