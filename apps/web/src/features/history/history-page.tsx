import { Button } from '@mantine/core';
import { skipToken } from '@reduxjs/toolkit/query';
import type { Portfolio, PortfolioVersionList, PortfolioVersionSummary } from '@riskoptimizer/contracts';
import { useCallback, useMemo } from 'react';
import { Link, useParams } from 'react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { instantToSecond } from '../../platform/instants.ts';
import { api } from '../../platform/store.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import classes from './history.module.css';
import { VersionDrawer } from './version-drawer.tsx';
import { changeWords, historyVerdict, whoWords } from './version-words.ts';

/** What changed in a portfolio, when and by whom; and the way back. */
export function HistoryPage() {
  const { portfolioId } = useParams();
  const { currentData, error, refetch } = api.useGetPortfolioQuery(
    portfolioId === undefined ? skipToken : { portfolioId },
  );
  return (
    <>
      <PageHeader title="History" subject={currentData?.name} simulated={currentData?.simulated}>
        {currentData && (
          <Button component={Link} to={`/holdings?portfolio=${currentData.id}`} variant="default">
            What it holds
          </Button>
        )}
      </PageHeader>
      {!currentData && error ? (
        <ErrorState error={error} title="The portfolio could not be read" onRetry={() => void refetch()} />
      ) : !currentData ? (
        <LoadingState label="The portfolio is being read" figures={0} charts={1} />
      ) : currentData.access === 'owner' ? (
        <History key={currentData.id} portfolio={currentData} />
      ) : (
        <EmptyState title="Its history is its owner’s" action={<Link to="/portfolios">Portfolios</Link>}>
          Earlier versions may name assets that are not shared with you. Ask {currentData.ownerName} what changed.
        </EmptyState>
      )}
    </>
  );
}

function History({ portfolio }: { readonly portfolio: Portfolio }) {
  const { search, change } = useParameters();
  const cursor = search.get('cursor') ?? undefined;
  const { currentData, error, refetch } = api.useListPortfolioVersionsQuery({
    portfolioId: portfolio.id,
    ...(cursor !== undefined && { cursor }),
  });
  const onClose = () => change({ version: undefined, against: undefined });
  return (
    <>
      {currentData ? (
        <Versions list={currentData} portfolio={portfolio} isNewest={cursor === undefined} />
      ) : error ? (
        <ErrorState error={error} title="The versions could not be read" onRetry={() => void refetch()} />
      ) : (
        <LoadingState label="The versions are being read" figures={0} charts={1} />
      )}
      <VersionDrawer portfolio={portfolio} version={versionIn(search)} onClose={onClose} />
    </>
  );
}

function versionIn(search: URLSearchParams): number | undefined {
  const written = search.get('version');
  return written !== null && /^[1-9]\d{0,8}$/.test(written) ? Number(written) : undefined;
}

interface VersionsProps {
  readonly list: PortfolioVersionList;
  readonly portfolio: Portfolio;
  /** Whether the page begins with the newest. */
  readonly isNewest: boolean;
}

function Versions({ list: { items, nextCursor }, portfolio, isNewest }: VersionsProps) {
  const { change } = useParameters();
  const onOpen = useCallback((version: number) => change({ version }), [change]);
  const columns = useMemo(() => versionColumns(portfolio.version, onOpen), [portfolio.version, onOpen]);
  const [newest] = items;
  return (
    <>
      {newest && <Verdict>{isNewest ? historyVerdict(newest) : `Versions from ${newest.version} downwards.`}</Verdict>}
      <DataTable caption="Versions" columns={columns} rows={items} rowKey={({ version }) => String(version)} reflows />
      {isNewest && items.length === 1 && (
        <EmptyState title="Nothing has changed since">
          Every change of its name, holdings, benchmark or targets becomes a version here: what it was before and after,
          and the way back.
        </EmptyState>
      )}
      {(!isNewest || nextCursor !== null) && (
        <div className={classes.paging}>
          {!isNewest && (
            <Button variant="default" onClick={() => change({ cursor: undefined })}>
              Newest
            </Button>
          )}
          {nextCursor !== null && (
            <Button variant="default" onClick={() => change({ cursor: nextCursor })}>
              Older
            </Button>
          )}
        </div>
      )}
    </>
  );
}

function versionColumns(present: number, onOpen: (version: number) => void): Column<PortfolioVersionSummary>[] {
  return [
    {
      key: 'version',
      header: 'Version',
      value: ({ version }) => version,
      render: ({ version }) => (
        <>
          <TextButton label={`Open version ${version}`} onClick={() => onOpen(version)}>
            Version {version}
          </TextButton>
          {version === present && <span className={classes.muted}> now</span>}
        </>
      ),
    },
    { key: 'change', header: 'What', wrap: true, value: changeWords },
    { key: 'who', header: 'By', value: ({ changedBy }) => whoWords(changedBy) },
    {
      key: 'when',
      header: 'When (UTC)',
      numeric: true,
      value: ({ changedAt }) => changedAt,
      render: ({ changedAt }) => instantToSecond(changedAt),
    },
  ];
}
