/** Kinds of jobs that only tests have: they wait, fail, and count what they did. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { AnyJobKind, JobKind } from '../../src/domain/jobs/job-kind.ts';

const input = z.strictObject({
  milliseconds: z.int().min(0).default(0),
  /** Attempts that fail before one does not. */
  fails: z.int().min(0).default(0),
  /** Whom it belongs to, for the order in which jobs are begun. */
  label: z.string().default(''),
});
type WaitInput = z.infer<typeof input>;

export interface TestKindParts {
  /** Called at the begin of each attempt. */
  readonly onBegin?: (label: string, jobId: string) => Promise<void> | void;
  /** In the transaction that marks the job as done. */
  readonly commit?: (jobId: string) => Promise<void>;
  readonly onAbort?: (jobId: string) => void;
}

/** Waits, tells its progress, and may fail. */
export function waitKind({ onBegin, commit, onAbort }: TestKindParts = {}): AnyJobKind {
  const attempts = new Map<string, number>();
  return {
    name: 'wait',
    input,
    permissions: [],
    timeoutSeconds: 60,
    retries: 2,
    authorize: async () => {},
    async run({ jobId, signal, progress }, { milliseconds, fails, label }) {
      await onBegin?.(label, jobId);
      const attempt = (attempts.get(jobId) ?? 0) + 1;
      attempts.set(jobId, attempt);
      signal.addEventListener('abort', () => onAbort?.(jobId), { once: true });
      const steps = Math.max(1, Math.round(milliseconds / 20));
      for (let step = 0; step < steps; step += 1) {
        progress(step / steps, `Step ${step + 1} of ${steps}`);
        await sleep(milliseconds / steps, undefined, { signal });
      }
      if (attempt <= fails) throw new RangeError('the poison is at work');
      const outcome = {
        json: JSON.stringify({ label }),
        inputsHash: null,
        engineVersion: null,
        seed: '7',
        window: null,
      };
      return commit === undefined ? outcome : { ...outcome, commit: () => commit(jobId) };
    },
  } satisfies JobKind<WaitInput>;
}
