import type { PortfolioRisk } from '@riskoptimizer/contracts';
import { useCallback, useMemo } from 'react';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { NoPortfolio } from '../../components/no-portfolio.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { dateMedium } from '../../platform/format.ts';
import { parseRiskControls, type RiskControls } from '../../platform/url-state.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { usePhone } from '../../platform/use-phone.ts';
import { usePortfolioChoice } from '../../platform/use-portfolio-choice.ts';
import { ConcentrationFigures } from './concentration-figures.tsx';
import { ContributionBarsPanel, ContributionsTablePanel } from './contributions-panel.tsx';
import { CorrelationPanel } from './correlation-panel.tsx';
import { CoveragePanel } from './coverage-panel.tsx';
import { DistributionPanel } from './distribution-panel.tsx';
import { DrawdownPanel, DrawdownsTablePanel } from './drawdown-panel.tsx';
import { MeasuresPanel } from './measures-panel.tsx';
import { RollingVolatilityPanel } from './path-panels.tsx';
import { RiskControlsBar } from './risk-controls.tsx';
import { RiskFigures } from './risk-figures.tsx';
import classes from './risk-page.module.css';
import { useRisk } from './use-risk.ts';

/** What could go wrong with one portfolio, and what drives it. */
export function RiskPage() {
  const { search, change } = useParameters();
  const controls = useMemo(() => parseRiskControls(search), [search]);
  const choice = usePortfolioChoice();
  const { risk, isStale, error, retry } = useRisk(choice.portfolioId, controls);
  const onChange = useCallback((next: Partial<RiskControls>) => change({ ...next }), [change]);

  const header = (
    <PageHeader title="Risk" subject={risk?.portfolioName} simulated={risk?.simulated} facts={risk && factsOf(risk)} />
  );
  if (choice.error) {
    return (
      <>
        {header}
        <ErrorState error={choice.error} title="The portfolios could not be read" onRetry={choice.retry} />
      </>
    );
  }
  if (!choice.isLoading && choice.portfolioId === undefined) {
    return (
      <>
        {header}
        <NoPortfolio />
      </>
    );
  }
  return (
    <>
      {header}
      {risk && !error && <Verdict>{risk.verdict}</Verdict>}
      {(risk || error) && <RiskControlsBar value={controls} onChange={onChange} risk={risk} />}
      {error ? (
        <ErrorState error={error} title="The risk could not be computed" onRetry={retry} />
      ) : risk ? (
        <div className={classes.content} data-stale={isStale || undefined} aria-busy={isStale}>
          <RiskContent risk={risk} />
        </div>
      ) : (
        <LoadingState label="The risk is being computed" />
      )}
    </>
  );
}

function RiskContent({ risk }: { readonly risk: PortfolioRisk }) {
  const height = usePhone() ? 240 : 300;
  return (
    <>
      <RiskFigures risk={risk} />
      <div className={classes.grid}>
        <DistributionPanel risk={risk} height={height} />
        <DrawdownPanel risk={risk} height={height} />
        <ContributionBarsPanel risk={risk} />
        <ContributionsTablePanel risk={risk} />
        <DrawdownsTablePanel risk={risk} />
        <RollingVolatilityPanel risk={risk} height={height} />
        <CorrelationPanel risk={risk} />
        <div className={classes.stack}>
          <CoveragePanel risk={risk} />
          <ConcentrationFigures risk={risk} />
        </div>
        <div className={classes.wide}>
          <MeasuresPanel risk={risk} />
        </div>
      </div>
    </>
  );
}

function factsOf({ window, baseCurrency }: PortfolioRisk): string {
  return `${dateMedium(window.from)} to ${dateMedium(window.to)}, in ${baseCurrency}`;
}
