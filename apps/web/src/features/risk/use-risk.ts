import { skipToken } from '@reduxjs/toolkit/query';
import type { PortfolioRisk } from '@riskoptimizer/contracts';
import { api } from '../../platform/store.ts';
import { type RiskControls, riskQuery } from '../../platform/url-state.ts';

export interface RiskAnswer {
  /** The risk as last computed for this portfolio; it stays while a changed window is on its way. */
  readonly risk: PortfolioRisk | undefined;
  /** True while `risk` belongs to earlier controls, or is not there yet. */
  readonly isStale: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

export function useRisk(portfolioId: string | undefined, controls: RiskControls): RiskAnswer {
  const { data, currentData, error, isFetching, refetch } = api.useGetPortfolioRiskQuery(
    portfolioId === undefined ? skipToken : { portfolioId, ...riskQuery(controls) },
  );
  // What was shown for another portfolio must never stand under this one's name.
  const risk = currentData ?? (data?.portfolioId === portfolioId ? data : undefined);
  return {
    risk,
    isStale: isFetching && currentData === undefined,
    error: isFetching ? undefined : error,
    retry: () => void refetch(),
  };
}
