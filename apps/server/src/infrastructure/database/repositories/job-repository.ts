/** Jobs as their owners see them; row security shows them their own only. */
import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { JobRecord, JobRepository } from '../../../domain/jobs/ports.ts';
import { jobs } from '../schema/index.ts';

/** Everything but the result, which may be megabytes. */
export const jobColumns = {
  id: jobs.id,
  ownerId: jobs.ownerId,
  sessionId: jobs.sessionId,
  apiKeyId: jobs.apiKeyId,
  kind: jobs.kind,
  input: jobs.input,
  state: jobs.state,
  priority: jobs.priority,
  turn: jobs.turn,
  queueId: jobs.queueId,
  attempts: jobs.attempts,
  failures: jobs.failures,
  interruptions: jobs.interruptions,
  progress: jobs.progress,
  progressText: jobs.progressText,
  inputsHash: jobs.inputsHash,
  engineVersion: jobs.engineVersion,
  seed: jobs.seed,
  windowFrom: jobs.windowFrom,
  windowTo: jobs.windowTo,
  resultHash: jobs.resultHash,
  errorCode: sql<JobRecord['errorCode']>`${jobs.errorCode}`,
  errorDetail: jobs.errorDetail,
  createdAt: jobs.createdAt,
  startedAt: jobs.startedAt,
  finishedAt: jobs.finishedAt,
};

/** Turns of different owners interleave: one who asks for a thousand jobs does not hold up the one who asks for one. */
const nextTurn = (ownerId: string) => sql<number>`access.next_job_turn(${ownerId}::uuid)`;

export function createJobRepository(orm: NodePgDatabase): JobRepository {
  return {
    async insert(job) {
      const [row] = await orm
        .insert(jobs)
        .values({ ...job, state: 'queued', turn: nextTurn(job.ownerId) })
        .returning(jobColumns);
      return row!;
    },

    async find(jobId) {
      const [row] = await orm.select(jobColumns).from(jobs).where(eq(jobs.id, jobId));
      return row ?? null;
    },

    list: (ownerId, { state, before, limit }) =>
      orm
        .select(jobColumns)
        .from(jobs)
        .where(
          and(
            eq(jobs.ownerId, ownerId),
            state === undefined ? undefined : eq(jobs.state, state),
            before === null ? undefined : lt(jobs.id, before),
          ),
        )
        .orderBy(desc(jobs.id))
        .limit(limit),

    async result(jobId) {
      const [row] = await orm.select({ result: jobs.result }).from(jobs).where(eq(jobs.id, jobId));
      return row?.result ?? null;
    },

    async countUnderway(ownerId) {
      return orm.$count(jobs, and(eq(jobs.ownerId, ownerId), inArray(jobs.state, ['queued', 'active'])));
    },

    async cancel(jobId, now) {
      const [row] = await orm
        .update(jobs)
        .set({ state: 'cancelled', finishedAt: now })
        .where(and(eq(jobs.id, jobId), inArray(jobs.state, ['queued', 'active'])))
        .returning(jobColumns);
      return row ?? null;
    },

    async revive(jobId, queueId) {
      const [row] = await orm
        .update(jobs)
        .set({
          state: 'queued',
          queueId,
          turn: sql`access.next_job_turn(${jobs.ownerId})`,
          failures: 0,
          interruptions: 0,
          progress: null,
          progressText: null,
          errorCode: null,
          errorDetail: null,
          startedAt: null,
          finishedAt: null,
        })
        .where(and(eq(jobs.id, jobId), inArray(jobs.state, ['failed', 'cancelled', 'dead'])))
        .returning(jobColumns);
      return row ?? null;
    },
  };
}
