import type { PerformanceReturn, PortfolioPerformance } from '@riskoptimizer/contracts';
import { Figure, type Tone } from '../../components/figure.tsx';
import { FigureStrip } from '../../components/figure-strip.tsx';
import { dateMedium, number, percent, plural, signedPercent, unitSpace } from '../../platform/format.ts';
import classes from './performance.module.css';
import { gainOf, inputLines } from './performance-words.ts';

/** The three returns side by side, the benchmark, and what they made in money. */
export function PerformanceFigures({ performance }: { readonly performance: PortfolioPerformance }) {
  const { returns, benchmark, baseCurrency, series, window } = performance;
  const gain = gainOf(series);
  const of = (label: string, value: PerformanceReturn, note?: string) => (
    <ReturnFigure label={label} value={value} note={note} performance={performance} />
  );
  const inWindow = `Values at the end of ${dateMedium(window.from)} and ${dateMedium(window.to)}, ${plural(window.days, 'day')} apart.`;
  return (
    <FigureStrip label="Returns in figures">
      {of('Time-weighted return', returns.timeWeighted)}
      {of('Money-weighted return', returns.moneyWeighted)}
      {of('Simple return', returns.simple, 'of all that was put in')}
      {benchmark && of(`Benchmark ${benchmark.symbol}`, benchmark.timeWeighted)}
      <Figure
        label={gain !== null && gain < 0 ? 'Loss in money' : 'Gain in money'}
        value={gain === null ? number(null) : `${number(gain, 0)}${unitSpace}${baseCurrency}`}
        tone={toneOf(gain)}
        note={`on ${number(series.invested.at(-1), 0)}${unitSpace}${baseCurrency} invested`}
        how={{
          formula: 'value at the end − invested',
          inputs: inWindow,
          note: 'Invested is the value at the start and what came in since, less what went out.',
          certificate: performance.birthCertificate,
        }}
      />
      <Figure
        label="Maximum drawdown"
        value={percent(performance.maxDrawdown === null ? null : Math.abs(performance.maxDrawdown))}
        note="below the highest value so far, without flows"
        how={{
          formula: 'max (1 − growth / highest growth so far)',
          inputs: inWindow,
          note: 'Of the time-weighted growth: money that comes or goes is neither gain nor loss.',
          certificate: performance.birthCertificate,
        }}
      />
    </FigureStrip>
  );
}

interface ReturnFigureProps {
  readonly label: string;
  readonly value: PerformanceReturn;
  readonly note: string | undefined;
  readonly performance: PortfolioPerformance;
}

/** A return over the window, what it is a year, and everything needed to follow it by hand. */
function ReturnFigure({ label, value, note, performance }: ReturnFigureProps) {
  const { formula, explanation } = value.howComputed;
  return (
    <Figure
      label={label}
      value={signedPercent(value.total)}
      tone={toneOf(value.total)}
      note={
        value.reason ?? note ?? (value.annual === null ? 'less than a year' : `${signedPercent(value.annual)} a year`)
      }
      how={{
        formula,
        inputs: (
          <ul className={classes.lines}>
            {inputLines(value, performance.baseCurrency).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ),
        note: explanation,
        certificate: performance.birthCertificate,
      }}
    />
  );
}

function toneOf(value: number | null): Tone | undefined {
  if (value === null || Math.abs(value) < 0.0005) return undefined;
  return value > 0 ? 'gain' : 'loss';
}
