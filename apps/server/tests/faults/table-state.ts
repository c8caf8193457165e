/** The content of every table, so that a state can be told from another. */
import type { Pool } from 'pg';

export interface TableState {
  /** The sum of 64-bit hashes of all rows of a table, by its name: quick for a trail that grows with every write of a test. */
  readonly hashes: Readonly<Record<string, string>>;
  readonly counts: Readonly<Record<string, number>>;
}

/** What changes by being looked at or by the passing of time: when something was last used. */
const passing: Readonly<Record<string, readonly string[]>> = {
  sessions: ['last_used_at', 'idle_expires_at', 'address'],
  api_keys: ['last_used_at'],
};

export async function readTables(owner: Pool): Promise<TableState> {
  const { rows } = await owner.query<{ name: string; count: number; hash: string }>(await statementFor(owner));
  return {
    hashes: Object.fromEntries(rows.map(({ name, hash }) => [name, hash])),
    counts: Object.fromEntries(rows.map(({ name, count }) => [name, count])),
  };
}

/** One statement for all tables of a database, which has the same ones as long as a test runs. */
const statements = new WeakMap<Pool, Promise<string>>();

function statementFor(owner: Pool): Promise<string> {
  const known = statements.get(owner) ?? buildStatement(owner);
  statements.set(owner, known);
  return known;
}

async function buildStatement(owner: Pool): Promise<string> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`,
  );
  return tables.map(({ name }) => stateOf(name)).join(' union all ');
}

function stateOf(table: string): string {
  const columns = passing[table];
  const row =
    columns === undefined
      ? 'hash_record_extended(each, 0)'
      : `jsonb_hash_extended(to_jsonb(each) - array['${columns.join("', '")}'], 0)`;
  return `select '${table}' as name, count(*)::int as count, coalesce(sum(${row}::numeric), 0)::text as hash from ${table} as each`;
}

/** Names of the tables whose content differs, with how many rows came or went. */
export function changesBetween(before: TableState, after: TableState): Record<string, number> {
  return Object.fromEntries(
    Object.keys(after.hashes)
      .filter((name) => before.hashes[name] !== after.hashes[name])
      .map((name) => [name, after.counts[name]! - (before.counts[name] ?? 0)]),
  );
}
