/** The numbers of the rows that are stored when some are not wanted: the server is told every row by its number then. */
import type { HttpClient } from '@riskoptimizer/client';
import type { TransactionImport, TransactionImportQuery } from '@riskoptimizer/contracts';

const rowsAPage = 500;

interface Asked {
  readonly client: Pick<HttpClient, 'getTransactionImport'>;
  readonly signal: AbortSignal;
  /** Told the share that is read, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/** Rows are numbered from 1 without a hole: whichever is less is read, those that can be stored or the others. */
export async function chosenRows(
  { id, counts }: Pick<TransactionImport, 'id' | 'counts'>,
  unwanted: ReadonlySet<number>,
  { client, signal, onProgress }: Asked,
): Promise<number[]> {
  const others = counts.rows - counts.valid;
  const statuses = (counts.valid <= others ? ['valid'] : ['invalid', 'skipped']) as TransactionImportQuery['status'][];
  const expected = Math.min(counts.valid, others);
  const read = new Set<number>();
  for (const status of expected === 0 ? [] : statuses) {
    let after: number | null = 0;
    while (after !== null) {
      const page: TransactionImport = await client.getTransactionImport(
        { transactionImportId: id, ...(status ? { status } : {}), after, limit: rowsAPage },
        { signal },
      );
      for (const { row } of page.rows) read.add(row);
      onProgress(Math.min(1, read.size / expected));
      after = page.nextAfter;
    }
  }
  const isValid = (row: number) => (counts.valid <= others ? read.has(row) : !read.has(row));
  return Array.from({ length: counts.rows }, (_, index) => index + 1).filter(
    (row) => isValid(row) && !unwanted.has(row),
  );
}
