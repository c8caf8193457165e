/** A preview of a file of transactions with one deposit, straight into the tables. */
import { gzipSync } from 'node:zlib';
import { transactionFileMapping } from '@riskoptimizer/contracts';
import type { Pool } from 'pg';
import { createId } from '../../src/core/ids.ts';
import { addLedger } from './portfolio-rows.ts';

const file = 'date,type,amount,currency\n2024-01-31,deposit,10,USD\n';

export async function addTransactionImport(
  pool: Pool,
  userId: string,
  assetId: string,
  name: string,
): Promise<Record<string, string>> {
  const { portfolioId } = await addLedger(pool, userId, assetId, name);
  const transactionImportId = createId();
  const reading = {
    format: 'csv',
    mapping: transactionFileMapping.parse({}),
    table: null,
    questions: [],
    assets: [],
    counts: { rows: 1, valid: 1, invalid: 0, skipped: 0, duplicates: 0 },
  };
  await pool.query(
    `insert into transaction_imports (id, portfolio_id, owner_id, file_name, byte_count, file_sha256, file, reading, created_at, expires_at)
     values ($1, $2, $3, $4, 10, 'x', $5, $6, now(), now() + interval '1 day')`,
    [transactionImportId, portfolioId, userId, `${name}.csv`, gzipSync(file), JSON.stringify(reading)],
  );
  const content = {
    row: 1,
    line: 2,
    status: 'valid',
    transaction: {
      kind: 'deposit',
      date: '2024-01-31',
      account: 'Main',
      note: null,
      externalId: null,
      amount: '10',
      currency: 'USD',
    },
    reference: null,
    looksLike: null,
    errors: [],
    warnings: [],
    source: name,
  };
  await pool.query(
    `insert into transaction_import_rows (import_id, owner_id, "row", status, content) values ($1, $2, 1, 'valid', $3)`,
    [transactionImportId, userId, JSON.stringify(content)],
  );
  return { transactionImportId };
}
