import { Button, Drawer } from '@mantine/core';
import { skipToken } from '@reduxjs/toolkit/query';
import type { JobWithInput } from '@riskoptimizer/contracts';
import { type ReactNode, useState } from 'react';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { download, fileNameOf } from '../../platform/csv.ts';
import { dateMedium, missing } from '../../platform/format.ts';
import { instant } from '../../platform/instants.ts';
import { api, client } from '../../platform/store.ts';
import { usePhone } from '../../platform/use-phone.ts';
import { JobProgress, JobStateWord } from './job-state.tsx';
import { durationMs, durationText, isUnderway, kindName, mayRetry } from './job-words.ts';
import classes from './jobs.module.css';
import { useJobActions } from './use-job-actions.ts';
import { useNow } from './use-jobs.ts';

interface JobDrawerProps {
  readonly jobId: string | undefined;
  readonly onClose: () => void;
}

export function JobDrawer({ jobId, onClose }: JobDrawerProps) {
  const { currentData: job, error, refetch } = api.useGetJobQuery(jobId === undefined ? skipToken : { jobId });
  const phone = usePhone();
  return (
    <Drawer
      opened={jobId !== undefined}
      onClose={onClose}
      position="right"
      size={phone ? '100%' : 620}
      title={job ? kindName(job.kind) : 'Job'}
      closeButtonProps={{ 'aria-label': 'Close', size: 44 }}
    >
      {job ? (
        <JobDetail key={job.id} job={job} />
      ) : error ? (
        <ErrorState error={error} title="The job could not be read" onRetry={() => void refetch()} />
      ) : (
        <LoadingState label="The job is being read" figures={0} charts={1} />
      )}
    </Drawer>
  );
}

/** Everything that is needed to compute it again and get the same. */
function JobDetail({ job }: { readonly job: JobWithInput }) {
  const nowMs = useNow(job.state === 'active');
  return (
    <>
      <dl className={classes.facts}>
        <Fact term="State">
          <JobStateWord job={job} />
        </Fact>
        {isUnderway(job) && (
          <Fact term="Progress">
            <JobProgress job={job} />
          </Fact>
        )}
        {job.error && <Fact term="Error">{job.error.detail}</Fact>}
        <Fact term="Asked for">{instant(job.createdAt)}</Fact>
        <Fact term="Started">{instant(job.startedAt)}</Fact>
        <Fact term="Finished">{instant(job.finishedAt)}</Fact>
        <Fact term="Took">{durationText(durationMs(job, nowMs))}</Fact>
        <Fact term="Attempts">{job.attempts}</Fact>
        <Fact term="Window of the data">
          {job.window ? `${dateMedium(job.window.from)} to ${dateMedium(job.window.to)}` : missing}
        </Fact>
        <Fact term="Engine version">{job.engineVersion ?? missing}</Fact>
        <Fact term="Seed">{job.seed ?? 'none: nothing is drawn at random'}</Fact>
        <Fact term="Hash of the inputs">{job.inputsHash ? <code>{job.inputsHash}</code> : missing}</Fact>
        <Fact term="Hash of the result">{job.resultHash ? <code>{job.resultHash}</code> : missing}</Fact>
        <Fact term="Identifier">
          <code>{job.id}</code>
        </Fact>
      </dl>
      <h3 className={classes.heading}>Asked with</h3>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <pre className={classes.input} tabIndex={0}>
        {JSON.stringify(job.input, null, 2)}
      </pre>
      <DetailActions job={job} />
    </>
  );
}

function DetailActions({ job }: { readonly job: JobWithInput }) {
  const { cancel, retry } = useJobActions();
  const [error, setError] = useState<unknown>();
  const save = async () => {
    setError(undefined);
    try {
      const answer = await client.getJobResult({ jobId: job.id });
      const text = JSON.stringify(answer, null, 2);
      download(`${fileNameOf(job.kind, job.id)}.json`, new Blob([text], { type: 'application/json' }));
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <>
      <span className={classes.actions}>
        {job.state === 'done' && <Button onClick={() => void save()}>Save the result</Button>}
        {isUnderway(job) && (
          <Button variant="default" onClick={() => cancel(job)}>
            Cancel the job
          </Button>
        )}
        {mayRetry(job) && <Button onClick={() => retry(job)}>Do it again</Button>}
      </span>
      {error !== undefined && <ErrorState error={error} title="The result could not be read" />}
    </>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}
