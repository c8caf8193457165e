import { Button } from '@mantine/core';
import type { Permission, PortfolioSummary } from '@riskoptimizer/contracts';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { NoPortfolio } from '../../components/no-portfolio.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { SimulatedBadge } from '../../components/simulated-badge.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { count, dateMedium, plural } from '../../platform/format.ts';
import { portfolioRights } from '../../platform/portfolio-rights.ts';
import { useAccount } from '../../platform/use-account.ts';
import { usePortfolioChoice } from '../../platform/use-portfolio-choice.ts';
import { ShareButton } from '../sharing/share-button.tsx';
import { SharedBadge } from '../sharing/shared-badge.tsx';
import classes from './portfolios-page.module.css';
import { useDeletePortfolio } from './use-delete-portfolio.tsx';

const noPermissions: readonly Permission[] = [];

/** Every portfolio: look at it, change it, delete it (and bring it back). */
export function PortfoliosPage() {
  const { portfolios, isLoading, error, retry } = usePortfolioChoice();
  const deletePortfolio = useDeletePortfolio();
  const permissions = useAccount()?.permissions ?? noPermissions;
  const columns = useMemo(
    () => portfolioColumns(permissions, (id) => void deletePortfolio(id)),
    [permissions, deletePortfolio],
  );
  return (
    <>
      <PageHeader title="Portfolios">
        {permissions.includes('portfolio:change') && (
          <Button component={Link} to="/portfolios/new" variant="default">
            New portfolio
          </Button>
        )}
      </PageHeader>
      {error ? (
        <ErrorState error={error} title="The portfolios could not be read" onRetry={retry} />
      ) : isLoading ? (
        <LoadingState label="The portfolios are being read" figures={0} charts={1} />
      ) : portfolios.length === 0 ? (
        <NoPortfolio />
      ) : (
        <>
          <Verdict>{listVerdict(portfolios)}</Verdict>
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

function listVerdict(portfolios: readonly PortfolioSummary[]): string {
  const simulated = portfolios.filter((portfolio) => portfolio.simulated).length;
  const all = plural(portfolios.length, 'portfolio');
  if (simulated === 0) return `${all}, all on imported prices.`;
  if (simulated === portfolios.length) {
    return `${all}, ${portfolios.length === 1 ? '' : 'all '}on simulated prices. Import your own to see the same for what you hold.`;
  }
  return `${all}, ${count(simulated)} of them on simulated prices.`;
}

function portfolioColumns(
  permissions: readonly Permission[],
  onDelete: (portfolioId: string) => void,
): Column<PortfolioSummary>[] {
  return [
    {
      key: 'name',
      header: 'Portfolio',
      value: ({ name }) => name,
      render: ({ id, name, access, ownerName }) => (
        <>
          <Link to={`/?portfolio=${id}`}>{name}</Link>
          <SharedBadge access={access} ownerName={ownerName} />
        </>
      ),
    },
    {
      key: 'actions',
      header: 'Actions',
      value: () => null,
      render: ({ id, name, access }) => (
        <span className={classes.actions}>
          <Link to={`/risk?portfolio=${id}`} aria-label={`Risk of ${name}`}>
            Risk
          </Link>
          {portfolioRights(access, permissions).mayReweigh && (
            <Link to={`/portfolios/${id}`} aria-label={`Edit ${name}`}>
              Edit
            </Link>
          )}
          <ShareButton portfolio={{ id, name, access }} isSmall />
          {portfolioRights(access, permissions).mayManage && (
            <button type="button" aria-label={`Delete ${name}`} onClick={() => onDelete(id)}>
              Delete
            </button>
          )}
        </span>
      ),
    },
    {
      key: 'source',
      header: 'Prices',
      value: ({ simulated }) => (simulated ? 'simulated' : 'imported'),
      render: ({ simulated }) => (simulated ? <SimulatedBadge short /> : 'imported'),
    },
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
