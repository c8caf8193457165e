import { Button, NativeSelect } from '@mantine/core';
import { type ReactNode, useCallback } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { showFailure } from '../../platform/failure-notice.ts';
import { api } from '../../platform/store.ts';
import { useMay } from '../../platform/use-account.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { usePortfolioChoice } from '../../platform/use-portfolio-choice.ts';
import { JobDrawer } from './job-drawer.tsx';
import { jobStates, jobsVerdict } from './job-words.ts';
import classes from './jobs.module.css';
import { JobsTable } from './jobs-table.tsx';
import { useJobs } from './use-jobs.ts';

/** Long work of one's own: what waits, runs, is done, and why something failed. */
export function JobsPage() {
  const mayRun = useMay('calculation:run');
  return (
    <>
      <PageHeader title="Jobs" />
      {mayRun ? (
        <Jobs />
      ) : (
        <EmptyState title="Your role does not compute in the background">
          Jobs are for those who may run calculations. The figures of the pages do not need them.
        </EmptyState>
      )}
    </>
  );
}

function Jobs() {
  const { search, change } = useParameters();
  const state = jobStates.find((name) => name === search.get('state'));
  const cursor = search.get('cursor') ?? undefined;
  const { list: data, error, retry } = useJobs({ ...(state && { state }), ...(cursor && { cursor }) });
  const onOpen = useCallback((jobId: string) => change({ job: jobId }), [change]);
  const isFiltered = state !== undefined || cursor !== undefined;
  return (
    <>
      {data && data.items.length > 0 && !isFiltered && (
        <Verdict>{jobsVerdict(data.items, data.nextCursor !== null)}</Verdict>
      )}
      {data && (data.items.length > 0 || isFiltered) && (
        <div className={classes.tools}>
          <NativeSelect
            aria-label="State"
            className={classes.state}
            value={state ?? ''}
            data={[
              { value: '', label: 'Every state' },
              ...jobStates.map((name) => ({ value: name, label: `Only ${name}` })),
            ]}
            onChange={(event) => change({ state: event.currentTarget.value, cursor: undefined })}
          />
          <StartRiskJob>Compute a risk in the background</StartRiskJob>
        </div>
      )}
      {data ? (
        data.items.length > 0 ? (
          <JobsTable jobs={data.items} onOpen={onOpen} />
        ) : (
          <NoJobs isFiltered={isFiltered} />
        )
      ) : error ? (
        <ErrorState error={error} title="The jobs could not be read" onRetry={retry} />
      ) : (
        <LoadingState label="The jobs are being read" figures={0} charts={1} />
      )}
      <div className={classes.paging}>
        {cursor !== undefined && (
          <Button variant="default" onClick={() => change({ cursor: undefined })}>
            Newest
          </Button>
        )}
        {data?.nextCursor && (
          <Button variant="default" onClick={() => change({ cursor: data.nextCursor ?? undefined })}>
            Older
          </Button>
        )}
      </div>
      <JobDrawer jobId={search.get('job') ?? undefined} onClose={() => change({ job: undefined })} />
    </>
  );
}

function NoJobs({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <EmptyState title="No job is like this">Look for another state.</EmptyState>;
  return (
    <EmptyState
      title="No job has run yet"
      action={<StartRiskJob>Compute the risk of your first portfolio as a job</StartRiskJob>}
    >
      A job is a calculation in the background: it is queued, can be watched and stopped, and says by which inputs and
      which engine its result came about. They are started here or through the API.
    </EmptyState>
  );
}

function StartRiskJob({ children }: { readonly children: ReactNode }) {
  const { portfolioId } = usePortfolioChoice();
  const [create, { isLoading }] = api.useCreateJobMutation();
  if (portfolioId === undefined) return null;
  const start = async () => {
    try {
      await create({ kind: 'portfolio-risk', input: { portfolioId } }).unwrap();
    } catch (error) {
      showFailure('The job was not started', error);
    }
  };
  return (
    <Button variant="default" loading={isLoading} onClick={() => void start()}>
      {children}
    </Button>
  );
}
