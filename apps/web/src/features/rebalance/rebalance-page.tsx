import { skipToken } from '@reduxjs/toolkit/query';
import type { Portfolio, PortfolioTargets } from '@riskoptimizer/contracts';
import { useCallback, useMemo } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { NoPortfolio } from '../../components/no-portfolio.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { dateMedium } from '../../platform/format.ts';
import { api } from '../../platform/store.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { usePortfolioChoice } from '../../platform/use-portfolio-choice.ts';
import { PlanFigures } from './plan-figures.tsx';
import classes from './rebalance.module.css';
import { parseRules, type RebalanceRules, ruleDefaults } from './rebalance-rules.ts';
import { RiskChangePanel } from './risk-change-panel.tsx';
import { RulesBar } from './rules-bar.tsx';
import { SkippedPanel } from './skipped-panel.tsx';
import { TargetsPanel } from './targets-panel.tsx';
import { TradesPanel } from './trades-panel.tsx';
import { aimOf, usePlan } from './use-plan.ts';

/** From what is held to what should be held: the trades, what they cost, and what they make of the risk. */
export function RebalancePage() {
  const choice = usePortfolioChoice();
  const reference = choice.portfolioId === undefined ? skipToken : { portfolioId: choice.portfolioId };
  const portfolio = api.useGetPortfolioQuery(reference);
  const targets = api.useGetTargetsQuery(reference);
  const held = portfolio.currentData;
  const header = (
    <PageHeader
      title="Rebalance"
      subject={held?.name}
      simulated={held?.simulated}
      facts={held?.valueDate && `prices of ${dateMedium(held.valueDate)}, in ${held.baseCurrency}`}
    />
  );
  const error = choice.error ?? portfolio.error ?? targets.error;
  const retry = () => {
    choice.retry();
    if (portfolio.error) void portfolio.refetch();
    if (targets.error) void targets.refetch();
  };
  return (
    <>
      {header}
      {error ? (
        <ErrorState error={error} title="The portfolio could not be read" onRetry={retry} />
      ) : !choice.isLoading && choice.portfolioId === undefined ? (
        <NoPortfolio />
      ) : held && targets.currentData ? (
        <Rebalancing key={held.id} portfolio={held} targets={targets.currentData} />
      ) : (
        <LoadingState label="The portfolio is being read" />
      )}
    </>
  );
}

interface RebalancingProps {
  readonly portfolio: Portfolio;
  readonly targets: PortfolioTargets;
}

function Rebalancing({ portfolio, targets }: RebalancingProps) {
  const { search, change } = useParameters();
  const rules = useMemo(() => parseRules(search), [search]);
  const onChange = useCallback((next: Partial<RebalanceRules>) => change({ ...next }, ruleDefaults), [change]);
  const { plan, isStale, refusal, error, retry } = usePlan(portfolio, targets, rules, search);
  const hasTargets = targets.items.length > 0;
  const aim = aimOf(rules, targets);
  if (portfolio.holdings.length === 0) {
    return (
      <EmptyState title="Nothing is held yet">
        Trades follow from what is held and what should be held. Enter what was bought first.
      </EmptyState>
    );
  }
  return (
    <>
      {plan && !error && !refusal && <Verdict>{plan.verdict}</Verdict>}
      {!hasTargets && aim === 'equal' && (
        <p className={classes.note}>
          No targets are saved yet, so these are the trades to equal weights. Begin your own below with the present or
          with equal weights.
        </p>
      )}
      <RulesBar rules={rules} aim={aim} hasTargets={hasTargets} portfolio={portfolio} onChange={onChange} />
      <div className={classes.content} data-stale={isStale || undefined} aria-busy={isStale}>
        {error ? (
          <ErrorState error={error} title="The trades could not be planned" onRetry={retry} />
        ) : refusal ? (
          <EmptyState title="There is nothing to go to">{refusal} Choose something else to go to.</EmptyState>
        ) : plan ? (
          <>
            <PlanFigures plan={plan} />
            <TradesPanel plan={plan} portfolio={portfolio} isStale={isStale} />
          </>
        ) : (
          <LoadingState label="The trades are being planned" charts={1} />
        )}
      </div>
      <div className={classes.grid}>
        <TargetsPanel portfolio={portfolio} targets={targets} onSaved={() => change({ aim: undefined })} />
        {plan && !error && !refusal && (
          <div className={classes.stack}>
            <RiskChangePanel plan={plan} />
            <SkippedPanel plan={plan} />
          </div>
        )}
      </div>
    </>
  );
}
