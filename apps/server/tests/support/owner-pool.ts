/** Connections of the owner of the tables, who sees every row. */
import { Pool } from 'pg';

/**
 * `pool.end` answers before PostgreSQL has heard of it, so a database that is dropped next tells these connections that
 * they end: without a listener that ends the whole process of the tests.
 */
export function openOwnerPool(connectionString: string, max = 2): Pool {
  const pool = new Pool({ connectionString, max });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
