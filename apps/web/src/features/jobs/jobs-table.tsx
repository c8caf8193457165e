import type { Job } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { missing } from '../../platform/format.ts';
import { instantToSecond } from '../../platform/instants.ts';
import { JobProgress, JobStateWord } from './job-state.tsx';
import { durationMs, durationText, isUnderway, kindName, mayRetry } from './job-words.ts';
import classes from './jobs.module.css';
import { type JobActions, useJobActions } from './use-job-actions.ts';
import { useNow } from './use-jobs.ts';

interface JobsTableProps {
  readonly jobs: readonly Job[];
  readonly onOpen: (jobId: string) => void;
}

/** The newest first. The kind opens the job. */
export function JobsTable({ jobs, onOpen }: JobsTableProps) {
  const actions = useJobActions();
  const nowMs = useNow(jobs.some(({ state }) => state === 'active'));
  const columns = useMemo(() => jobColumns(nowMs, onOpen, actions), [nowMs, onOpen, actions]);
  return <DataTable caption="Jobs" columns={columns} rows={jobs} rowKey={({ id }) => id} />;
}

function jobColumns(nowMs: number, onOpen: (jobId: string) => void, actions: JobActions): Column<Job>[] {
  return [
    {
      key: 'kind',
      header: 'Job',
      value: ({ kind }) => kind,
      render: ({ id, kind, createdAt }) => (
        <TextButton label={`Open ${kindName(kind)} of ${instantToSecond(createdAt)}`} onClick={() => onOpen(id)}>
          {kindName(kind)}
        </TextButton>
      ),
    },
    { key: 'state', header: 'State', value: ({ state }) => state, render: (job) => <JobStateWord job={job} /> },
    {
      key: 'progress',
      header: 'Progress',
      value: ({ progress }) => progress,
      render: (job) => <JobProgress job={job} />,
    },
    {
      key: 'created',
      header: 'Asked for (UTC)',
      numeric: true,
      value: ({ createdAt }) => createdAt,
      render: ({ createdAt }) => instantToSecond(createdAt),
    },
    {
      key: 'started',
      header: 'Started (UTC)',
      numeric: true,
      value: ({ startedAt }) => startedAt,
      render: ({ startedAt }) => (startedAt === null ? missing : instantToSecond(startedAt)),
    },
    {
      key: 'duration',
      header: 'Took',
      numeric: true,
      value: (job) => durationMs(job, nowMs),
      render: (job) => durationText(durationMs(job, nowMs)),
    },
    {
      key: 'error',
      header: 'Error',
      value: ({ error }) => error?.detail ?? null,
      render: ({ error }) =>
        error && (
          <span className={classes.error} title={error.detail}>
            {error.detail}
          </span>
        ),
    },
    { key: 'actions', header: 'Actions', value: () => null, render: (job) => <Actions job={job} {...actions} /> },
  ];
}

function Actions({ job, cancel, retry }: JobActions & { readonly job: Job }) {
  const what = kindName(job.kind);
  return (
    <span className={classes.actions}>
      {isUnderway(job) && (
        <TextButton label={`Cancel ${what}`} onClick={() => cancel(job)}>
          Cancel
        </TextButton>
      )}
      {mayRetry(job) && (
        <TextButton label={`Retry ${what}`} onClick={() => retry(job)}>
          Retry
        </TextButton>
      )}
    </span>
  );
}
