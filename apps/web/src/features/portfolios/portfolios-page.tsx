import { Button, SegmentedControl } from '@mantine/core';
import type { Permission, PortfolioState, PortfolioSummary } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { NoPortfolio } from '../../components/no-portfolio.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { SimulatedBadge } from '../../components/simulated-badge.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { count, dateMedium, plural } from '../../platform/format.ts';
import { portfolioRights } from '../../platform/portfolio-rights.ts';
import { api } from '../../platform/store.ts';
import { useAccount } from '../../platform/use-account.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { kindWords } from '../history/version-diff.ts';
import { ShareButton } from '../sharing/share-button.tsx';
import { SharedBadge } from '../sharing/shared-badge.tsx';
import classes from './portfolios-page.module.css';
import { useDeletePortfolio } from './use-delete-portfolio.tsx';
import { usePortfolioState } from './use-portfolio-state.tsx';

const noPermissions: readonly Permission[] = [];
const states = ['active', 'archived', 'deleted'] as const;

/** Every portfolio: look at it, change it, put it aside, delete it (and bring it back). */
export function PortfoliosPage() {
  const { search, change } = useParameters();
  const state = states.find((one) => one === search.get('state')) ?? 'active';
  const { data, isLoading, error, refetch } = api.useListAllPortfoliosQuery(state === 'active' ? undefined : { state });
  const permissions = useAccount()?.permissions ?? noPermissions;
  const deletePortfolio = useDeletePortfolio();
  const { archive, restore } = usePortfolioState();
  const columns = useMemo(
    () => portfolioColumns({ permissions, onDelete: (id) => void deletePortfolio(id), archive, restore }),
    [permissions, deletePortfolio, archive, restore],
  );
  const portfolios = data ?? [];
  return (
    <>
      <PageHeader title="Portfolios">
        {permissions.includes('portfolio:change') && (
          <Button component={Link} to="/portfolios/new" variant="default">
            New portfolio
          </Button>
        )}
      </PageHeader>
      <SegmentedControl
        aria-label="Which portfolios"
        value={state}
        data={[
          { value: 'active', label: 'Active' },
          { value: 'archived', label: 'Archived' },
          { value: 'deleted', label: 'Deleted' },
        ]}
        onChange={(chosen) => change({ state: chosen === 'active' ? undefined : chosen })}
      />
      {error ? (
        <ErrorState error={error} title="The portfolios could not be read" onRetry={() => void refetch()} />
      ) : isLoading ? (
        <LoadingState label="The portfolios are being read" figures={0} charts={1} />
      ) : portfolios.length === 0 ? (
        <NothingHere state={state} />
      ) : (
        <>
          <Verdict>{state === 'active' ? listVerdict(portfolios) : asideVerdict(portfolios.length, state)}</Verdict>
          <DataTable
            caption="Portfolios"
            columns={columns}
            rows={portfolios}
            rowKey={({ id }) => id}
            sortParameter="sort"
          />
        </>
      )}
    </>
  );
}

function NothingHere({ state }: { readonly state: PortfolioState }) {
  if (state === 'active') return <NoPortfolio />;
  return state === 'archived' ? (
    <EmptyState title="No portfolio is archived">
      What you put aside stands here, to be read and brought back.
    </EmptyState>
  ) : (
    <EmptyState title="No portfolio is deleted">
      What you delete stands here for 30 days, to be brought back.
    </EmptyState>
  );
}

function asideVerdict(portfolioCount: number, state: PortfolioState): string {
  const all = plural(portfolioCount, 'portfolio');
  return state === 'archived'
    ? `${all} put aside: still read, not changed.`
    : `${all} deleted. Each can be brought back, with its shares, for 30 days.`;
}

function listVerdict(portfolios: readonly PortfolioSummary[]): string {
  const simulated = portfolios.filter((portfolio) => portfolio.simulated).length;
  const all = plural(portfolios.length, 'portfolio');
  if (simulated === 0) return `${all}, all on imported prices.`;
  if (simulated === portfolios.length) {
    return `${all}, ${portfolios.length === 1 ? '' : 'all '}on simulated prices. Import your own to see the same for what you hold.`;
  }
  return `${all}, ${count(simulated)} of them on simulated prices.`;
}

interface RowActions {
  readonly permissions: readonly Permission[];
  readonly onDelete: (portfolioId: string) => void;
  readonly archive: (portfolio: PortfolioSummary) => void;
  readonly restore: (portfolio: PortfolioSummary) => void;
}

function portfolioColumns(actions: RowActions): Column<PortfolioSummary>[] {
  return [
    {
      key: 'name',
      header: 'Portfolio',
      value: ({ name }) => name,
      render: ({ id, name, access, ownerName, state }) => (
        <>
          {state === 'deleted' ? name : <Link to={`/?portfolio=${id}`}>{name}</Link>}
          <SharedBadge access={access} ownerName={ownerName} />
        </>
      ),
    },
    {
      key: 'actions',
      header: 'Actions',
      value: () => null,
      render: (portfolio) => <Actions portfolio={portfolio} {...actions} />,
    },
    {
      key: 'source',
      header: 'Prices',
      value: ({ simulated }) => (simulated ? 'simulated' : 'imported'),
      render: ({ simulated }) => (simulated ? <SimulatedBadge short /> : 'imported'),
    },
    { key: 'kind', header: 'Kind', value: (row) => kindWords[row.allocationKind] },
    { key: 'holdings', header: 'Holdings', numeric: true, value: (row) => row.holdingCount },
    { key: 'currency', header: 'Currency', value: (row) => row.baseCurrency },
    { key: 'version', header: 'Version', numeric: true, value: (row) => row.version },
    {
      key: 'updated',
      header: 'Changed',
      numeric: true,
      value: (row) => row.updatedAt,
      render: (row) => `${dateMedium(row.updatedAt)}, ${row.updatedAt.slice(11, 16)} UTC`,
    },
  ];
}

function Actions({
  portfolio,
  permissions,
  onDelete,
  archive,
  restore,
}: RowActions & { readonly portfolio: PortfolioSummary }) {
  const { id, name, access, state, restorableUntil } = portfolio;
  const rights = portfolioRights(access, permissions);
  return (
    <span className={classes.actions}>
      {state !== 'deleted' && (
        <Link to={`/risk?portfolio=${id}`} aria-label={`Risk of ${name}`}>
          Risk
        </Link>
      )}
      {state === 'active' && rights.mayReweigh && (
        <Link to={`/portfolios/${id}`} aria-label={`Edit ${name}`}>
          Edit
        </Link>
      )}
      {state !== 'deleted' && access === 'owner' && (
        <Link to={`/portfolios/${id}/history`} aria-label={`History of ${name}`}>
          History
        </Link>
      )}
      {state === 'active' && <ShareButton portfolio={{ id, name, access }} isSmall />}
      {state === 'active' && rights.mayManage && (
        <button type="button" aria-label={`Archive ${name}`} onClick={() => archive(portfolio)}>
          Archive
        </button>
      )}
      {state !== 'active' && rights.mayManage && (
        <button type="button" aria-label={`Restore ${name}`} onClick={() => restore(portfolio)}>
          Restore
        </button>
      )}
      {state !== 'deleted' && rights.mayManage && (
        <button type="button" aria-label={`Delete ${name}`} onClick={() => onDelete(id)}>
          Delete
        </button>
      )}
      {restorableUntil !== null && <span>until {dateMedium(restorableUntil)}</span>}
    </span>
  );
}
