import {
  type Job,
  type PriceImport,
  type PriceImportCommit,
  type PriceImportResult,
  priceImportResult,
} from '@riskoptimizer/contracts';
import { useEffect, useState } from 'react';
import { showFailure } from '../../platform/failure-notice.ts';
import { api, client, store } from '../../platform/store.ts';

const pollMs = 400;

interface ImportJob {
  /** Under way; null before it is asked for, and when it is over. */
  readonly job: Job | null;
  /** Resolves with what was stored, or null when it was cancelled. Rejects with why nothing was stored. */
  run(commit: PriceImportCommit): Promise<PriceImportResult | null>;
  cancel(): void;
}

/** Stores a file as a job that tells how far it is, and can be cancelled. Whoever leaves the page finds it among the jobs. */
export function useImportJob({ id: importId }: PriceImport): ImportJob {
  const [create] = api.useCreateJobMutation();
  const [cancel] = api.useCancelJobMutation();
  const [job, setJob] = useState<Job | null>(null);
  const [left] = useState(() => new AbortController());
  useEffect(() => () => left.abort(), [left]);
  return {
    job,
    async run(commit) {
      const { id: jobId } = await create({ kind: 'price-import', input: { importId, ...commit } }).unwrap();
      try {
        const { state, error } = await ended(jobId, setJob, left.signal);
        if (state === 'cancelled') return null;
        if (state !== 'done') throw new Error(error?.detail ?? `The job is ${state}.`);
        return await resultOf(jobId);
      } finally {
        setJob(null);
      }
    },
    cancel() {
      if (job === null) return;
      cancel({ jobId: job.id })
        .unwrap()
        .catch((failure: unknown) => showFailure('The import was not cancelled', failure));
    },
  };
}

async function ended(jobId: string, tell: (job: Job) => void, signal: AbortSignal): Promise<Job> {
  for (;;) {
    const job = await client.getJob({ jobId }, { signal });
    if (job.state !== 'queued' && job.state !== 'active') return job;
    tell(job);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    signal.throwIfAborted();
  }
}

async function resultOf(jobId: string): Promise<PriceImportResult> {
  const { result } = await client.getJobResult({ jobId });
  store.dispatch(api.util.invalidateTags(['Asset', 'Prices', 'DataQuality', 'Portfolio', 'Analysis']));
  return priceImportResult.parse(result);
}
