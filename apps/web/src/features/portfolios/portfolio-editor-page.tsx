import { Button } from '@mantine/core';
import { skipToken } from '@reduxjs/toolkit/query';
import type { Portfolio } from '@riskoptimizer/contracts';
import { Link, useParams } from 'react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { portfolioRights } from '../../platform/portfolio-rights.ts';
import { api } from '../../platform/store.ts';
import { useAccount } from '../../platform/use-account.ts';
import { ShareButton } from '../sharing/share-button.tsx';
import { PortfolioEditor } from './portfolio-editor.tsx';

/** Changes one portfolio, or makes a new one of the stored assets. */
export function PortfolioEditorPage() {
  const { portfolioId } = useParams();
  const isNew = portfolioId === undefined;
  const { currentData, error, refetch } = api.useGetPortfolioQuery(isNew ? skipToken : { portfolioId });
  const assets = api.useListAssetsQuery();
  const permissions = useAccount()?.permissions ?? [];
  const rights = portfolioRights(currentData?.access ?? 'owner', permissions);
  const failure = error ?? assets.error;
  return (
    <>
      <PageHeader
        title={isNew ? 'New portfolio' : 'Edit portfolio'}
        subject={currentData?.name}
        simulated={currentData?.simulated}
        facts={currentData && factsOf(currentData)}
      >
        {currentData?.access === 'owner' && (
          <Button component={Link} to={`/portfolios/${currentData.id}/history`} variant="default">
            History
          </Button>
        )}
        {currentData && <ShareButton portfolio={currentData} />}
      </PageHeader>
      {failure && !currentData ? (
        <ErrorState
          error={failure}
          title="The portfolio could not be read"
          onRetry={() => void (error ? refetch() : assets.refetch())}
        />
      ) : (isNew || currentData) && !rights.mayReweigh ? (
        <ReadOnly portfolio={currentData} />
      ) : assets.data && (isNew || currentData) ? (
        <PortfolioEditor
          key={portfolioId ?? 'new'}
          portfolio={currentData}
          assets={assets.data.items}
          mayManage={rights.mayManage}
        />
      ) : (
        <LoadingState label="The portfolio is being read" figures={0} charts={1} />
      )}
    </>
  );
}

function factsOf({ version, access, ownerName }: Portfolio): string {
  return access === 'owner' ? `version ${version}` : `version ${version}, shared by ${ownerName}`;
}

function ReadOnly({ portfolio }: { readonly portfolio: Portfolio | undefined }) {
  return (
    <EmptyState
      title={portfolio ? 'You may look at this portfolio, but not change it' : 'Your role makes no portfolios'}
      action={portfolio && <Link to={`/risk?portfolio=${portfolio.id}`}>Its risk</Link>}
    >
      {portfolio && portfolio.access !== 'owner'
        ? `${portfolio.ownerName} has shared it for reading. Ask for an editing share to change how much it holds of what.`
        : 'Your role reads. An administrator can give you another one.'}
    </EmptyState>
  );
}
