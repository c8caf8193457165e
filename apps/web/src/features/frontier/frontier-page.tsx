import { SegmentedControl } from '@mantine/core';
import type { PortfolioFrontier } from '@riskoptimizer/contracts';
import { type ReactNode, useCallback, useDeferredValue, useMemo, useState } from 'react';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { NoPortfolio } from '../../components/no-portfolio.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Verdict } from '../../components/verdict.tsx';
import type { LiveAnswer } from '../../platform/engine-worker-protocol.ts';
import { dateMedium } from '../../platform/format.ts';
import { useParameters } from '../../platform/use-parameters.ts';
import { usePhone } from '../../platform/use-phone.ts';
import { usePortfolioChoice } from '../../platform/use-portfolio-choice.ts';
import { isLongOnly } from './bounds.ts';
import { CornersPanel } from './corners-panel.tsx';
import { CurveSlider } from './curve-slider.tsx';
import { FrontierChartPanel } from './frontier-chart-panel.tsx';
import { FrontierControlsBar } from './frontier-controls.tsx';
import { type FrontierControls, parseFrontierControls, useFrontier } from './frontier-controls-state.ts';
import { FrontierFigures } from './frontier-figures.tsx';
import classes from './frontier-page.module.css';
import type { FrontierView } from './frontier-view.ts';
import { InfeasibleNotice } from './infeasible-notice.tsx';
import { TransitionPanel } from './transition-panel.tsx';
import { type BoundsControl, useBounds } from './use-bounds.ts';
import { useFrontierView } from './use-frontier-view.ts';
import { type LiveFrontierState, useLiveFrontier } from './use-live-frontier.ts';
import { liveVerdict } from './verdict-text.ts';
import { WeightsPanel } from './weights-panel.tsx';

/** What better mix is reachable: the exact frontier, and the weights behind every point of it. */
export function FrontierPage() {
  const { search } = useParameters();
  const controls = useMemo(() => parseFrontierControls(search), [search]);
  const choice = usePortfolioChoice();
  const server = useFrontier(choice.portfolioId, controls);
  const bounds = useBounds();
  const live = useLiveFrontier(server.frontier, controls.riskFree, bounds.choice);
  const { frontier, answer } = live;

  if (choice.error) {
    return (
      <Framed frontier={undefined}>
        <ErrorState error={choice.error} title="The portfolios could not be read" onRetry={choice.retry} />
      </Framed>
    );
  }
  if (!choice.isLoading && choice.portfolioId === undefined) {
    return (
      <Framed frontier={undefined}>
        <NoPortfolio />
      </Framed>
    );
  }
  if (server.error !== undefined || live.failure !== null) {
    return (
      <Framed frontier={frontier}>
        <FrontierControlsBar value={controls} />
        <ErrorState
          error={server.error ?? new Error(live.failure ?? '')}
          title="The frontier could not be computed"
          onRetry={server.error === undefined ? live.retry : server.retry}
        />
      </Framed>
    );
  }
  if (frontier === undefined || answer === null) {
    return (
      <Framed frontier={undefined}>
        <LoadingState label="The frontier is being computed" figures={5} />
      </Framed>
    );
  }
  return (
    <Framed frontier={frontier}>
      <FrontierContent
        frontier={frontier}
        answer={answer}
        live={live}
        bounds={bounds}
        controls={controls}
        isStale={server.isStale}
      />
    </Framed>
  );
}

function Framed({
  frontier,
  children,
}: {
  readonly frontier: PortfolioFrontier | undefined;
  readonly children: ReactNode;
}) {
  return (
    <>
      <PageHeader
        title="Frontier"
        subject={frontier?.portfolioName}
        simulated={frontier?.simulated}
        facts={frontier && `${dateMedium(frontier.window.from)} to ${dateMedium(frontier.window.to)}`}
      />
      {children}
    </>
  );
}

interface FrontierContentProps {
  readonly frontier: PortfolioFrontier;
  readonly answer: LiveAnswer;
  readonly live: LiveFrontierState;
  readonly bounds: BoundsControl;
  readonly controls: FrontierControls;
  readonly isStale: boolean;
}

function FrontierContent({ frontier, answer, live, bounds, controls, isStale }: FrontierContentProps) {
  const isChanged = !isLongOnly(bounds.choice);
  const view = useFrontierView({ frontier, answer, bounds: live.bounds, riskFree: live.riskFree }, isChanged);
  // The curve and the weights follow the hand; the map and the corners follow as soon as the hand leaves time for it.
  const later = useDeferredValue(view);
  const symbols = useMemo(() => frontier.assets.map(({ symbol }) => symbol), [frontier]);
  return (
    <>
      {/* The server's sentence is about its own bounds; for others the page has to say it. */}
      <Verdict>{isChanged ? liveVerdict(answer) : frontier.verdict}</Verdict>
      {answer.status === 'infeasible' && (
        <InfeasibleNotice
          conflict={answer}
          symbols={symbols}
          bounds={bounds.choice}
          onApply={bounds.replace}
          onUndo={bounds.undo}
        />
      )}
      <FrontierControlsBar value={controls} currency={frontier.birthCertificate.currency ?? undefined} />
      <div className={classes.content} data-stale={isStale || undefined} aria-busy={isStale}>
        <FrontierFigures frontier={frontier} answer={answer} bounds={view.bounds} />
        <div className={classes.columns}>
          <Charts view={view} later={later} />
          <WeightsPanel view={view} control={bounds} />
        </div>
        {later.live !== null && <CornersPanel frontier={later.frontier} live={later.live} bounds={later.bounds} />}
      </div>
    </>
  );
}

/** Both charts on a desk, one at a time on a phone. */
function Charts({ view, later }: { readonly view: FrontierView; readonly later: FrontierView }) {
  const phone = usePhone();
  const [chosen, setChosen] = useState('frontier');
  const choose = useCallback((name: string) => setChosen(name), []);
  if (!phone) {
    return (
      <div className={classes.charts}>
        <FrontierChartPanel view={view} height={420} />
        <CurveSlider view={view} />
        <TransitionPanel view={later} height={250} />
      </div>
    );
  }
  return (
    <div className={classes.charts}>
      <SegmentedControl
        aria-label="Chart"
        fullWidth
        value={chosen}
        data={[
          { value: 'frontier', label: 'Risk and return' },
          { value: 'weights', label: 'Weights along it' },
        ]}
        onChange={choose}
      />
      {chosen === 'frontier' ? (
        <FrontierChartPanel view={view} height={320} />
      ) : (
        <TransitionPanel view={later} height={300} />
      )}
      <CurveSlider view={view} />
    </div>
  );
}
