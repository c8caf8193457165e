import type { Portfolio, PortfolioPerformance } from '@riskoptimizer/contracts';
import { useCallback, useMemo } from 'react';
import { Link } from 'react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { NoLedger } from '../../components/no-ledger.tsx';
import { PortfolioFrame } from '../../components/portfolio-frame.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { today } from '../../platform/days.ts';
import { problemOf } from '../../platform/problem.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { usePhone } from '../../platform/use-phone.ts';
import { LiveValue } from '../live/live-value.tsx';
import { CalendarPanel } from './calendar-panel.tsx';
import { FlowsPanel } from './flows-panel.tsx';
import { GapsPanel } from './gaps-panel.tsx';
import { DrawdownPanel, GrowthPanel, ValuePanel } from './path-panels.tsx';
import classes from './performance.module.css';
import { PerformanceFigures } from './performance-figures.tsx';
import {
  type PerformanceWindow,
  parsePerformanceWindow,
  performanceQuery,
  spanDefaults,
} from './performance-window.ts';
import { performanceVerdict } from './performance-words.ts';
import { RealisedPanels } from './realised-panels.tsx';
import { SpanControl } from './span-control.tsx';
import { usePerformance } from './use-performance.ts';

/** What became of the money: three returns side by side, the way there, and what was realised. */
export function PerformancePage() {
  return (
    <PortfolioFrame title="Performance">
      {(portfolio) =>
        portfolio.allocationKind === 'ledger' ? (
          <LedgerPerformance key={portfolio.id} portfolio={portfolio} />
        ) : (
          <NoLedger portfolio={portfolio} what="Returns on the money that was really there follow" />
        )
      }
    </PortfolioFrame>
  );
}

function LedgerPerformance({ portfolio }: { readonly portfolio: Portfolio }) {
  const { search, change } = useParameters();
  const window = useMemo(() => parsePerformanceWindow(search), [search]);
  const onChange = useCallback((next: PerformanceWindow) => change({ ...next }, spanDefaults), [change]);
  const query = performanceQuery(window, portfolio.valueDate ?? today());
  const { performance, isStale, error, retry } = usePerformance(portfolio.id, query);
  const control = <SpanControl value={window} onChange={onChange} max={portfolio.valueDate ?? undefined} />;
  if (error) {
    return (
      <>
        {control}
        {problemOf(error).code === 'data-insufficient' ? (
          <NothingToMeasure portfolio={portfolio} detail={problemOf(error).detail} />
        ) : (
          <ErrorState error={error} title="The returns could not be computed" onRetry={retry} />
        )}
      </>
    );
  }
  if (!performance) return <LoadingState label="The returns are being computed" />;
  return (
    <div className={classes.content} data-stale={isStale || undefined} aria-busy={isStale}>
      <Verdict>{performanceVerdict(performance)}</Verdict>
      <LiveValue portfolioId={portfolio.id} label="Holdings now, without cash" />
      {control}
      <PerformanceContent performance={performance} portfolio={portfolio} isWhole={query.from === undefined} />
    </div>
  );
}

/** Too little is no failure: a ledger that has just begun, or a window before it. */
function NothingToMeasure({ portfolio, detail }: { readonly portfolio: Portfolio; readonly detail: string }) {
  return (
    <EmptyState
      title="There is nothing to measure yet"
      action={<Link to={`/transactions?portfolio=${portfolio.id}`}>Its transactions</Link>}
    >
      {detail}
    </EmptyState>
  );
}

interface PerformanceContentProps {
  readonly performance: PortfolioPerformance;
  readonly portfolio: Portfolio;
  /** False when the window leaves out the beginning. */
  readonly isWhole: boolean;
}

function PerformanceContent({ performance, portfolio, isWhole }: PerformanceContentProps) {
  const height = usePhone() ? 240 : 280;
  const panel = { performance, name: portfolio.name, height };
  return (
    <>
      <PerformanceFigures performance={performance} />
      <div className={classes.grid}>
        <ValuePanel {...panel} />
        <GrowthPanel {...panel} />
        <CalendarPanel {...panel} />
        <DrawdownPanel {...panel} />
        <RealisedPanels performance={performance} name={portfolio.name} isWhole={isWhole} />
        <FlowsPanel {...panel} />
        <GapsPanel {...panel} />
      </div>
    </>
  );
}
