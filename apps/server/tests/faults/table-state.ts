/** The content of every table, so that a state can be told from another. */
import type { Pool } from 'pg';

export interface TableState {
  /** SHA-256 over all rows of a table, by its name. */
  readonly hashes: Readonly<Record<string, string>>;
  readonly counts: Readonly<Record<string, number>>;
}

/** What changes by being looked at or by the passing of time: when something was last used. */
const passing: Readonly<Record<string, readonly string[]>> = {
  sessions: ['last_used_at', 'idle_expires_at', 'address'],
  api_keys: ['last_used_at'],
};

export async function readTables(owner: Pool): Promise<TableState> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`,
  );
  const hashes: Record<string, string> = {};
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const content = (passing[name] ?? []).reduce((row, column) => `${row} - '${column}'`, 'to_jsonb(each)');
    const { rows } = await owner.query<{ count: number; hash: string }>(
      `select count(*)::int as count,
        encode(sha256(convert_to(coalesce(string_agg(row, E'\\n' order by row), ''), 'UTF8')), 'hex') as hash
       from (select (${content})::text as row from ${name} as each) as content`,
    );
    hashes[name] = rows[0]!.hash;
    counts[name] = rows[0]!.count;
  }
  return { hashes, counts };
}

/** Names of the tables whose content differs, with how many rows came or went. */
export function changesBetween(before: TableState, after: TableState): Record<string, number> {
  return Object.fromEntries(
    Object.keys(after.hashes)
      .filter((name) => before.hashes[name] !== after.hashes[name])
      .map((name) => [name, after.counts[name]! - (before.counts[name] ?? 0)]),
  );
}
