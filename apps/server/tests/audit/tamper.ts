/** Somebody who owns the database: switches the triggers off, changes what he likes, and switches them on again. */
import type { Pool, PoolClient } from 'pg';

export async function tamper(
  owner: Pool,
  statements: readonly string[],
  more: (client: PoolClient) => Promise<void> = async () => {},
): Promise<void> {
  const client = await owner.connect();
  try {
    for (const table of ['audit_entries', 'audit_head'])
      await client.query(`alter table ${table} disable trigger user`);
    for (const statement of statements) await client.query(statement);
    await more(client);
    for (const table of ['audit_entries', 'audit_head']) await client.query(`alter table ${table} enable trigger user`);
  } finally {
    client.release();
  }
}
