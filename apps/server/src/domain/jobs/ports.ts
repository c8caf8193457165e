/** What jobs need from outside: their rows, and the queue that hands them to workers. */
import type { JobPriority, JobState, ProblemCode, Role } from '@riskoptimizer/contracts';

export interface JobRecord {
  readonly id: string;
  readonly ownerId: string;
  readonly sessionId: string | null;
  readonly apiKeyId: string | null;
  readonly kind: string;
  /** JSON. */
  readonly input: string;
  readonly state: JobState;
  readonly priority: JobPriority;
  readonly turn: number;
  readonly queueId: string;
  readonly attempts: number;
  readonly failures: number;
  readonly interruptions: number;
  readonly progress: number | null;
  readonly progressText: string | null;
  readonly inputsHash: string | null;
  readonly engineVersion: string | null;
  readonly seed: string | null;
  readonly windowFrom: string | null;
  readonly windowTo: string | null;
  readonly resultHash: string | null;
  readonly errorCode: ProblemCode | null;
  readonly errorDetail: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export type NewJob = Pick<
  JobRecord,
  'id' | 'ownerId' | 'sessionId' | 'apiKeyId' | 'kind' | 'input' | 'priority' | 'queueId' | 'createdAt'
>;

/** What a recomputation is compared with, and by what it can be found again. */
export interface JobOutcome {
  /** JSON; the same bytes whenever it is computed of the same inputs. */
  readonly json: string;
  readonly inputsHash: string | null;
  readonly engineVersion: string | null;
  readonly seed: string | null;
  readonly window: { readonly from: string; readonly to: string } | null;
}

/** A failure counts and is shown; an interruption counts apart; a worker that stops in order counts nothing. */
export type RequeueReason = JobFailure | 'interrupted' | 'drained';

export interface JobFailure {
  readonly code: ProblemCode;
  readonly detail: string;
}

/** Asked for by a person: row security shows a person their own jobs only. */
export interface JobRepository {
  /** With the next turn of its owner. */
  insert(job: NewJob): Promise<JobRecord>;
  find(jobId: string): Promise<JobRecord | null>;
  /** The newest first. */
  list(
    ownerId: string,
    page: { readonly state: JobState | undefined; readonly before: string | null; readonly limit: number },
  ): Promise<JobRecord[]>;
  /** JSON; null as long as there is none. */
  result(jobId: string): Promise<string | null>;
  countUnderway(ownerId: string): Promise<number>;
  /** Null when it was neither queued nor active. */
  cancel(jobId: string, now: Date): Promise<JobRecord | null>;
  /** From the beginning, as if it was new; null when it did not end badly. */
  revive(jobId: string, queueId: string): Promise<JobRecord | null>;
}

export interface WorkerIdentity {
  /** For people. */
  readonly name: string;
  /** Of the advisory lock that is held as long as it lives. */
  readonly lock: number;
}

/**
 * Asked for by workers, in the scope of the system. Whatever an attempt writes, it writes only as long as the job is active
 * and nobody has started it later: so a job is done once in effect, however often it was started.
 */
export interface JobProgressRepository {
  /** Null when this entry of the queue has nothing to start any more. */
  claim(jobId: string, queueId: string, worker: WorkerIdentity, now: Date): Promise<JobRecord | null>;
  /** False when the attempt has lost the job. */
  progress(jobId: string, attempt: number, fraction: number | null, text: string | null): Promise<boolean>;
  done(jobId: string, attempt: number, outcome: JobOutcome, now: Date): Promise<boolean>;
  ended(jobId: string, attempt: number, state: 'failed' | 'dead', failure: JobFailure, now: Date): Promise<boolean>;
  /** Back into the queue under a new entry. */
  requeue(jobId: string, attempt: number, queueId: string, why: RequeueReason): Promise<boolean>;
  /** Which of these attempts have lost their job. */
  lost(attempts: readonly { readonly jobId: string; readonly attempt: number }[]): Promise<string[]>;
  /** Active ones whose worker holds its lock no longer. */
  abandoned(): Promise<JobRecord[]>;
  /** What the queue itself has given up on. */
  giveUp(jobId: string, queueId: string, failure: JobFailure, now: Date): Promise<boolean>;
  /** Finished jobs and remembered numbers that are older; how many jobs there were. */
  forgetBefore(moment: Date): Promise<number>;
}

export interface QueueEntry {
  readonly queueId: string;
  readonly jobId: string;
  readonly ownerId: string;
  readonly priority: JobPriority;
  readonly turn: number;
  /** After that many seconds the queue takes it for lost. */
  readonly expireSeconds: number;
  readonly delaySeconds?: number;
}

/** Within the running transaction, if there is one. */
export interface JobQueue {
  add(entry: QueueEntry): Promise<void>;
  /** An entry that has nothing to start any more. */
  remove(queueId: string): Promise<void>;
}

/** Whom a job works for, as they are now. */
export interface JobOwners {
  /** Null when they may not sign in any more. */
  find(userId: string): Promise<{ readonly role: Role; readonly isDemo: boolean } | null>;
}
