/** The controls of the page as they stand in the address, and what the server is asked for because of them. */
import { skipToken } from '@reduxjs/toolkit/query';
import {
  type CovarianceMethod,
  covarianceMethod,
  type ExpectedReturnsMethod,
  expectedReturnsMethod,
  type PortfolioFrontier,
} from '@riskoptimizer/contracts';
import { api } from '../../platform/store.ts';
import { parseRiskControls, riskControlDefaults, type WindowChoice } from '../../platform/url-state.ts';

export interface FrontierControls extends WindowChoice {
  /** Annual. */
  readonly riskFree: number;
  readonly returnsMethod: ExpectedReturnsMethod;
  readonly covarianceMethod: CovarianceMethod;
}

export const frontierControlDefaults = {
  ...riskControlDefaults,
  returns: 'mean',
  covariance: 'sample',
  at: 'same-risk',
  view: 'assets',
} as const;

export function parseFrontierControls(search: URLSearchParams): FrontierControls {
  const { window, from, to, riskFree } = parseRiskControls(search);
  const returns = expectedReturnsMethod.safeParse(search.get('returns'));
  const covariance = covarianceMethod.safeParse(search.get('covariance'));
  return {
    window,
    from,
    to,
    riskFree,
    returnsMethod: returns.success ? returns.data : frontierControlDefaults.returns,
    covarianceMethod: covariance.success ? covariance.data : frontierControlDefaults.covariance,
  };
}

export interface FrontierAnswer {
  /** The frontier as last computed for this portfolio; it stays while a changed window is on its way. */
  readonly frontier: PortfolioFrontier | undefined;
  /** True while `frontier` belongs to earlier controls, or is not there yet. */
  readonly isStale: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

/** The moments, the portfolio and the frontier without bounds of one's own. Bounds never travel: the browser computes with them. */
export function useFrontier(portfolioId: string | undefined, controls: FrontierControls): FrontierAnswer {
  const { window, from, to, ...others } = controls;
  const range = from === undefined && to === undefined ? { window } : { from, to };
  const { data, currentData, error, isFetching, refetch } = api.useComputePortfolioFrontierQuery(
    portfolioId === undefined ? skipToken : { portfolioId, ...range, ...others },
  );
  // What was computed for another portfolio must never stand under this one's name.
  const frontier = currentData ?? (data?.portfolioId === portfolioId ? data : undefined);
  return {
    frontier,
    isStale: isFetching && currentData === undefined,
    error: isFetching ? undefined : error,
    retry: () => void refetch(),
  };
}
