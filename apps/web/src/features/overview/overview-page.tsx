import { Button } from '@mantine/core';
import { skipToken } from '@reduxjs/toolkit/query';
import type { Portfolio, PortfolioRisk } from '@riskoptimizer/contracts';
import { type ReactNode, useMemo } from 'react';
import { Link } from 'react-router';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { NoPortfolio } from '../../components/no-portfolio.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Verdict } from '../../components/verdict.tsx';
import { WindowControl } from '../../components/window-control.tsx';
import { portfolioRights } from '../../platform/portfolio-rights.ts';
import { api } from '../../platform/store.ts';
import { parseRiskControls, riskControlDefaults, sharedSearch } from '../../platform/url-state.ts';
import { useAccount, useMay } from '../../platform/use-account.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { usePhone } from '../../platform/use-phone.ts';
import { usePortfolioChoice } from '../../platform/use-portfolio-choice.ts';
import { LiveValue } from '../live/live-value.tsx';
import { ContributionBarsPanel } from '../risk/contributions-panel.tsx';
import { CumulativeReturnPanel } from '../risk/path-panels.tsx';
import { useRisk } from '../risk/use-risk.ts';
import { ShareButton } from '../sharing/share-button.tsx';
import { AllocationPanel } from './allocation-panel.tsx';
import { DataHealth } from './data-health.tsx';
import { HoldingsPanel } from './holdings-panel.tsx';
import classes from './overview-page.module.css';
import { RiskTiles } from './risk-tiles.tsx';

/** The state of one portfolio at a glance: what it is worth, what could go wrong, who carries it, how good the data are. */
export function OverviewPage() {
  const { search, change } = useParameters();
  const controls = useMemo(() => {
    const { window, from, to, benchmark, riskFree } = parseRiskControls(search);
    // Tiles are compared from day to day, so confidence and horizon stay where everyone expects them.
    return { ...riskControlDefaults, window, from, to, benchmark, riskFree };
  }, [search]);
  const phone = usePhone();
  const mayImport = useMay('asset:change');
  const choice = usePortfolioChoice();
  const { risk, isStale, error, retry } = useRisk(choice.portfolioId, controls);
  const portfolioQuery = api.useGetPortfolioQuery(
    choice.portfolioId === undefined ? skipToken : { portfolioId: choice.portfolioId },
  );
  const portfolio = portfolioQuery.currentData;
  const failure = choice.error ?? error ?? portfolioQuery.error;

  const windowControl = (
    <WindowControl
      value={controls}
      onChange={(window) => change({ ...window })}
      min={risk?.coverage.from}
      max={risk?.coverage.to}
    />
  );
  return (
    <>
      <PageHeader
        title="Overview"
        subject={portfolio?.name}
        simulated={portfolio?.simulated}
        facts={sharedBy(portfolio)}
      >
        {(!phone || error !== undefined) && choice.portfolioId !== undefined && windowControl}
        {portfolio && <ShareButton portfolio={portfolio} />}
        {!phone && mayImport && portfolio?.simulated && (
          <Button component={Link} to="/import" variant="default">
            Bring your own prices
          </Button>
        )}
      </PageHeader>
      {failure ? (
        <ErrorState
          error={failure}
          title="The overview could not be made"
          onRetry={() => {
            if (choice.error) choice.retry();
            else if (error) retry();
            else void portfolioQuery.refetch();
          }}
        />
      ) : !choice.isLoading && choice.portfolioId === undefined ? (
        <NoPortfolio />
      ) : risk && portfolio ? (
        <div className={classes.content} data-stale={isStale || undefined} aria-busy={isStale}>
          <OverviewContent risk={risk} portfolio={portfolio} shared={sharedSearch(search)}>
            {phone && windowControl}
          </OverviewContent>
        </div>
      ) : (
        <LoadingState label="The overview is being made" figures={7} />
      )}
    </>
  );
}

interface OverviewContentProps {
  readonly risk: PortfolioRisk;
  readonly portfolio: Portfolio;
  readonly shared: string;
  /** Controls that stand in the header where there is room. */
  readonly children: ReactNode;
}

function OverviewContent({ risk, portfolio, shared, children }: OverviewContentProps) {
  const height = usePhone() ? 240 : 280;
  const permissions = useAccount()?.permissions ?? [];
  return (
    <>
      <Verdict>{risk.verdict}</Verdict>
      <LiveValue portfolioId={portfolio.id} />
      <RiskTiles risk={risk} portfolio={portfolio} />
      <DataHealth risk={risk} portfolio={portfolio} />
      {children}
      <div className={classes.grid}>
        <CumulativeReturnPanel risk={risk} height={height} />
        <AllocationPanel risk={risk} portfolio={portfolio} />
        <HoldingsPanel risk={risk} portfolio={portfolio} />
        <ContributionBarsPanel risk={risk} barCount={12} />
      </div>
      <nav className={classes.onward} aria-label="Go deeper">
        <Link to={`/risk${shared}`}>All risk figures, drawdowns and correlations</Link>
        <Link to={`/frontier${shared}`}>What better mix is reachable</Link>
        {portfolioRights(portfolio.access, permissions).mayReweigh && (
          <Link to={`/portfolios/${portfolio.id}${shared}`}>Edit what it holds</Link>
        )}
        {permissions.includes('asset:change') && (
          <Link to="/import">{portfolio.simulated ? 'Bring your own prices' : 'Import more prices'}</Link>
        )}
      </nav>
    </>
  );
}

function sharedBy(portfolio: Portfolio | undefined): string | undefined {
  return portfolio && portfolio.access !== 'owner' ? `shared by ${portfolio.ownerName}` : undefined;
}
