import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { inspectSchema, migrate, SchemaTooNewError } from '../../src/infrastructure/database/migrate.ts';
import { findMigrationsFolder } from '../../src/infrastructure/database/migrations-folder.ts';
import { ask, withDatabase } from '../support/database-address.ts';

const name = `riskoptimizer_migrations_${process.pid}`;
let address: string;
let newer: string;

beforeAll(async () => {
  newer = await mkdtemp(join(tmpdir(), 'riskoptimizer-migrations-'));
});
afterAll(() => rm(newer, { recursive: true, force: true }));
beforeEach(async () => {
  await ask(inject('administratorConnectionString'), `create database ${name}`);
  address = withDatabase(inject('administratorConnectionString'), name);
});
afterEach(() => ask(inject('administratorConnectionString'), `drop database ${name} with (force)`));

/** The migrations of this version and one more. */
async function withOneMore(statements: string): Promise<string> {
  await cp(findMigrationsFolder(), newer, { recursive: true });
  const journalFile = join(newer, 'meta/_journal.json');
  const journal = JSON.parse(await readFile(journalFile, 'utf8')) as {
    entries: { idx: number; when: number; tag: string }[];
  };
  const last = journal.entries.at(-1)!;
  journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag: '9999_one-more' });
  await writeFile(journalFile, JSON.stringify(journal));
  await writeFile(join(newer, '9999_one-more.sql'), statements);
  return newer;
}

