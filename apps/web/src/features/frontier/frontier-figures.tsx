import { Figure, type Tone } from '../../components/figure.tsx';
import { FigureStrip } from '../../components/figure-strip.tsx';
import type { LivePoint } from '../../platform/engine-worker-protocol.ts';
import { missing, number, percent, plural, signedPercent } from '../../platform/format.ts';
import { type ExplainedPart, explain } from './explanations.ts';
import classes from './frontier-page.module.css';
import type { FrontierView } from './frontier-view.ts';

/** The own portfolio beside what is reachable: return, volatility and Sharpe ratio of each. */
export function FrontierFigures({ view }: { readonly view: FrontierView }) {
  const { answer, live } = view;
  return (
    <FigureStrip label="Reachable portfolios in figures">
      <PointFigure view={view} label="Your portfolio" part="own" point={answer.own} />
      <PointFigure view={view} label="Same risk, best mix" part="sameRisk" point={live?.sameRisk ?? null} compared />
      <PointFigure view={view} label="Maximum Sharpe ratio" part="maximumSharpe" point={live?.maximumSharpe ?? null} />
      <PointFigure view={view} label="Minimum variance" part="minimumVariance" point={live?.minimumVariance ?? null} />
      <ComputationFigure view={view} />
    </FigureStrip>
  );
}

interface PointFigureProps {
  readonly view: FrontierView;
  readonly label: string;
  readonly part: ExplainedPart;
  readonly point: LivePoint | null;
  /** True to say how much more it earns than the own portfolio. */
  readonly compared?: boolean;
}

function PointFigure({ view, label, part, point, compared = false }: PointFigureProps) {
  const gain = point === null ? 0 : point.expectedReturnAnnual - view.answer.own.expectedReturnAnnual;
  const tone: Tone | undefined = !compared || Math.abs(gain) < 0.0005 ? undefined : gain > 0 ? 'gain' : 'loss';
  return (
    <Figure
      label={label}
      value={point === null ? missing : `${percent(point.expectedReturnAnnual)} a year`}
      note={point === null ? 'not within these bounds' : <PointNote point={point} gain={compared ? gain : null} />}
      tone={tone}
      how={explain(part, view.frontier)}
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
function ComputationFigure({ view: { answer, live, frontier } }: { readonly view: FrontierView }) {
  return (
    <Figure
      label="Computed in your browser"
      value={<span data-testid="compute-time">{number(answer.durationMs, 1)} ms</span>}
      note={
        live === null
          ? 'by the same engine as on the server'
          : `${plural(live.corners.length, 'corner portfolio')}, exact to ${live.maximumResidual.toExponential(0)}; by the same engine as on the server`
      }
      how={explain('computation', frontier)}
    />
  );
}
