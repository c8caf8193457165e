import type { PortfolioFrontier } from '@riskoptimizer/contracts';
import { memo } from 'react';
import { Figure, type Tone } from '../../components/figure.tsx';
import { FigureStrip } from '../../components/figure-strip.tsx';
import type { FrontierBounds, LiveAnswer, LivePoint } from '../../platform/engine-worker-protocol.ts';
import { missing, number, percent, plural, signedPercent } from '../../platform/format.ts';
import { type ExplainedPart, explain } from './explanations.ts';
import classes from './frontier-page.module.css';

interface FiguresProps {
  readonly frontier: PortfolioFrontier;
  readonly answer: LiveAnswer;
  /** The bounds of the answer. */
  readonly bounds: FrontierBounds;
}

/** The own portfolio beside what is reachable: return, volatility and Sharpe ratio of each. */
export const FrontierFigures = memo(function FrontierFigures({ frontier, answer, bounds }: FiguresProps) {
  const live = answer.status === 'infeasible' ? null : answer;
  const common = { frontier, bounds, own: answer.own };
  return (
    <FigureStrip label="Reachable portfolios in figures">
      <PointFigure {...common} label="Your portfolio" part="own" point={answer.own} />
      <PointFigure {...common} label="Same risk, best mix" part="sameRisk" point={live?.sameRisk ?? null} compared />
      <PointFigure {...common} label="Maximum Sharpe ratio" part="maximumSharpe" point={live?.maximumSharpe ?? null} />
      <PointFigure {...common} label="Minimum variance" part="minimumVariance" point={live?.minimumVariance ?? null} />
      <ComputationFigure frontier={frontier} answer={answer} bounds={bounds} />
    </FigureStrip>
  );
});

interface PointFigureProps {
  readonly frontier: PortfolioFrontier;
  readonly bounds: FrontierBounds;
  readonly own: LivePoint;
  readonly label: string;
  readonly part: ExplainedPart;
  readonly point: LivePoint | null;
  /** True to say how much more it earns than the own portfolio. */
  readonly compared?: boolean;
}

function PointFigure({ frontier, bounds, own, label, part, point, compared = false }: PointFigureProps) {
  const gain = point === null ? 0 : point.expectedReturnAnnual - own.expectedReturnAnnual;
  const tone: Tone | undefined = !compared || Math.abs(gain) < 0.0005 ? undefined : gain > 0 ? 'gain' : 'loss';
  return (
    <Figure
      label={label}
      value={point === null ? missing : `${percent(point.expectedReturnAnnual)} a year`}
      note={point === null ? 'not within these bounds' : <PointNote point={point} gain={compared ? gain : null} />}
      tone={tone}
      how={explain(part, frontier, bounds)}
    />
  );
}

function PointNote({ point, gain }: { readonly point: LivePoint; readonly gain: number | null }) {
  return (
    <>
      <span className={classes.fact}>volatility {percent(point.volatilityAnnual)},</span>{' '}
      <span className={classes.fact}>Sharpe {number(point.sharpeRatio)}</span>
      {gain !== null && (
        <>
          <br />
          {signedPercent(gain).replace('%', 'points')} against yours
        </>
      )}
    </>
  );
}

/** How long the engine took in this browser, and how exact its answer is. */
function ComputationFigure({ frontier, answer, bounds }: FiguresProps) {
  return (
    <Figure
      label="Computed in your browser"
      value={<span data-testid="compute-time">{number(answer.durationMs, 1)} ms</span>}
      note={
        answer.status === 'infeasible'
          ? 'by the same engine as on the server'
          : `${plural(answer.corners.length, 'corner portfolio')}, exact to ${answer.maximumResidual.toExponential(0)}; by the same engine as on the server`
      }
      how={explain('computation', frontier, bounds)}
    />
  );
}
