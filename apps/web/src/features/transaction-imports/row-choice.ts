/** Which rows of a file are to be stored. Rows are named by their numbers; a choice outlives the page of rows it was made on. */
import type { TransactionImport, TransactionImportCommit, TransactionImportRow } from '@riskoptimizer/contracts';

export interface RowChoice {
  /** Rows like no transaction of the ledger that are not wanted. */
  readonly leftOut: ReadonlySet<number>;
  /** What becomes of rows that look like one. */
  readonly duplicates: 'skip' | 'include';
  /** Such rows for which it is the other way round. */
  readonly exceptions: ReadonlySet<number>;
}

export const noChoice: RowChoice = { leftOut: new Set(), duplicates: 'skip', exceptions: new Set() };

type ChosenRow = Pick<TransactionImportRow, 'row' | 'status' | 'looksLike'>;

export function isStored({ row, status, looksLike }: ChosenRow, choice: RowChoice): boolean {
  if (status !== 'valid') return false;
  if (looksLike === null) return !choice.leftOut.has(row);
  return (choice.duplicates === 'include') !== choice.exceptions.has(row);
}

/** The other answer for one row. */
export function toggled({ row, looksLike }: ChosenRow, choice: RowChoice): RowChoice {
  const part = looksLike === null ? 'leftOut' : 'exceptions';
  const rows = new Set(choice[part]);
  if (!rows.delete(row)) rows.add(row);
  return { ...choice, [part]: rows };
}

type Counts = TransactionImport['counts'];

/** Rows that look like a transaction of the ledger and are left out. */
export function duplicatesLeftOut({ duplicates }: Counts, choice: RowChoice): number {
  return choice.duplicates === 'skip' ? duplicates - choice.exceptions.size : choice.exceptions.size;
}

export function storedCountOf(counts: Counts, choice: RowChoice): number {
  return counts.valid - choice.leftOut.size - duplicatesLeftOut(counts, choice);
}

/** Rows that have to be named because they are not wanted; without any the commit needs no list of rows. */
export function unwantedRows({ leftOut, duplicates, exceptions }: RowChoice): ReadonlySet<number> {
  return duplicates === 'include' ? new Set([...leftOut, ...exceptions]) : leftOut;
}

/** @param rows the valid ones that are wanted, or `all-valid`. */
export function commitOf(choice: RowChoice, rows: TransactionImportCommit['rows']): TransactionImportCommit {
  const { duplicates, exceptions } = choice;
  return { rows, duplicates: duplicates === 'skip' && exceptions.size > 0 ? [...exceptions] : duplicates };
}
