/** pg-boss behind the port of the queue: entries are added in the transaction of whoever asks, and workers are woken by NOTIFY. */
import { sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { fromDrizzle, PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Logger } from '../../core/logging.ts';
import type { Delivery } from '../../domain/jobs/job-worker.ts';
import type { JobQueue } from '../../domain/jobs/ports.ts';
import { applicationRole } from '../database/application-role.ts';
import { deadJobsQueue, jobsQueue, queueSchema } from './queue-schema.ts';

export interface BossQueue extends JobQueue {
  /** Starts taking entries: as many at a time as there are slots. */
  work(slots: number, handlers: QueueHandlers): Promise<void>;
  /** Takes no more entries; what was taken goes on. */
  pause(): Promise<void>;
  close(): Promise<void>;
}

export interface QueueHandlers {
  /** What it rejects with makes the queue try the entry again later. */
  readonly deliver: (delivery: Delivery) => Promise<unknown>;
  readonly giveUp: (delivery: Delivery) => Promise<void>;
}

export interface BossQueueOptions {
  readonly connectionString: string;
  /** Its transactions are those that entries are added in. */
  readonly orm: NodePgDatabase;
  readonly log: Logger;
  /** Whether this process takes entries, too. */
  readonly isWorker: boolean;
}

/** Priorities of one class lie together; within it the smaller turn comes first. Far from the ends of an integer. */
const classOf = { low: -500_000_000, normal: 0, high: 500_000_000 } as const;
/** How long pg-boss may take to note what its handlers returned. */
const closeLimitMs = 3_000;
/** Hung workers are noticed by their heartbeat; those that died are noticed sooner, by us. */
const superviseSeconds = 5;

const entryData = z.object({ jobId: z.uuid() });

export async function openBossQueue({ connectionString, orm, log, isWorker }: BossQueueOptions): Promise<BossQueue> {
  const boss = new PgBoss({
    connectionString,
    schema: queueSchema,
    application_name: 'riskoptimizer-queue',
    options: `-c role=${applicationRole}`,
    max: 3,
    // The owner made the tables; the application only uses them.
    migrate: false,
    createSchema: false,
    schedule: false,
    reindex: false,
    monitorVacuum: false,
    registerInstance: false,
    persistQueueStats: false,
    persistWarnings: false,
    supervise: isWorker,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    useListenNotify: isWorker,
  });
  let isFailing = false;
  boss.on('error', (error) => {
    if (!isFailing) log.warn({ err: error }, 'The queue cannot be reached for now.');
    isFailing = true;
    setTimeout(() => {
      isFailing = false;
    }, 10_000).unref();
  });
  boss.on('warning', ({ message }) => log.debug({ message }, 'The queue warns.'));
  await boss.start();
  const db = fromDrizzle(orm, sql);

  return {
    async add({ queueId, jobId, ownerId, priority, turn, expireSeconds, delaySeconds = 0 }) {
      await boss.send(
        jobsQueue,
        { jobId },
        {
          id: queueId,
          db,
          priority: classOf[priority] - turn,
          group: { id: ownerId },
          expireInSeconds: expireSeconds,
          ...(delaySeconds > 0 ? { startAfter: delaySeconds } : {}),
        },
      );
    },

    async remove(queueId) {
      await boss.cancel(jobsQueue, queueId, { db });
    },

    async work(slots, { deliver, giveUp }) {
      const options = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 1 };
      // Where there was one there may be more: asked for at once rather than in a second.
      const wake = () => {
        for (const { id, name } of boss.getWipData()) if (name === jobsQueue) boss.notifyWorker(id);
      };
      await boss.work(
        jobsQueue,
        {
          ...options,
          localConcurrency: slots,
          // The last slot is for somebody else: long jobs of one person do not hold up everybody.
          ...(slots > 1 ? { localGroupConcurrency: slots - 1 } : {}),
        },
        async ([entry]) => {
          if (entry === undefined) return;
          try {
            await deliver({ jobId: entryData.parse(entry.data).jobId, queueId: entry.id });
          } finally {
            wake();
          }
        },
      );
      await boss.work(deadJobsQueue, { ...options, includeMetadata: true }, async ([entry]) => {
        if (entry === undefined) return;
        await giveUp({ jobId: entryData.parse(entry.data).jobId, queueId: entry.sourceId ?? entry.id });
      });
    },

    async pause() {
      await Promise.all([boss.offWork(jobsQueue, { wait: false }), boss.offWork(deadJobsQueue, { wait: false })]);
    },

    async close() {
      await boss.stop({ graceful: isWorker, timeout: closeLimitMs });
    },
  };
}