async function query(statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: address });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('migrate', () => {
  test('five servers that start at once: one migrates, the others find nothing to do', async () => {
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => migrate(address)));
    const counts = outcomes.map(({ appliedCount }) => appliedCount).toSorted();
    expect(counts.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(counts[4]).toBeGreaterThan(0);
    expect(await migrate(address)).toEqual({ appliedCount: 0 });
  });

  test('a database that a newer version has used is refused with a sentence, and left as it is', async () => {
    await migrate(address, await withOneMore('create table from_the_future (id integer);'));
    await expect(migrate(address)).rejects.toThrow(SchemaTooNewError);
    await expect(migrate(address)).rejects.toThrow(/a change that this version .* does not know.* newer version/);
    const client = new Client({ connectionString: address });
    await client.connect();
    expect(await inspectSchema(client)).toEqual({ missingCount: 0, unknownCount: 1 });
    await client.end();
    expect(await query('select * from from_the_future')).toEqual([]);
  });

  test('a migration that fails half way leaves nothing of itself, and can be done again', async () => {
    await migrate(address);
    const broken = await withOneMore('create table half (id integer);--> statement-breakpoint\nselect 1/0;');
    await expect(migrate(address, broken)).rejects.toThrow();
    expect(await query(`select to_regclass('half') as half`)).toEqual([{ half: null }]);
    expect(await migrate(address)).toEqual({ appliedCount: 0 });
    expect(await migrate(address, await withOneMore('create table half (id integer);'))).toEqual({ appliedCount: 1 });
  });

  test('every row of data has its owner, and every table row security with a policy', async () => {
    await migrate(address);
    const names = (rows: Record<string, unknown>[]) => rows.map((row) => row.table_name).toSorted();
    const owned = await query(
      `select table_name from information_schema.columns where table_schema = 'public' and column_name = 'owner_id' and is_nullable = 'NO'`,
    );
    const data = [
      'alert_deliveries',
      'alert_rules',
      'alert_webhooks',
      'alerts',
      'allocations',
      'asset_aliases',
      'asset_feeds',
      'asset_splits',
      'assets',
      'calculation_answers',
      'exchange_rates',
      'import_mappings',
      'jobs',
      'limit_utilisation',
      'portfolio_benchmark_assets',
      'portfolio_shares',
      'portfolio_targets',
      'portfolio_versions',
      'portfolios',
      'price_imports',
      'price_overrides',
      'prices',
      'quarantined_prices',
      'risk_free_rates',
      'transaction_import_rows',
      'transaction_imports',
      'transactions',
    ];
    expect(names(owned)).toEqual(data);
    const tables = await query(`select table_name from information_schema.tables where table_schema = 'public'`);
    const secured = await query(
      `select relname as table_name from pg_class where relrowsecurity and relkind = 'r'
        and exists (select from pg_policy where polrelid = pg_class.oid)`,
    );
    expect(names(secured)).toEqual(names(tables));
    expect(tables.length).toBeGreaterThan(20);
  });

  test('no row of one owner can point at a row of another', async () => {
    await migrate(address);
    const [one, other] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];
    const id = '00000000-0000-4000-8000-0000000000aa';
    await query(`insert into users (id, display_name) values ('${one}', 'one'), ('${other}', 'other')`);
    await query(`insert into assets (id, owner_id, source, symbol, name, asset_class, currency)
      values ('${id}', '${one}', 'imported', 'A', 'A', 'other', 'USD')`);
    await query(
      `insert into portfolios (id, owner_id, name, base_currency, allocation_kind) values ('${id}', '${other}', 'P', 'USD', 'weights')`,
    );
    const foreign = [
      `insert into prices (asset_id, owner_id, date, close) values ('${id}', '${other}', '2024-01-01', 1)`,
      `insert into asset_feeds (asset_id, owner_id, provider, provider_symbol) values ('${id}', '${other}', 'tiingo', 'A')`,
      `insert into asset_splits (asset_id, owner_id, date, ratio, provider) values ('${id}', '${other}', '2024-01-01', 2, 'tiingo')`,
      `insert into price_overrides (asset_id, owner_id, date, kind, reason) values ('${id}', '${other}', '2024-01-01', 'exclude', 'r')`,
      `insert into quarantined_prices (id, asset_id, owner_id, value, reason, provider, fetched_at)
        values ('${id}', '${id}', '${other}', '1', 'jump', 'tiingo', now())`,
      `insert into allocations (portfolio_id, asset_id, owner_id, position, weight) values ('${id}', '${id}', '${other}', 0, 1)`,
      `insert into portfolio_benchmark_assets (portfolio_id, asset_id, owner_id, position, weight) values ('${id}', '${id}', '${other}', 0, 1)`,
      `insert into portfolio_targets (portfolio_id, position, owner_id, asset_id, weight) values ('${id}', 0, '${other}', '${id}', 1)`,
      `insert into portfolio_versions (portfolio_id, version, owner_id, change, content) values ('${id}', 1, '${one}', 'created', '{}')`,
      `insert into transaction_imports (id, portfolio_id, owner_id, file_name, byte_count, file_sha256, file, reading, created_at, expires_at)
        values ('${id}', '${id}', '${one}', 'f', 1, 'x', '', '{}', now(), now())`,
      `insert into asset_aliases (owner_id, key, asset_id) values ('${other}', 'symbol:A', '${id}')`,
      `insert into alert_rules (id, portfolio_id, owner_id, name, measure, comparison, threshold, hysteresis, "window", confidence, is_limit, channels, enabled, created_at, updated_at)
        values ('${id}', '${id}', '${one}', 'R', 'value', 'above', 1, 0, '1y', 0.95, false, '{in-app}', true, now(), now())`,
      `update portfolios set benchmark_kind = 'portfolio', benchmark_portfolio_id = '${other}'`,
    ];
    for (const statement of foreign) await expect(query(statement)).rejects.toThrow(/foreign key/);
  });

  test.each(['0', '-1', `'NaN'`, `'Infinity'`])('a price of %s cannot be stored', async (close) => {
    await migrate(address);
    const id = '00000000-0000-4000-8000-00000000000a';
    await query(`insert into users (id, display_name) values ('${id}', 'one')`);
    await query(
      `insert into assets (id, owner_id, source, symbol, name, asset_class, currency) values ('${id}', '${id}', 'imported', 'A', 'A', 'other', 'USD')`,
    );
    await expect(
      query(`insert into prices (asset_id, owner_id, date, close) values ('${id}', '${id}', '2024-01-01', ${close})`),
    ).rejects.toThrow(/prices_close_positive/);
  });
});
