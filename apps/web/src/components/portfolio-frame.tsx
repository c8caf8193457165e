import { skipToken } from '@reduxjs/toolkit/query';
import type { Portfolio } from '@riskoptimizer/contracts';
import type { ReactNode } from 'react';
import { api } from '../platform/store.ts';
import { usePortfolioChoice } from '../platform/use-portfolio-choice.ts';
import { ErrorState } from './error-state.tsx';
import { LoadingState } from './loading-state.tsx';
import { NoPortfolio } from './no-portfolio.tsx';
import { PageHeader } from './page-header.tsx';

interface PortfolioFrameProps {
  /** Name of the page. */
  readonly title: string;
  readonly children: (portfolio: Portfolio) => ReactNode;
}

/** A page about one portfolio: its header, and what stands there while the portfolio is read, is not there, or cannot be read. */
export function PortfolioFrame({ title, children }: PortfolioFrameProps) {
  const choice = usePortfolioChoice();
  const { currentData, error, refetch } = api.useGetPortfolioQuery(
    choice.portfolioId === undefined ? skipToken : { portfolioId: choice.portfolioId },
  );
  const failure = choice.error ?? (currentData ? undefined : error);
  const retry = () => {
    choice.retry();
    if (error) void refetch();
  };
  return (
    <>
      <PageHeader
        title={title}
        subject={currentData?.name}
        simulated={currentData?.simulated}
        facts={currentData && factsOf(currentData)}
      />
      {failure ? (
        <ErrorState error={failure} title="The portfolio could not be read" onRetry={retry} />
      ) : !choice.isLoading && choice.portfolioId === undefined ? (
        <NoPortfolio />
      ) : currentData ? (
        children(currentData)
      ) : (
        <LoadingState label="The portfolio is being read" />
      )}
    </>
  );
}

function factsOf({ baseCurrency, access, ownerName }: Portfolio): string {
  return access === 'owner' ? `in ${baseCurrency}` : `in ${baseCurrency}, shared by ${ownerName}`;
}
