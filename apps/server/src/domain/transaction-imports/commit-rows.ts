/** Which rows of a file become transactions, and what is said when one of them cannot be. */
import type {
  ProblemDetail,
  TransactionImportCommit,
  TransactionImportResult,
  TransactionInput,
} from '@riskoptimizer/contracts';
import { ProblemError } from '../../core/errors.ts';
import type { StagedRow } from './import-reading.ts';
import { createResemblance, type LedgerOfImport } from './resemblance.ts';

/** A row that is stored. */
type ValidRow = StagedRow & { readonly transaction: TransactionInput };

interface Choice {
  readonly chosen: readonly ValidRow[];
  readonly leftOut: TransactionImportResult['leftOut'];
}

/** @throws ProblemError `request-invalid` for rows that are not there or have errors, `state-conflict` when nothing is left. */
export function chooseRows(
  rows: readonly StagedRow[],
  request: TransactionImportCommit,
  ledger: LedgerOfImport,
): Choice {
  const asked = request.rows === 'all-valid' ? null : new Set(request.rows);
  if (asked !== null) requireValid(rows, request.rows as readonly number[]);
  const resembles = createResemblance(request.duplicates === 'include' ? [] : ledger);
  const included = Array.isArray(request.duplicates) ? new Set(request.duplicates) : null;
  const leftOut = { invalid: 0, skipped: 0, duplicates: 0, notChosen: 0 };
  const chosen: ValidRow[] = [];
  for (const row of rows) {
    if (!isValid(row)) leftOut[row.status === 'skipped' ? 'skipped' : 'invalid'] += 1;
    else if (asked?.has(row.row) === false) leftOut.notChosen += 1;
    else if (
      request.duplicates !== 'include' &&
      resembles(row.transaction) !== null &&
      included?.has(row.row) !== true
    ) {
      leftOut.duplicates += 1;
    } else chosen.push(row);
  }
  if (chosen.length === 0) {
    throw new ProblemError(
      'state-conflict',
      `There is nothing to store: ${leftOut.invalid} rows have errors, ${leftOut.skipped} are left out by the mapping, ${leftOut.duplicates} look like transactions of the ledger, ${leftOut.notChosen} were not chosen.`,
    );
  }
  return { chosen, leftOut };
}

function isValid(row: StagedRow): row is ValidRow {
  return row.status === 'valid' && row.transaction !== null;
}

function requireValid(rows: readonly StagedRow[], asked: readonly number[]): void {
  const statusOf = new Map(rows.map(({ row, status }) => [row, status]));
  const errors = asked.flatMap((row, index): ProblemDetail[] => {
    const status = statusOf.get(row);
    if (status === 'valid') return [];
    const message = status === undefined ? `there is no row ${row}` : `row ${row} is ${status}`;
    return [{ field: `/rows/${index}`, message, remedy: 'Name rows whose status is valid.' }];
  });
  if (errors.length === 0) return;
  const detail = `Nothing was stored: ${errors[0]!.message}.`;
  throw new ProblemError('request-invalid', detail, { errors: errors.slice(0, 100), errorCount: errors.length });
}

/** New ids, and lots that name rows of the same file by them. */
export function withOwnLots(
  rows: readonly ValidRow[],
  createId: () => string,
): { contents: TransactionInput[]; ids: string[] } {
  const ids = rows.map(() => createId());
  const idOf = new Map(rows.flatMap(({ reference }, index) => (reference === null ? [] : [[reference, ids[index]!]])));
  const contents = rows.map(({ transaction }): TransactionInput => {
    if (transaction.kind !== 'sell' || transaction.lots === null) return transaction;
    const lots = transaction.lots.map((lot) => ({
      ...lot,
      transactionId: idOf.get(lot.transactionId) ?? lot.transactionId,
    }));
    return { ...transaction, lots };
  });
  return { contents, ids };
}

/** What the ledger refuses is said of the row and line of the file that it came from. */
export async function refuseAtRows<Result>(rows: readonly ValidRow[], store: () => Promise<Result>): Promise<Result> {
  try {
    return await store();
  } catch (error) {
    if (!(error instanceof ProblemError) || error.errors === undefined) throw error;
    const errors = error.errors.map((one) => {
      const [, list, index, ...column] = (one.field ?? '').split('/');
      const row = list === 'items' ? rows[Number(index)] : undefined;
      if (row === undefined) return one;
      const message = `Line ${row.line} (row ${row.row}): ${one.message}`;
      return { ...one, field: `/rows/${row.row}/${column.join('/')}`, line: row.line, message };
    });
    const detail = `Nothing was stored. ${errors[0]?.message ?? error.message}.`;
    throw new ProblemError(error.code, detail, {
      errors,
      cause: error,
      ...(error.errorCount === undefined ? {} : { errorCount: error.errorCount }),
    });
  }
}
