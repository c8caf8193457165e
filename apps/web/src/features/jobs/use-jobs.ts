import type { JobList, JobListQuery } from '@riskoptimizer/contracts';
import { useEffect, useState } from 'react';
import { now } from '../../platform/instants.ts';
import { useLiveTopic } from '../../platform/live.ts';
import { api, store } from '../../platform/store.ts';
import { isUnderway } from './job-words.ts';

/** The stream tells of changes at once; while something runs the jobs are also asked for, for whom the stream does not reach. */
const pollMs = 3_000;

const jobsChanged = () => void store.dispatch(api.util.invalidateTags(['Job']));

export interface JobsAnswer {
  readonly list: JobList | undefined;
  readonly error: unknown;
  readonly retry: () => void;
}

export function useJobs(query: Partial<JobListQuery>): JobsAnswer {
  useLiveTopic('jobs', jobsChanged);
  // Jobs that were started elsewhere while the page was not open are not known here.
  const { currentData, error, refetch } = api.useListJobsQuery(query, { refetchOnMountOrArgChange: true });
  const isBusy = currentData?.items.some(isUnderway) ?? false;
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(jobsChanged, pollMs);
    return () => clearInterval(timer);
  }, [isBusy]);
  return { list: currentData, error, retry: () => void refetch() };
}

/** The time, every second while it is asked for. */
export function useNow(isRunning: boolean): number {
  const [time, setTime] = useState(now);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setTime(now()), 1000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return time;
}
