/** One attempt at a job, from its entry in the queue to what is stored of it. */
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { Logger } from '../../core/logging.ts';
import { asServer, runInContext, type SignedInActor } from '../../core/request-context.ts';
import { requirePermission } from '../access/route-access.ts';
import type { Transactions } from '../transactions/ports.ts';
import type { JobKind, JobKinds, JobRunOutcome } from './job-kind.ts';
import { expireSlackSeconds, readInput } from './job-service.ts';
import type { JobFailure, JobOwners, JobProgressRepository, JobQueue, JobRecord, RequeueReason } from './ports.ts';
import { ProgressWriter } from './progress-writer.ts';

/** Why an attempt was stopped from outside. */
export class JobStopped extends Error {
  override readonly name = 'JobStopped';
  readonly why: 'lost' | 'drain';

  /** @param why `lost`: cancelled, or somebody else has it; `drain`: the worker stops and others go on. */
  constructor(why: 'lost' | 'drain') {
    super(why === 'lost' ? 'The job is no longer this attempt’s.' : 'The worker stops.');
    this.why = why;
  }
}

export interface JobRunParts {
  readonly jobs: JobProgressRepository;
  readonly owners: JobOwners;
  readonly queue: JobQueue;
  readonly kinds: JobKinds;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly createId: () => string;
  readonly log: Logger;
  /** Whether an error says that the database cannot be reached. */
  readonly isUnavailable: (error: unknown) => boolean;
}

/** What an attempt ended with; `unchanged`: nothing was written, as the job is not this attempt's any more. */
export type AttemptEnd = 'done' | 'failed' | 'dead' | 'retried' | 'requeued' | 'unchanged';

/** How often its worker may die before a job is thought to be the reason. */
const interruptionsMax = 20;
const retryFirstSeconds = 1;
const retryLastSeconds = 60;
/** A result is not given up because the database is away for a while. */
const storePauseMs = 500;
const storeAttemptsMax = 600;

const transient = new Set<string>(['not-ready', 'calculation-timeout', 'rate-limited', 'internal-error']);

/** Runs what was claimed. Never rejects for what the job did; rejects when the database stays away. */
export async function runJob(job: JobRecord, stop: AbortController, parts: JobRunParts): Promise<AttemptEnd> {
  const kind = parts.kinds.find(job.kind);
  if (kind === undefined) return end(job, 'failed', unknownKind(job), parts);
  if (job.interruptions > interruptionsMax) return end(job, 'dead', deadly(job), parts);
  const timer = setTimeout(() => stop.abort(tooLong(kind)), kind.timeoutSeconds * 1000);
  const writer = new ProgressWriter(async (fraction, text) => {
    // Apart from a transaction of the job: inside of it nobody would see how far it is, and whoever cancels would wait for its end.
    const write = () => asServer(() => parts.jobs.progress(job.id, job.attempts, fraction, text));
    const isOurs = await parts.transactions.apart(write);
    if (!isOurs) stop.abort(new JobStopped('lost'));
  });
  try {
    const actor = await actorOf(job, parts.owners);
    const outcome = await inContextOf(job, actor, async () => {
      const input = readInput(kind, JSON.parse(job.input));
      for (const permission of ['calculation:run', ...kind.permissions] as const) requirePermission(actor, permission);
      await kind.authorize(actor, input);
      stop.signal.throwIfAborted();
      const progress = (fraction: number | null, text?: string) => writer.note(fraction, text ?? null);
      return kind.run({ actor, jobId: job.id, signal: stop.signal, progress }, input);
    });
    stop.signal.throwIfAborted();
    return await store(job, actor, outcome, parts);
  } catch (error) {
    return await afterError(job, kind, stop.signal.aborted ? stop.signal.reason : error, parts);
  } finally {
    clearTimeout(timer);
    writer.close();
  }
}

/** The effects of the job and its state: in one transaction, by the attempt that has the job, or not at all. */
async function store(
  job: JobRecord,
  actor: SignedInActor,
  outcome: JobRunOutcome,
  parts: JobRunParts,
): Promise<AttemptEnd> {
  const { jobs, transactions, clock } = parts;
  const isStored = await untilStored(parts, () =>
    inContextOf(job, actor, () =>
      transactions
        .run(async () => {
          // First, as it locks the row: whoever cancels now waits, and then finds it done.
          if (!(await jobs.done(job.id, job.attempts, outcome, clock.now()))) throw new JobStopped('lost');
          await outcome.commit?.();
          return true;
        })
        .catch((error: unknown) => {
          if (error instanceof JobStopped) return false;
          throw error;
        }),
    ),
  );
  return isStored ? 'done' : 'unchanged';
}

