/** The pool of PostgreSQL connections and Drizzle over it, with every wait limited. */
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { type Pool, types } from 'pg';
import type { Logger } from '../../core/logging.ts';
import { ActorPool } from './actor-pool.ts';
import { applicationRole } from './application-role.ts';
import { joinTransactions } from './transactions.ts';

const poolSize = 10;
/** How long a request waits for a free connection, or for PostgreSQL to accept a new one. */
const connectionTimeoutMs = 5_000;
/** PostgreSQL gives up on a statement after this; the client gives up a little later, for a network that went silent. */
const statementTimeoutMs = 30_000;
const clientQueryTimeoutMs = statementTimeoutMs + 5_000;
const idleConnectionMs = 60_000;
/** An open transaction that nobody goes on with would hold its locks for ever. */
const idleTransactionMs = 30_000;
const lockTimeoutMs = 10_000;

export interface DatabaseConnection {
  readonly pool: Pool;
  /** Inside of a transaction of `createTransactions` it is that transaction. */
  readonly orm: NodePgDatabase;
  close(): Promise<void>;
}

export interface DatabaseConnectionOptions {
  readonly log: Logger;
  /** Seen in pg_stat_activity. */
  readonly applicationName?: string;
}

/** Opens the pool. No connection is made before the first query, so PostgreSQL may be away for now. */
export function openDatabase(connectionString: string, options: DatabaseConnectionOptions): DatabaseConnection {
  const pool = new ActorPool({
    connectionString,
    // Whoever signs in to the database, the application works as this role.
    options: `-c role=${applicationRole}`,
    application_name: options.applicationName ?? 'riskoptimizer-api',
    max: poolSize,
    connectionTimeoutMillis: connectionTimeoutMs,
    idleTimeoutMillis: idleConnectionMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: clientQueryTimeoutMs,
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: idleTransactionMs,
    keepAlive: true,
    types: { getTypeParser: typeParser },
  });
  // An idle connection that breaks (PostgreSQL restarts) is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) =>
    options.log.warn({ err: error }, 'An idle database connection broke; it will be replaced.'),
  );
  // The pool listens only while a connection is idle. One that breaks inside of a transaction fails the statement that is
  // under way, and says so a second time as an event that would end the process.
  pool.on('connect', (client) =>
    client.on('error', (error) => options.log.debug({ err: error }, 'A connection broke.')),
  );
  return { pool, orm: joinTransactions(drizzle(pool)), close: () => pool.end() };
}

/** PostgreSQL's number for the type `date`. */
const dateOid: number = types.builtins.DATE;

/** A calendar date has no time zone: as a JavaScript Date it would move by a day west of Greenwich. */
const typeParser = ((oid: number, format?: 'text') =>
  oid === dateOid ? (text: string) => text : types.getTypeParser(oid, format)) as typeof types.getTypeParser;
