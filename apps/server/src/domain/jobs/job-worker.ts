/** What a worker does besides running jobs: stops those it has lost, takes over from workers that died, and drains. */
import { asServer } from '../../core/request-context.ts';
import { type AttemptEnd, type JobRunParts, JobStopped, requeue, runJob } from './job-run.ts';
import type { JobRecord, WorkerIdentity } from './ports.ts';

/** What the queue holds of a job. */
export interface Delivery {
  readonly jobId: string;
  readonly queueId: string;
}

interface Running {
  readonly job: JobRecord;
  readonly stop: AbortController;
  readonly ended: Promise<unknown>;
}

/** A cancelled job stops within a second, also when nobody heard the announcement. */
const lookEveryMs = 700;
/** One whose worker is gone is taken over when it was missing at two looks: a connection may break and be made anew. */
const patienceMs = 1_500;
const forgetEveryMs = 3_600_000;
const keptDays = 30;

export class JobWorker {
  readonly #parts: JobRunParts;
  readonly #identity: WorkerIdentity;
  readonly #running = new Map<string, Running>();
  readonly #missingSince = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;
  #forgottenAtMs = performance.now() - forgetEveryMs + 60_000;
  #isClosed = false;

  constructor(identity: WorkerIdentity, parts: JobRunParts) {
    this.#identity = identity;
    this.#parts = parts;
  }

  start(): void {
    this.#schedule();
  }

  /** Runs what the entry of the queue stands for, if it still stands for something. */
  async deliver({ jobId, queueId }: Delivery): Promise<AttemptEnd> {
    if (this.#isClosed) throw new JobStopped('drain');
    const { jobs, clock } = this.#parts;
    const job = await asServer(() => jobs.claim(jobId, queueId, this.#identity, clock.now()));
    if (job === null) return 'unchanged';
    const stop = new AbortController();
    const running = runJob(job, stop, this.#parts);
    this.#running.set(jobId, { job, stop, ended: running.catch(() => undefined) });
    if (this.#isClosed) stop.abort(new JobStopped('drain'));
    try {
      return await running;
    } finally {
      if (this.#running.get(jobId)?.job === job) this.#running.delete(jobId);
    }
  }

  /** What the queue has given up on, as it could never be delivered whole. */
  async giveUp({ jobId, queueId }: Delivery): Promise<void> {
    const detail = 'The queue could not have it run, however often it tried. See the log of the workers.';
    const { jobs, clock } = this.#parts;
    await asServer(() => jobs.giveUp(jobId, queueId, { code: 'internal-error', detail }, clock.now()));
  }

  /** The job was announced to be in that state now. */
  hear(jobId: string, state: string): void {
    const running = this.#running.get(jobId);
    if (running !== undefined && state === 'cancelled') running.stop.abort(new JobStopped('lost'));
  }

  /** Lets running jobs end for a while; then they go back into the queue. Nothing may be delivered any more. */
  async drain(limitMs: number): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const all = () => Promise.all([...this.#running.values()].map(({ ended }) => ended));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, limitMs);
    });
    await Promise.race([all(), late]);
    clearTimeout(timer);
    for (const { stop } of this.#running.values()) stop.abort(new JobStopped('drain'));
    await all();
  }

  #schedule(): void {
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.#look(), lookEveryMs).unref();
  }

  async #look(): Promise<void> {
    try {
      await asServer(async () => {
        await this.#stopLost();
        await this.#takeOver();
        await this.#forget();
      });
    } catch (error) {
      // The database is away for a moment, and its own connections say so.
      this.#parts.log.debug({ err: error }, 'A worker could not look after its jobs.');
    } finally {
      this.#schedule();
    }
  }

  async #stopLost(): Promise<void> {
    const attempts = [...this.#running.values()].map(({ job }) => ({ jobId: job.id, attempt: job.attempts }));
    for (const jobId of await this.#parts.jobs.lost(attempts)) {
      this.#running.get(jobId)?.stop.abort(new JobStopped('lost'));
    }
  }

  async #takeOver(): Promise<void> {
    const { jobs, kinds, queue, log } = this.#parts;
    const abandoned = (await jobs.abandoned()).filter(({ id }) => !this.#running.has(id));
    const now = performance.now();
    const keys = new Set(abandoned.map(keyOf));
    for (const key of this.#missingSince.keys()) if (!keys.has(key)) this.#missingSince.delete(key);
    for (const job of abandoned) {
      const since = this.#missingSince.get(keyOf(job)) ?? now;
      this.#missingSince.set(keyOf(job), since);
      if (now - since < patienceMs) continue;
      const kind = kinds.find(job.kind) ?? { timeoutSeconds: 60 };
      if ((await requeue(job, kind, 'interrupted', this.#parts)) === 'unchanged') continue;
      await queue.remove(job.queueId);
      log.info({ jobId: job.id, attempt: job.attempts }, 'The worker of a job is gone; the job is queued again.');
    }
  }

  async #forget(): Promise<void> {
    if (performance.now() - this.#forgottenAtMs < forgetEveryMs) return;
    this.#forgottenAtMs = performance.now();
    const { jobs, clock } = this.#parts;
    await jobs.forgetBefore(new Date(clock.now().getTime() - keptDays * 86_400_000));
  }
}

function keyOf({ id, attempts }: JobRecord): string {
  return `${id} ${attempts}`;
}
