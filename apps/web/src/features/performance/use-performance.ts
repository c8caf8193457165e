import type { PerformanceQuery, PortfolioPerformance } from '@riskoptimizer/contracts';
import { api } from '../../platform/store.ts';

export interface PerformanceAnswer {
  /** As last computed for this portfolio; it stays while a changed window is on its way. */
  readonly performance: PortfolioPerformance | undefined;
  readonly isStale: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

export function usePerformance(portfolioId: string, query: PerformanceQuery): PerformanceAnswer {
  const { data, currentData, error, isFetching, refetch } = api.useGetPerformanceQuery({ portfolioId, ...query });
  return {
    // What was shown for another portfolio must never stand under this one's name.
    performance: currentData ?? (data?.portfolioId === portfolioId ? data : undefined),
    isStale: isFetching && currentData === undefined,
    error: isFetching ? undefined : error,
    retry: () => void refetch(),
  };
}