async function afterError(job: JobRecord, kind: JobKind, error: unknown, parts: JobRunParts): Promise<AttemptEnd> {
  const { log } = parts;
  if (error instanceof JobStopped) return error.why === 'lost' ? 'unchanged' : requeue(job, kind, 'drained', parts);
  const isRefusal = error instanceof ProblemError && !transient.has(error.code);
  const isTimeUp = error instanceof TimeUp;
  if (isRefusal || isTimeUp) return end(job, 'failed', failureOf(error), parts);
  if (parts.isUnavailable(error)) return requeue(job, kind, 'interrupted', parts, retryFirstSeconds);
  log.warn({ err: error, jobId: job.id, kind: job.kind, attempt: job.attempts }, 'A job failed.');
  const failures = job.failures + 1;
  if (failures <= kind.retries) return requeue(job, kind, failureOf(error, job), parts, backoffSeconds(failures));
  return end(job, 'dead', dead(failures, failureOf(error, job)), parts);
}

async function end(
  job: JobRecord,
  state: 'failed' | 'dead',
  failure: JobFailure,
  parts: JobRunParts,
): Promise<AttemptEnd> {
  const isStored = await untilStored(parts, () =>
    asServer(() => parts.jobs.ended(job.id, job.attempts, state, failure, parts.clock.now())),
  );
  return isStored ? state : 'unchanged';
}

/** Back into the queue, in its old turn. The new entry and the row are written together. */
export async function requeue(
  job: JobRecord,
  kind: Pick<JobKind, 'timeoutSeconds'>,
  why: RequeueReason,
  parts: JobRunParts,
  delaySeconds = 0,
): Promise<AttemptEnd> {
  const { jobs, queue, transactions, createId } = parts;
  const queueId = createId();
  const isStored = await untilStored(parts, () =>
    asServer(() =>
      transactions.run(async () => {
        if (!(await jobs.requeue(job.id, job.attempts, queueId, why))) return false;
        const { id: jobId, ownerId, priority, turn } = job;
        const expireSeconds = kind.timeoutSeconds + expireSlackSeconds;
        await queue.add({ queueId, jobId, ownerId, priority, turn, expireSeconds, delaySeconds });
        return true;
      }),
    ),
  );
  if (!isStored) return 'unchanged';
  return typeof why === 'string' ? 'requeued' : 'retried';
}

function inContextOf<Result>(job: JobRecord, actor: SignedInActor, work: () => Promise<Result>): Promise<Result> {
  return runInContext({ requestId: job.id, address: null, actor }, work);
}

/** With the role they have now: what was allowed when the job was asked for may be allowed no longer. */
async function actorOf(job: JobRecord, owners: JobOwners): Promise<SignedInActor> {
  const owner = await asServer(() => owners.find(job.ownerId));
  if (owner === null)
    throw new ProblemError('permission-denied', 'The account that asked for this job cannot sign in any more.');
  const { ownerId: userId, sessionId, apiKeyId } = job;
  if (apiKeyId !== null) {
    // Its scopes were asked for when the job was made; the role is asked for again.
    const scopes = ['portfolio:read', 'portfolio:change', 'asset:read', 'asset:change', 'calculation:run'] as const;
    return { kind: 'api-key', userId, role: owner.role, apiKeyId, scopes };
  }
  return {
    kind: 'user',
    userId,
    role: owner.role,
    isDemo: owner.isDemo,
    sessionId: sessionId ?? job.id,
    client: 'app',
    assurance: 'full',
    tokenId: job.id,
    confirmedUntil: null,
  };
}

/** The time limit of the kind, as against that of one calculation, which may have waited for a free thread. */
class TimeUp extends ProblemError {
  override readonly name = 'TimeUp';
}

function tooLong({ timeoutSeconds }: JobKind): TimeUp {
  const detail = `The job did not end within ${timeoutSeconds} s and was stopped. Use fewer assets or a shorter window.`;
  return new TimeUp('calculation-timeout', detail);
}

function unknownKind({ kind }: JobRecord): JobFailure {
  const detail = `This version of the server has no jobs of the kind "${kind}". Cancel it, or make it on the version that had them.`;
  return { code: 'request-invalid', detail };
}

function failureOf(error: unknown, job?: JobRecord): JobFailure {
  if (error instanceof ProblemError) return { code: error.code, detail: error.detail };
  const name = error instanceof Error ? error.name : 'Error';
  const detail = `Something went wrong on our side (${name}). The log of the server has it under the job ${job?.id ?? ''}.`;
  return { code: 'internal-error', detail };
}

function dead(failures: number, { code, detail }: JobFailure): JobFailure {
  return { code, detail: `It was tried ${failures} times and failed each time; the last time: ${detail}` };
}

function deadly({ interruptions }: JobRecord): JobFailure {
  const detail = `Its worker died or hung ${interruptions} times while it ran, so it is not started again. Use fewer assets or a shorter window.`;
  return { code: 'internal-error', detail };
}

function backoffSeconds(failures: number): number {
  return Math.min(retryFirstSeconds * 2 ** (failures - 1), retryLastSeconds);
}

/** As long as the database is away the attempt keeps what it has; whoever takes the job over meanwhile wins. */
async function untilStored<Result>({ log, isUnavailable }: JobRunParts, work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isUnavailable(error) || attempt >= storeAttemptsMax) throw error;
      if (attempt === 1) log.warn({ err: error }, 'What came of a job cannot be stored yet.');
      await new Promise((resolve) => setTimeout(resolve, storePauseMs));
    }
  }
}
