/** Jobs as people see them: asked for, listed, watched, stopped, done again. */
import type { CreateJobRequest, Job, JobList, JobListQuery, JobWithInput } from '@riskoptimizer/contracts';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import { jobNotFound, type ObjectAccess } from '../access/object-access.ts';
import { requirePermission } from '../access/route-access.ts';
import { withMembers } from '../calculation/json-members.ts';
import { pageCursor } from '../portfolios/page-cursor.ts';
import { problemOfIssues } from '../requests/schema-problem.ts';
import type { Transactions } from '../transactions/ports.ts';
import { jobEvent } from './job-events.ts';
import type { JobKind, JobKinds } from './job-kind.ts';
import type { JobQueue, JobRecord, JobRepository, QueueEntry } from './ports.ts';
import { presentJob, presentJobWithInput } from './present-job.ts';

export interface JobService {
  /** Stored and queued in the transaction of the request. @throws ProblemError for a kind, an input or an object that will not do. */
  create(actor: SignedInActor, request: CreateJobRequest): Promise<JobWithInput>;
  list(actor: SignedInActor, query: JobListQuery): Promise<JobList>;
  get(actor: SignedInActor, jobId: string): Promise<JobWithInput>;
  /** JSON: the job, and its result byte for byte as it was stored. */
  result(actor: SignedInActor, jobId: string): Promise<string>;
  /** Whoever runs it hears of it at once. */
  cancel(actor: SignedInActor, jobId: string): Promise<Job>;
  /** From the beginning, with what the data are now. */
  retry(actor: SignedInActor, jobId: string): Promise<Job>;
}

export interface JobServiceParts {
  readonly jobs: JobRepository;
  readonly queue: JobQueue;
  readonly kinds: JobKinds;
  readonly access: ObjectAccess;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly createId: () => string;
}

/** Waiting and running ones of one owner. */
const underwayMax = 5_000;

/** What the queue waits for before it takes a job for lost, besides the time limit of its kind. */
export const expireSlackSeconds = 60;

const cursorOf = pageCursor(z.strictObject({ before: z.uuid(), state: z.string().nullable() }));

export function createJobService(parts: JobServiceParts): JobService {
  const { jobs, queue, kinds, access, transactions, clock, createId } = parts;

  async function owned(actor: SignedInActor, jobId: string): Promise<JobRecord> {
    await access.job(actor, jobId);
    const job = await jobs.find(jobId);
    if (job === null) throw jobNotFound(jobId);
    return job;
  }

  const enqueue = (job: JobRecord, kind: JobKind) => queue.add(entryOf(job, kind));

  return {
    async create(actor, request) {
      const kind = requireKind(kinds, request.kind);
      const input = readInput(kind, request.input);
      for (const permission of kind.permissions) requirePermission(actor, permission);
      await kind.authorize(actor, input);
      return transactions.run(async () => {
        if ((await jobs.countUnderway(actor.userId)) >= underwayMax) throw tooMany();
        const job = await jobs.insert({
          id: createId(),
          ownerId: actor.userId,
          sessionId: actor.kind === 'user' ? actor.sessionId : null,
          apiKeyId: actor.kind === 'api-key' ? actor.apiKeyId : null,
          kind: kind.name,
          input: JSON.stringify(input),
          priority: request.priority,
          queueId: createId(),
          createdAt: clock.now(),
        });
        await enqueue(job, kind);
        transactions.record(jobEvent('job.created', job));
        return presentJobWithInput(job);
      });
    },

    async list(actor, { state, limit, cursor }) {
      const place = cursorOf.read(cursor, (read) => read.state === (state ?? null));
      const found = await jobs.list(actor.userId, { state, before: place?.before ?? null, limit: limit + 1 });
      const items = found.slice(0, limit);
      const last = found.length > limit ? items.at(-1) : undefined;
      return {
        items: items.map(presentJob),
        nextCursor: last === undefined ? null : cursorOf.write({ before: last.id, state: state ?? null }),
      };
    },

    get: async (actor, jobId) => presentJobWithInput(await owned(actor, jobId)),

    async result(actor, jobId) {
      const job = await owned(actor, jobId);
      // What the numbers were made of is asked for as when they were: a key that may not read portfolios reads none here.
      for (const permission of kinds.find(job.kind)?.permissions ?? []) requirePermission(actor, permission);
      const result = await jobs.result(jobId);
      if (result === null) throw withoutResult(job);
      return withMembers('{}', { job: JSON.stringify(presentJob(job)), result });
    },

    async cancel(actor, jobId) {
      await access.job(actor, jobId);
      return transactions.run(async () => {
        const job = await jobs.cancel(jobId, clock.now());
        if (job === null) throw notUnderway(await owned(actor, jobId));
        await queue.remove(job.queueId);
        transactions.record(jobEvent('job.cancelled', job));
        return presentJob(job);
      });
    },

    async retry(actor, jobId) {
      const before = await owned(actor, jobId);
      if (!['failed', 'dead', 'cancelled'].includes(before.state)) throw notEnded(before);
      const kind = requireKind(kinds, before.kind);
      for (const permission of kind.permissions) requirePermission(actor, permission);
      await kind.authorize(actor, readInput(kind, JSON.parse(before.input)));
      return transactions.run(async () => {
        const job = await jobs.revive(jobId, createId());
        if (job === null) throw notEnded(before);
        await enqueue(job, kind);
        transactions.record(jobEvent('job.retried', job));
        return presentJob(job);
      });
    },
  };
}

