import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { showFailure } from '../../platform/failure-notice.ts';
import { percent } from '../../platform/format.ts';
import { useLiveTopic } from '../../platform/live.ts';
import { api, store } from '../../platform/store.ts';
import classes from './data.module.css';

const pollMs = 3_000;
const jobsChanged = () => void store.dispatch(api.util.invalidateTags(['Job']));
const pricesChanged = () =>
  void store.dispatch(api.util.invalidateTags(['Asset', 'Prices', 'DataQuality', 'Portfolio', 'Analysis']));

/** Fetches every followed asset as a job, which can be watched and stopped. */
export function RefreshAll() {
  useLiveTopic('jobs', jobsChanged);
  const { currentData } = api.useListJobsQuery({}, { refetchOnMountOrArgChange: true });
  const [create, { isLoading }] = api.useCreateJobMutation();
  const [cancel] = api.useCancelJobMutation();
  const job = currentData?.items.find(({ kind }) => kind === 'refresh-prices');
  const isUnderway = job?.state === 'queued' || job?.state === 'active';
  // Which refresh ended last: a quick one is over before it was ever seen under way.
  const ended = currentData === undefined || isUnderway ? undefined : `${job?.id} ${job?.finishedAt}`;
  const endedBefore = useRef<string>(undefined);
  useEffect(() => {
    if (ended === undefined) return;
    if (endedBefore.current !== undefined && endedBefore.current !== ended) pricesChanged();
    endedBefore.current = ended;
  }, [ended]);
  useEffect(() => {
    if (!isUnderway) return;
    const timer = setInterval(jobsChanged, pollMs);
    return () => clearInterval(timer);
  }, [isUnderway]);
  const attempt = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      showFailure(what, error);
    }
  };
  const start = () =>
    attempt('The refresh was not started', () => create({ kind: 'refresh-prices', input: {} }).unwrap());
  const stop = (jobId: string) => attempt('The refresh was not cancelled', () => cancel({ jobId }).unwrap());
  if (job === undefined || !isUnderway) {
    return (
      <div className={classes.tools}>
        <Button variant="default" loading={isLoading} onClick={() => void start()}>
          Refresh all
        </Button>
        {job && job.error !== null && <span className={classes.bad}>{job.error.detail}</span>}
      </div>
    );
  }
  return (
    <output className={classes.tools}>
      <span>
        Refreshing{job.progress === null ? '' : `, ${percent(job.progress, 0)}`}
        {job.progressText && `: ${job.progressText}`}
      </span>
      <Button variant="default" onClick={() => void stop(job.id)}>
        Cancel the refresh
      </Button>
    </output>
  );
}
