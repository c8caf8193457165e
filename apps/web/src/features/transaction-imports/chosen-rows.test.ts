import type { TransactionImport, TransactionImportQuery } from '@riskoptimizer/contracts';
import { expect, test } from 'vitest';
import { chosenRows } from './chosen-rows.ts';

/** Rows by what the server would say of each: every third is invalid, every tenth is skipped. */
const statusOf = (row: number, rareness: number) =>
  row % rareness === 0 ? 'invalid' : row % 10 === 1 ? 'skipped' : 'valid';

function fileOf(rowCount: number, rareness: number) {
  const rows = Array.from({ length: rowCount }, (_, index) => ({
    row: index + 1,
    status: statusOf(index + 1, rareness),
  }));
  const of = (status: string) => rows.filter((row) => row.status === status).length;
  const counts = {
    rows: rowCount,
    valid: of('valid'),
    invalid: of('invalid'),
    skipped: of('skipped'),
    duplicates: 0,
  };
  let asked = 0;
  const client = {
    getTransactionImport: ({ status, after = 0, limit = 100 }: Partial<TransactionImportQuery>) => {
      asked += 1;
      const found = rows.filter((row) => row.status === status && row.row > after);
      const page = found.slice(0, limit);
      const nextAfter = found.length > page.length ? (page.at(-1)?.row ?? null) : null;
      return Promise.resolve({ rows: page, nextAfter } as unknown as TransactionImport);
    },
  };
  return { id: 'x', counts, rows, client, askedCount: () => asked };
}

test.each([
  ['mostly valid rows', 3000, 7],
  ['mostly invalid rows', 3000, 1],
  ['rows without any other', 0, 7],
])('the valid rows but the unwanted ones, of %s', async (_, rowCount, rareness) => {
  const file = fileOf(rowCount, rareness);
  const shares: number[] = [];
  const asked = {
    client: file.client,
    signal: new AbortController().signal,
    onProgress: (share: number) => shares.push(share),
  };
  const chosen = await chosenRows(file, new Set([2, 3]), asked);
  const expected = file.rows.filter(({ row, status }) => status === 'valid' && row !== 2 && row !== 3);
  expect(chosen).toEqual(expected.map(({ row }) => row));
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(file.askedCount()).toBeLessThanOrEqual(4);
});