/** What the queue is told of a job. */
export function entryOf({ id, queueId, ownerId, priority, turn }: JobRecord, kind: JobKind): QueueEntry {
  return { queueId, jobId: id, ownerId, priority, turn, expireSeconds: kind.timeoutSeconds + expireSlackSeconds };
}

function requireKind(kinds: JobKinds, name: string): JobKind {
  const kind = kinds.find(name);
  if (kind !== undefined) return kind;
  const message = `expected one of ${kinds.names.join(', ')}`;
  throw new ProblemError('request-invalid', `There is no kind of job "${name}": ${message}.`, {
    errors: [{ field: '/kind', message, value: name.slice(0, 60) }],
  });
}

/** @throws ProblemError `request-invalid` that names the field. */
export function readInput(kind: JobKind, input: unknown): unknown {
  const read = kind.input.safeParse(input);
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ message, path }) => ({ message, path: ['input', ...path] }));
  throw problemOfIssues(issues, 'body');
}

function tooMany(): ProblemError {
  return new ProblemError(
    'state-conflict',
    `${underwayMax} of your jobs wait or run already. Wait until some are done, or cancel some.`,
  );
}

function withoutResult({ id, state, errorDetail }: JobRecord): ProblemError {
  const remedy = {
    queued: 'Ask again when its state is done.',
    active: 'Ask again when its state is done.',
    done: 'Its result was not kept; retry it.',
    failed: 'Mend what it says and make a new job.',
    cancelled: `POST /api/v1/jobs/${id}/retry does it again.`,
    dead: `POST /api/v1/jobs/${id}/retry does it again.`,
  }[state];
  const why = errorDetail === null ? '' : ` It says: ${errorDetail}`;
  return new ProblemError('state-conflict', `The job is ${state} and has no result.${why} ${remedy}`);
}

function notUnderway({ state }: JobRecord): ProblemError {
  return new ProblemError('state-conflict', `The job is ${state} already; there is nothing left to cancel.`);
}

function notEnded({ state }: JobRecord): ProblemError {
  const detail =
    state === 'done'
      ? 'The job is done. Make a new one to compute it with what the data are now.'
      : `The job is ${state}. Only one that failed, is dead or was cancelled can be retried; cancel it first.`;
  return new ProblemError('state-conflict', detail);
}
