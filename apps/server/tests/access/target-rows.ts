/** Whether the rows of an object are as they were. */
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Target } from './world.ts';

/** Where the rows of an object are, by the name of its id. */
const tablesOf: Readonly<Record<string, readonly [table: string, column: string][]>> = {
  portfolioId: [
    ['portfolios', 'id'],
    ['allocations', 'portfolio_id'],
    ['portfolio_shares', 'portfolio_id'],
    ['portfolio_versions', 'portfolio_id'],
    ['portfolio_targets', 'portfolio_id'],
    ['portfolio_benchmark_assets', 'portfolio_id'],
    ['transactions', 'portfolio_id'],
  ],
  assetId: [
    ['assets', 'id'],
    ['prices', 'asset_id'],
    ['asset_feeds', 'asset_id'],
    ['quarantined_prices', 'asset_id'],
    ['asset_splits', 'asset_id'],
  ],
  ruleId: [
    ['alert_rules', 'id'],
    ['alert_webhooks', 'rule_id'],
    ['alerts', 'rule_id'],
    ['limit_utilisation', 'rule_id'],
  ],
  jobId: [['jobs', 'id']],
  importId: [['price_imports', 'id']],
  transactionImportId: [
    ['transaction_imports', 'id'],
    ['transaction_import_rows', 'import_id'],
  ],
  sessionId: [['sessions', 'id']],
  passkeyId: [['passkeys', 'id']],
  apiKeyId: [['api_keys', 'id']],
};

/** A hash of every row that belongs to a target, as the owner of the tables sees them. */
export async function rowsOf(owner: Pool, { ids }: Target): Promise<string> {
  const hash = createHash('sha256');
  for (const [name, id] of Object.entries(ids)) {
    for (const [table, column] of tablesOf[name] ?? []) {
      const { rows } = await owner.query(
        `select row_to_json(one)::text as row from ${table} as one where ${column} = $1 order by 1`,
        [id],
      );
      hash.update(JSON.stringify([table, rows]));
    }
  }
  return hash.digest('hex');
}
