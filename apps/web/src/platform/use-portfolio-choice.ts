import type { PortfolioSummary } from '@riskoptimizer/contracts';
import { useSearchParams } from 'react-router';
import { api } from './store.ts';

export interface PortfolioChoice {
  /** Undefined while the list is on its way, and when there is no portfolio at all. */
  readonly portfolioId: string | undefined;
  readonly portfolios: readonly PortfolioSummary[];
  readonly isLoading: boolean;
  /** Why the list could not be read. */
  readonly error: unknown;
  readonly retry: () => void;
}

/** The portfolio that the address names with `portfolio=…`, or else the first of the list. */
export function usePortfolioChoice(): PortfolioChoice {
  const [search] = useSearchParams();
  const { data, isLoading, error, refetch } = api.useListAllPortfoliosQuery();
  const portfolios = data ?? [];
  return {
    portfolioId: search.get('portfolio') ?? portfolios[0]?.id,
    portfolios,
    isLoading,
    error,
    retry: () => void refetch(),
  };
}
