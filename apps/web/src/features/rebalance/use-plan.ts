import { skipToken } from '@reduxjs/toolkit/query';
import type {
  Portfolio,
  PortfolioFrontier,
  PortfolioTargets,
  RebalancingPlan,
  RebalancingTargets,
} from '@riskoptimizer/contracts';
import { api } from '../../platform/store.ts';
import { parseWindow, riskQuery } from '../../platform/url-state.ts';
import { type AimName, planRequest, type RebalanceRules } from './rebalance-rules.ts';

export interface PlanAnswer {
  /** The trades as last planned for this portfolio; they stay while changed rules are on their way. */
  readonly plan: RebalancingPlan | undefined;
  readonly isStale: boolean;
  /** The aim has no weights for this portfolio: why. */
  readonly refusal: string | null;
  readonly error: unknown;
  readonly retry: () => void;
}

export function aimOf({ aim }: RebalanceRules, targets: PortfolioTargets | undefined): AimName {
  return aim ?? (targets && targets.items.length > 0 ? 'saved' : 'equal');
}

export function usePlan(
  portfolio: Portfolio | undefined,
  targets: PortfolioTargets | undefined,
  rules: RebalanceRules,
  search: URLSearchParams,
): PlanAnswer {
  const aim = aimOf(rules, targets);
  const isOptimal = aim === 'minimum-variance' || aim === 'maximum-sharpe';
  const { window, from, to } = parseWindow(search);
  const frontier = api.useComputePortfolioFrontierQuery(
    portfolio && isOptimal ? { portfolioId: portfolio.id, ...windowOf({ window, from, to }) } : skipToken,
  );
  const reached = portfolio && targets && reachedWeights(aim, portfolio, frontier.currentData);
  const answer = api.usePlanRebalancingQuery(
    portfolio && reached
      ? { portfolioId: portfolio.id, ...planRequest(rules, reached, portfolio.allocationKind) }
      : skipToken,
  );
  const data = answer.data?.portfolioId === portfolio?.id ? answer.data : undefined;
  return {
    plan: answer.currentData ?? data,
    isStale: (answer.isFetching || frontier.isFetching) && (answer.currentData === undefined || isOptimal),
    refusal: reached === null ? noSuchWeights : null,
    error: frontier.isFetching || answer.isFetching ? undefined : (frontier.error ?? answer.error),
    retry: () => void (frontier.error ? frontier.refetch() : answer.refetch()),
  };
}

const noSuchWeights =
  'Over this window no portfolio of these assets earned more than it cost to hold cash, so none has the highest Sharpe ratio.';

/** Undefined while they are on their way, null where there are none. */
function reachedWeights(
  aim: AimName,
  { holdings }: Portfolio,
  frontier: PortfolioFrontier | undefined,
): RebalancingTargets | null | undefined {
  if (aim === 'saved') return { kind: 'saved' };
  if (aim === 'equal') return weightsOf(holdings.map(({ assetId }) => ({ assetId, weight: 1 / holdings.length })));
  if (aim === 'present') return weightsOf(holdings.map(({ assetId, weight }) => ({ assetId, weight: weight ?? 0 })));
  if (frontier === undefined) return undefined;
  if (frontier.frontier.status === 'infeasible') return null;
  const { minimumVariance, maximumSharpe } = frontier.frontier;
  const point = aim === 'minimum-variance' ? minimumVariance : maximumSharpe;
  if (point === null) return null;
  return weightsOf(frontier.assets.map(({ assetId }, index) => ({ assetId, weight: point.weights[index] ?? 0 })));
}

/** Without what arithmetic leaves below zero and above the whole. */
function weightsOf(weights: readonly { readonly assetId: string; readonly weight: number }[]): RebalancingTargets {
  const items = weights.map(({ assetId, weight }) => ({ assetId, weight: Math.min(1, Math.max(0, weight)) }));
  return { kind: 'weights', items };
}

function windowOf(choice: Pick<ReturnType<typeof parseWindow>, 'window' | 'from' | 'to'>) {
  const { window, from, to } = riskQuery({ ...choice, confidence: 0.95, horizon: 1, riskFree: 0 });
  return { ...(window && { window }), ...(from && { from }), ...(to && { to }) };
}
