import { Button } from '@mantine/core';
import { useCallback } from 'react';
import { Link } from 'react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { plural } from '../../platform/format.ts';
import { api } from '../../platform/store.ts';
import { withParameters } from '../../platform/url-state.ts';
import { useMay } from '../../platform/use-account.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import classes from './audit.module.css';
import { type AuditFilters, filterNames, parseFilters, parseSequence, queryOf } from './audit-filters.ts';
import { auditVerdict } from './audit-verdict.ts';
import { EntriesTable } from './entries-table.tsx';
import { EntryDrawer } from './entry-drawer.tsx';
import { ExportPanel } from './export-panel.tsx';
import { FilterBar } from './filter-bar.tsx';
import { HeadPanel } from './head-panel.tsx';

const nothing = Object.fromEntries(filterNames.map((name) => [name, undefined]));

/** What was done on this server, by whom, and the proof that the record is whole. */
export function AuditPage() {
  const mayRead = useMay('audit:read');
  return (
    <>
      <PageHeader title="Audit" />
      {mayRead ? (
        <AuditTrail />
      ) : (
        <EmptyState
          title="Your role does not read the audit trail"
          action={<Link to="/security">Your own activity</Link>}
        >
          Compliance officers and administrators do. What was done with your own account is under Security.
        </EmptyState>
      )}
    </>
  );
}

function AuditTrail() {
  const { search, change } = useParameters();
  const filters = parseFilters(search);
  const before = parseSequence(search.get('before'));
  const list = api.useListAuditEntriesQuery(queryOf(filters, before));
  const { data: broken } = api.useListAuditEntriesQuery({ action: 'audit.broken', limit: 1 });
  const { data: head, error: headError, refetch: readHead } = api.useGetAuditHeadQuery();
  const mayExport = useMay('audit:export');
  // Another search begins at its newest entry.
  const look = (filtering: AuditFilters) => change({ before: undefined, ...filtering });
  const onOpen = useCallback((sequence: number) => change({ entry: sequence }), [change]);
  const onSearch = (filtering: AuditFilters) =>
    change({ before: undefined, entry: undefined, ...nothing, ...filtering });
  const { data, error, isFetching, refetch } = list;
  return (
    <>
      {head && data && (
        <Verdict>
          {auditVerdict(head, broken?.items[0], data.items.filter(({ result }) => result !== 'success').length)}
        </Verdict>
      )}
      <FilterBar filters={filters} onChange={look} onClear={() => look(nothing)} />
      {data ? (
        <div aria-busy={isFetching} className={classes.entries} data-stale={isFetching || undefined}>
          {data.items.length === 0 ? (
            <EmptyState title="No entry is like this">Look for less, or for another time.</EmptyState>
          ) : (
            <EntriesTable entries={data.items} onOpen={onOpen} />
          )}
          <Paging search={search} shownCount={data.items.length} next={data.next} before={before} />
        </div>
      ) : error ? (
        <ErrorState error={error} title="The audit trail could not be read" onRetry={() => void refetch()} />
      ) : (
        <LoadingState label="The audit trail is being read" figures={0} charts={1} />
      )}
      <div className={classes.grid}>
        {head ? (
          <>
            <HeadPanel head={head} />
            {mayExport && <ExportPanel treeSize={head.treeSize} />}
          </>
        ) : (
          headError && (
            <ErrorState error={headError} title="The signed head could not be read" onRetry={() => void readHead()} />
          )
        )}
      </div>
      <EntryDrawer
        sequence={parseSequence(search.get('entry'))}
        onClose={() => change({ entry: undefined })}
        onSearch={onSearch}
      />
    </>
  );
}

interface PagingProps {
  readonly search: URLSearchParams;
  readonly shownCount: number;
  readonly next: number | null;
  readonly before: number | undefined;
}

/** Page by page along the numbers, so that new entries never move what one is reading. */
function Paging({ search, shownCount, next, before }: PagingProps) {
  const to = (parameter: number | undefined) => `?${withParameters(search, { before: parameter })}`;
  return (
    <div className={classes.paging}>
      {plural(shownCount, 'entry', 'entries')}
      {before !== undefined && ` before entry ${before.toLocaleString('en-US')}`}
      <span>
        {before !== undefined && (
          <Button component={Link} to={to(undefined)} variant="default">
            Newest
          </Button>
        )}
        {next !== null && (
          <Button component={Link} to={to(next)} variant="default">
            Older
          </Button>
        )}
      </span>
    </div>
  );
}
