import type { ReactNode } from 'react';
import classes from './figure.module.css';
import { HowComputed, type HowComputedProps } from './how-computed.tsx';

export type Tone = 'gain' | 'loss' | 'warning';

export interface FigureProps {
  readonly label: string;
  /** The number as written, with its unit. */
  readonly value: ReactNode;
  /** A second line: the same in money, the window, a comparison. */
  readonly note?: ReactNode;
  readonly tone?: Tone | undefined;
  /** A small picture of the series behind the number. */
  readonly sparkline?: ReactNode;
  /** Opened by the label. */
  readonly how?: Omit<HowComputedProps, 'name' | 'children'>;
}

/** One figure: label, number with unit, what it means, and how it was computed. */
export function Figure({ label, value, note, tone, sparkline, how }: FigureProps) {
  return (
    <div className={classes.figure}>
      <dt className={classes.label}>
        {how ? (
          <HowComputed name={label} offset={56} {...how}>
            {label}
          </HowComputed>
        ) : (
          label
        )}
      </dt>
      <dd className={classes.value} data-tone={tone}>
        {value}
      </dd>
      {note !== undefined && <dd className={classes.note}>{note}</dd>}
      {sparkline !== undefined && <dd className={classes.sparkline}>{sparkline}</dd>}
    </div>
  );
}
