import { skipToken } from '@reduxjs/toolkit/query';
import { useParams } from 'react-router';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { api } from '../../platform/store.ts';
import { PortfolioEditor } from './portfolio-editor.tsx';

/** Changes one portfolio, or makes a new one of the stored assets. */
export function PortfolioEditorPage() {
  const { portfolioId } = useParams();
  const isNew = portfolioId === undefined;
  const { currentData, error, refetch } = api.useGetPortfolioQuery(isNew ? skipToken : { portfolioId });
  const assets = api.useListAssetsQuery();
  const failure = error ?? assets.error;
  return (
    <>
      <PageHeader
        title={isNew ? 'New portfolio' : 'Edit portfolio'}
        subject={currentData?.name}
        simulated={currentData?.simulated}
        facts={currentData && `version ${currentData.version}`}
      />
      {failure && !currentData ? (
        <ErrorState
          error={failure}
          title="The portfolio could not be read"
          onRetry={() => void (error ? refetch() : assets.refetch())}
        />
      ) : assets.data && (isNew || currentData) ? (
        <PortfolioEditor key={portfolioId ?? 'new'} portfolio={currentData} assets={assets.data.items} />
      ) : (
        <LoadingState label="The portfolio is being read" figures={0} charts={1} />
      )}
    </>
  );
}
