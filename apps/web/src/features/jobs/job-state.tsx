import { Progress } from '@mantine/core';
import type { Job } from '@riskoptimizer/contracts';
import { percent } from '../../platform/format.ts';
import classes from './jobs.module.css';

const tones: Partial<Record<Job['state'], string | undefined>> = {
  done: classes.good,
  failed: classes.bad,
  dead: classes.bad,
};

export function JobStateWord({ job }: { readonly job: Job }) {
  const again = job.attempts > 1 ? `, attempt ${job.attempts}` : '';
  return (
    <span className={tones[job.state]}>
      {job.state}
      {again}
    </span>
  );
}

/** How far it is; a dash of a job that says nothing of it. */
export function JobProgress({ job }: { readonly job: Job }) {
  const { progress, progressText, kind } = job;
  if (progress === null) return progressText ?? (job.state === 'active' ? 'running' : '');
  return (
    <span className={classes.progress} title={progressText ?? undefined}>
      <Progress className={classes.track} value={progress * 100} aria-label={`Progress of ${kind}`} />
      {percent(progress, 0)}
    </span>
  );
}
