import type { Job } from '@riskoptimizer/contracts';
import { showFailure } from '../../platform/failure-notice.ts';
import { api } from '../../platform/store.ts';
import { kindName } from './job-words.ts';

export interface JobActions {
  readonly cancel: (job: Job) => void;
  readonly retry: (job: Job) => void;
}

export function useJobActions(): JobActions {
  const [cancelJob] = api.useCancelJobMutation();
  const [retryJob] = api.useRetryJobMutation();
  const attempt = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      showFailure(what, error);
    }
  };
  return {
    cancel: ({ id, kind }) =>
      void attempt(`“${kindName(kind)}” was not cancelled`, () => cancelJob({ jobId: id }).unwrap()),
    retry: ({ id, kind }) =>
      void attempt(`“${kindName(kind)}” was not started again`, () => retryJob({ jobId: id }).unwrap()),
  };
}
