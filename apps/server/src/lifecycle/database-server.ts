/** The PostgreSQL that the server works on: the one of DATABASE_URL, or the embedded one. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Config } from '../core/config.ts';
import type { Logger } from '../core/logging.ts';
import { StartError } from '../core/start-error.ts';
import { startEmbeddedPostgres } from '../infrastructure/database/embedded-postgres/embedded-postgres.ts';

/** The oldest PostgreSQL that the migrations are tested on. */
const majorMin = 15;
/** A database that comes up together with us (containers) may be a little later. */
const arrivalLimitMs = 30_000;
const arrivalPollMs = 500;
const connectLimitMs = 5_000;

export interface DatabaseServer {
  readonly connectionString: string;
  /** Of the owner of the tables, who migrates them. */
  readonly ownerConnectionString: string;
  /** For people: "PostgreSQL 18.4", or where an own one is. */
  readonly description: string;
  stop(): Promise<void>;
}

export interface DatabaseServerOptions {
  readonly log: Logger;
  readonly say: (line: string) => void;
  /** The embedded server died for good. */
  readonly onLost: (error: Error) => void;
}

/** @throws StartError with what to do. */
export async function openDatabaseServer(config: Config, options: DatabaseServerOptions): Promise<DatabaseServer> {
  if (config.databaseUrl !== null)
    return reachOwnServer(config.databaseUrl, config.databaseOwnerUrl ?? config.databaseUrl, options.say);
  const embedded = await startEmbeddedPostgres({
    dataFolder: config.dataFolder,
    runtimeFolder: config.runtimeFolder,
    log: options.log,
    onFirstStart: () => options.say(`Making the database in ${config.dataFolder}. This happens once.`),
    onLost: options.onLost,
  });
  if (embedded.adopted) options.log.info('Took over the PostgreSQL that an earlier run left behind.');
  return {
    connectionString: embedded.connectionString,
    ownerConnectionString: embedded.ownerConnectionString,
    description: `PostgreSQL ${embedded.version}`,
    stop: () => embedded.stop(),
  };
}

async function reachOwnServer(
  connectionString: string,
  ownerConnectionString: string,
  say: (line: string) => void,
): Promise<DatabaseServer> {
  const place = placeOf(connectionString);
  const began = performance.now();
  for (let tries = 0; ; tries += 1) {
    try {
      const version = await askVersion(connectionString);
      if (Number.parseInt(version, 10) < majorMin) {
        throw new StartError(
          `The database at ${place} is PostgreSQL ${version}; RiskOptimizer needs ${majorMin} or later. ` +
            'Upgrade it, or unset DATABASE_URL to use the built-in one.',
        );
      }
      const description = `PostgreSQL ${version} at ${place}`;
      return { connectionString, ownerConnectionString, description, stop: async () => {} };
    } catch (error) {
      if (!mayArrive(error) || performance.now() - began > arrivalLimitMs) throw unreachable(error, place);
      if (tries === 0) say(`Waiting for the database at ${place}.`);
      await sleep(arrivalPollMs);
    }
  }
}

async function askVersion(connectionString: string): Promise<string> {
  const client = new Client({ connectionString, connectionTimeoutMillis: connectLimitMs });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version ?? '';
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Not there yet, rather than there and unwilling: refused, unknown host name, starting up. */
function mayArrive(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ECONNRESET', '57P03'].includes(code);
}

function unreachable(error: unknown, place: string): unknown {
  if (error instanceof StartError) return error;
  const reason = error instanceof Error && error.message !== '' ? error.message : String(error);
  return new StartError(
    `The database of DATABASE_URL (${place}) cannot be used: ${reason}. ` +
      'Check the address, the user, the password and the name of the database, or unset DATABASE_URL to use the built-in one.',
    { cause: error },
  );
}

/** Host and database, without the user and the password. */
function placeOf(connectionString: string): string {
  const address = new URL(connectionString);
  const host = address.searchParams.get('host') ?? (address.host === '' ? 'localhost' : address.host);
  return `${decodeURIComponent(host)}${address.pathname}`;
}
