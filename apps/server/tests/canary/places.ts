/** Where canaries are looked for: everything that is stored, as text. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Pool } from 'pg';

export interface Place {
  readonly place: string;
  readonly text: string;
}

/** Every row of every table, as a dump of the database writes it; bytes also as text, unpacked where they are packed. */
export async function tablesAsText(pool: Pool): Promise<Place[]> {
  const { rows } = await pool.query<{ name: string; schema: string }>(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1, 2`,
  );
  const places: Place[] = [];
  for (const { schema, name } of rows) {
    const content = await pool.query<Record<string, unknown>>(`select * from "${schema}"."${name}"`);
    const lines = content.rows.map((row) =>
      Object.entries(row)
        .map(([key, value]) => `${key}=${written(value)}`)
        .join('\t'),
    );
    places.push({ place: `table ${name}`, text: lines.join('\n') });
  }
  return places;
}

/** What PostgreSQL keeps besides: its statistics and what runs. */
export async function activityAsText(pool: Pool): Promise<Place> {
  const { rows } = await pool.query('select query, application_name from pg_stat_activity');
  return { place: 'pg_stat_activity', text: JSON.stringify(rows) };
}

/** Every file below a folder byte for byte, but for those folders. */
export async function filesAsText(folder: string, except: readonly string[]): Promise<Place[]> {
  const places: Place[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name));
    if (!entry.isFile() || except.some((one) => path.startsWith(`${one}/`))) continue;
    places.push({ place: `file ${path}`, text: await readFile(join(folder, path), 'latin1') });
  }
  return places;
}

function written(value: unknown): string {
  if (value instanceof Uint8Array) {
    const bytes = Buffer.from(value);
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return `\\x${bytes.toString('hex')} ${(isPacked ? gunzipSync(bytes) : bytes).toString('latin1')}`;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
