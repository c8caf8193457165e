/** Jobs as workers write them. What an attempt writes is written only as long as it is the last one and the job is active. */
import { createHash } from 'node:crypto';
import { and, eq, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { JobProgressRepository } from '../../../domain/jobs/ports.ts';
import { calculationAnswers, jobs } from '../schema/index.ts';
import { jobColumns } from './job-repository.ts';

/** A number of our own, so that the locks of workers are nobody else's. */
export const workerLockClass = 0x726a6f62;

export function createJobProgressRepository(orm: NodePgDatabase): JobProgressRepository {
  const isOf = (jobId: string, attempt: number): SQL =>
    and(eq(jobs.id, jobId), eq(jobs.attempts, attempt), eq(jobs.state, 'active'))!;

  async function write(where: SQL, change: PgUpdateSetSource<typeof jobs>): Promise<boolean> {
    const written = await orm.update(jobs).set(change).where(where).returning({ id: jobs.id });
    return written.length > 0;
  }

  return {
    async claim(jobId, queueId, worker, now) {
      const [row] = await orm
        .update(jobs)
        .set({
          state: 'active',
          attempts: sql`${jobs.attempts} + 1`,
          // The queue hands out an active job again when its worker hung.
          interruptions: sql`${jobs.interruptions} + case when ${jobs.state} = 'active' then 1 else 0 end`,
          progress: null,
          progressText: null,
          worker: worker.name,
          workerLock: worker.lock,
          startedAt: sql`coalesce(${jobs.startedAt}, ${now.toISOString()}::timestamptz)`,
        })
        .where(and(eq(jobs.id, jobId), eq(jobs.queueId, queueId), inArray(jobs.state, ['queued', 'active'])))
        .returning(jobColumns);
      return row ?? null;
    },

    progress: (jobId, attempt, fraction, text) =>
      write(isOf(jobId, attempt), { progress: fraction, progressText: text }),

    done: (jobId, attempt, { json, inputsHash, engineVersion, seed, window }, now) =>
      write(isOf(jobId, attempt), {
        state: 'done',
        result: json,
        resultHash: createHash('sha256').update(json).digest('hex'),
        inputsHash,
        engineVersion,
        seed,
        windowFrom: window?.from ?? null,
        windowTo: window?.to ?? null,
        progress: 1,
        errorCode: null,
        errorDetail: null,
        finishedAt: now,
      }),

    ended: (jobId, attempt, state, { code, detail }, now) =>
      write(isOf(jobId, attempt), { state, errorCode: code, errorDetail: detail, finishedAt: now }),

    requeue: (jobId, attempt, queueId, why) =>
      write(isOf(jobId, attempt), {
        state: 'queued',
        queueId,
        progress: null,
        progressText: null,
        ...(why === 'interrupted' ? { interruptions: sql`${jobs.interruptions} + 1` } : {}),
        ...(typeof why === 'string'
          ? {}
          : { failures: sql`${jobs.failures} + 1`, errorCode: why.code, errorDetail: why.detail }),
      }),

    async lost(attempts) {
      if (attempts.length === 0) return [];
      const kept = await orm
        .select({ id: jobs.id, attempts: jobs.attempts })
        .from(jobs)
        .where(
          and(
            eq(jobs.state, 'active'),
            inArray(
              jobs.id,
              attempts.map(({ jobId }) => jobId),
            ),
          ),
        );
      const ours = new Set(kept.map(({ id, attempts: attempt }) => `${id} ${attempt}`));
      return attempts.filter(({ jobId, attempt }) => !ours.has(`${jobId} ${attempt}`)).map(({ jobId }) => jobId);
    },

    abandoned: () =>
      orm
        .select(jobColumns)
        .from(jobs)
        .where(
          and(
            eq(jobs.state, 'active'),
            sql`not exists (select from pg_locks
              where locktype = 'advisory' and classid = ${workerLockClass}::bigint::oid
                and objid = ${jobs.workerLock}::bigint::oid and objsubid = 2
                and database = (select oid from pg_database where datname = current_database()))`,
          ),
        )
        .limit(1000),

    giveUp: (jobId, queueId, { code, detail }, now) =>
      write(and(eq(jobs.id, jobId), eq(jobs.queueId, queueId), inArray(jobs.state, ['queued', 'active']))!, {
        state: 'dead',
        errorCode: code,
        errorDetail: detail,
        finishedAt: now,
      }),

    async forgetBefore(moment) {
      await orm.delete(calculationAnswers).where(lt(calculationAnswers.createdAt, moment));
      const forgotten = await orm.delete(jobs).where(lt(jobs.finishedAt, moment)).returning({ id: jobs.id });
      return forgotten.length;
    },
  };
}
