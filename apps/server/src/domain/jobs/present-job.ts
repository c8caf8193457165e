import type { Job, JobWithInput } from '@riskoptimizer/contracts';
import type { JobRecord } from './ports.ts';

export function presentJob(job: JobRecord): Job {
  const { id, kind, state, priority, progress, progressText, attempts, inputsHash, engineVersion, seed, resultHash } =
    job;
  return {
    id,
    kind,
    state,
    priority,
    progress,
    progressText,
    attempts,
    error: job.errorCode === null ? null : { code: job.errorCode, detail: job.errorDetail ?? '' },
    inputsHash,
    engineVersion,
    seed,
    window: job.windowFrom === null || job.windowTo === null ? null : { from: job.windowFrom, to: job.windowTo },
    resultHash,
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
  };
}

export function presentJobWithInput(job: JobRecord): JobWithInput {
  return { ...presentJob(job), input: JSON.parse(job.input) as Record<string, unknown> };
}
