/**
 * One process at a time uses a data folder. The lock is a PostgreSQL advisory lock on a connection that is kept open: the
 * kernel closes that connection when its process dies, however it dies, so the lock can neither be lost nor stay behind.
 * Who holds it, and since when, stands in pg_stat_activity.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { StartError } from '../../../core/start-error.ts';
import { isAlive } from './process-table.ts';

/** Any fixed number that nothing else locks in the database `postgres`. */
const lockKey = 5_282_001;
const holderName = 'riskoptimizer pid ';
/** How long PostgreSQL may take to notice that the holder was killed. */
const noticeLimitMs = 3_000;
const connectLimitMs = 10_000;

export interface DataFolderLock {
  /** For what the superuser has to do. */
  readonly connection: Client;
  /** Called once when the connection ends unexpectedly, or has ended already: the server died, and the lock with it. */
  onBroken(listener: () => void): void;
  /** From now on the end of the connection is no news: the server is about to stop. */
  expectEnd(): void;
  /** Gives the folder back to whoever wants it next. */
  release(): Promise<void>;
}

/**
 * @throws StartError naming the process that holds it; the error of `pg` when the server cannot be reached for now.
 */
export async function lockDataFolder(
  administratorConnectionString: string,
  dataFolder: string,
): Promise<DataFolderLock> {
  const client = new Client({
    connectionString: administratorConnectionString,
    application_name: `${holderName}${process.pid}`,
    connectionTimeoutMillis: connectLimitMs,
  });
  let state: 'held' | 'broken' | 'expected' = 'held';
  let listener = (): void => {};
  client.on('error', () => undefined);
  client.on('end', () => {
    if (state !== 'held') return;
    state = 'broken';
    listener();
  });
  try {
    await client.connect();
    await takeLock(client, dataFolder);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  return {
    connection: client,
    onBroken(called) {
      listener = called;
      if (state === 'broken') called();
    },
    expectEnd: () => {
      state = 'expected';
    },
    async release() {
      state = 'expected';
      await client.end().catch(() => undefined);
    },
  };
}

async function takeLock(client: Client, dataFolder: string): Promise<void> {
  const began = performance.now();
  for (;;) {
    const tried = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [lockKey]);
    if (tried.rows[0]?.taken === true) return;
    const holder = await findHolder(client);
    const waited = performance.now() - began;
    // Our own is the connection that broke just now, whose backend has not noticed yet.
    const mayBeGoing = holder === null || !isAlive(holder.pid) || holder.pid === process.pid;
    if (waited > noticeLimitMs || !mayBeGoing) throw new StartError(inUse(dataFolder, holder));
    await sleep(25);
  }
}

interface Holder {
  readonly pid: number;
  readonly since: Date;
}

async function findHolder(client: Client): Promise<Holder | null> {
  const { rows } = await client.query<{ application_name: string; backend_start: Date }>(
    `select activity.application_name, activity.backend_start
     from pg_locks as held join pg_stat_activity as activity on activity.pid = held.pid
     where held.locktype = 'advisory' and held.objid = $1 and held.granted`,
    [lockKey],
  );
  const row = rows[0];
  return row === undefined
    ? null
    : { pid: Number(row.application_name.slice(holderName.length)), since: row.backend_start };
}

function inUse(dataFolder: string, holder: Holder | null): string {
  const who = holder === null ? 'another process' : `process ${holder.pid}, since ${localTime(holder.since)}`;
  return (
    `The data folder ${dataFolder} is in use by another RiskOptimizer (${who}). ` +
    'Stop that one, or start this one on its own folder and port: RISKOPTIMIZER_DATA=/another/folder PORT=8081 npm start.'
  );
}

/** 2026-11-22 15:04:05 in the time zone of this machine. */
function localTime(time: Date): string {
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19).replace('T', ' ');
}
