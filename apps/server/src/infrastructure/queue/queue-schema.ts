/**
 * The tables of the queue (pg-boss), made by the owner of the database when it is migrated: the application's role may use
 * them and makes none. They hold ids only; what a job is about stands in our own table, behind row security.
 */
import type { Client } from 'pg';
import { PgBoss } from 'pg-boss';
import { applicationRole } from '../database/application-role.ts';

export const queueSchema = 'pgboss';
export const jobsQueue = 'jobs';
/** What pg-boss has given up on. */
export const deadJobsQueue = 'dead-jobs';

/** Written beside the tables: whoever finds another text there makes them anew. A test compares the version with package.json. */
export const queueSetup = 'pg-boss 12.38.0, queues 1';

/** The least that pg-boss takes. Workers that die are noticed within two seconds by their lock; this is for those that hang. */
const heartbeatSeconds = 10;

/** More than a job may be started, so that it is we who say when one is dead. */
const deliveriesMax = 50;

/** Under the lock of the migrations. @param owner of the database, already connected. */
export async function ensureQueueSchema(owner: Client, connectionString: string): Promise<void> {
  const { rows } = await owner.query<{ made: string | null }>(
    `select obj_description(to_regnamespace($1), 'pg_namespace') as made`,
    [queueSchema],
  );
  if (rows[0]?.made === queueSetup) return;
  await makeQueues(connectionString);
  await owner.query(`grant usage on schema ${queueSchema} to ${applicationRole}`);
  await owner.query(
    `grant select, insert, update, delete on all tables in schema ${queueSchema} to ${applicationRole}`,
  );
  await owner.query(`grant execute on all functions in schema ${queueSchema} to ${applicationRole}`);
  await owner.query(`comment on schema ${queueSchema} is '${queueSetup}'`);
}

async function makeQueues(connectionString: string): Promise<void> {
  const boss = new PgBoss({
    connectionString,
    schema: queueSchema,
    application_name: 'riskoptimizer-migrate',
    max: 1,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  // What fails is thrown by the call that failed.
  boss.on('error', () => undefined);
  await boss.start();
  try {
    await boss.createQueue(deadJobsQueue, { notify: true, retryLimit: deliveriesMax });
    await boss.createQueue(jobsQueue, {
      notify: true,
      deadLetter: deadJobsQueue,
      heartbeatSeconds,
      retryLimit: deliveriesMax,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 60,
      // Our own table remembers what was done.
      deleteAfterSeconds: 3600,
    });
  } finally {
    await boss.stop({ graceful: false });
  }
}
