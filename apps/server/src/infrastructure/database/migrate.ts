/**
 * Brings a database to the schema of this version: SQL migrations written by drizzle-kit, in one transaction, under a lock.
 *
 * Any number of servers may start at once: one migrates, the others wait and find nothing to do. A database that a newer
 * version has migrated is refused, because this version would misread it.
 */

import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import { Client, type ClientBase, type Pool } from 'pg';
import { ensureQueueSchema } from '../queue/queue-schema.ts';
import { ensureApplicationRole } from './application-role.ts';
import { findMigrationsFolder } from './migrations-folder.ts';

/** Any fixed number will do, as long as every version uses the same one. */
const migrationLock = 7_215_305_091;

export interface MigrationOutcome {
  /** Migrations that were applied now. */
  readonly appliedCount: number;
}

/** The database was changed by a version that this one does not know. */
export class SchemaTooNewError extends Error {
  override readonly name = 'SchemaTooNewError';
}

/**
 * Applies the migrations that are missing.
 *
 * @param connectionString `postgresql://…`; the role must be allowed to create tables.
 * @throws SchemaTooNewError when the database has migrations that this version does not know.
 */
export async function migrate(
  connectionString: string,
  migrationsFolder: string = findMigrationsFolder(),
): Promise<MigrationOutcome> {
  const client = new Client({ connectionString, application_name: 'riskoptimizer-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    const before = await inspectSchema(client, migrationsFolder);
    if (before.unknownCount > 0) throw new SchemaTooNewError(tooNew(before.unknownCount));
    await ensureApplicationRole(client);
    if (before.missingCount > 0) await applyMigrations(drizzle(client), { migrationsFolder });
    await ensureQueueSchema(client, connectionString);
    return { appliedCount: before.missingCount };
  } finally {
    // Closing the session gives the lock back, also after a failure.
    await client.end();
  }
}

export interface SchemaState {
  /** Migrations of this version that the database does not have. */
  readonly missingCount: number;
  /** Migrations of the database that this version does not have. */
  readonly unknownCount: number;
}

/** Compares the migrations of a database with those of this version. */
export async function inspectSchema(
  client: ClientBase | Pool,
  migrationsFolder: string = findMigrationsFolder(),
): Promise<SchemaState> {
  const known = readMigrationFiles({ migrationsFolder }).map((migration) => migration.hash);
  const exists = await client.query<{ found: boolean }>(
    `select to_regclass('drizzle.__drizzle_migrations') is not null as found`,
  );
  if (exists.rows[0]?.found !== true) return { missingCount: known.length, unknownCount: 0 };
  const applied = await client.query<{ hash: string }>('select hash from drizzle.__drizzle_migrations');
  const appliedHashes = new Set(applied.rows.map((row) => row.hash));
  const knownHashes = new Set(known);
  return {
    missingCount: known.filter((hash) => !appliedHashes.has(hash)).length,
    unknownCount: [...appliedHashes].filter((hash) => !knownHashes.has(hash)).length,
  };
}

function tooNew(count: number): string {
  const changes = count === 1 ? 'a change' : `${count} changes`;
  return (
    `The database has ${changes} that this version of RiskOptimizer does not know: a newer version has used it. ` +
    'Start that newer version, or choose another database with DATABASE_URL or another data folder with RISKOPTIMIZER_DATA.'
  );
}
