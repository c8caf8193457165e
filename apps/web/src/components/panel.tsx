import type { ReactNode } from 'react';
import { type CsvTable, downloadCsv } from '../platform/csv.ts';
import { HowComputed, type HowComputedProps } from './how-computed.tsx';
import classes from './panel.module.css';

export interface PanelProps {
  readonly title: string;
  /** Unit, window, or how to read it. */
  readonly note?: ReactNode;
  readonly how?: Omit<HowComputedProps, 'name' | 'children'> | undefined;
  /** Rows behind the panel, made when asked for. */
  readonly csv?: (() => CsvTable) | undefined;
  /** Name of downloaded files, without ending. */
  readonly fileName?: string | undefined;
  /** Given when the panel can be saved as a picture. */
  readonly onPng?: (() => void) | undefined;
  /** Switches that belong to this panel alone. */
  readonly controls?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page under a thin rule: title, note, "how computed", downloads, content. Never a box. */
export function Panel({ title, note, how, csv, fileName = 'riskoptimizer', onPng, controls, children }: PanelProps) {
  return (
    <section className={classes.panel} aria-label={title}>
      <header className={classes.header}>
        <h2 className={classes.title}>
          {title}
          {how && <HowComputed name={title} {...how} />}
        </h2>
        {note && <p className={classes.note}>{note}</p>}
        {controls && <div className={classes.controls}>{controls}</div>}
        <div className={classes.actions}>
          {csv && <DownloadButton kind="CSV" of={title} onClick={() => downloadCsv(fileName, csv())} />}
          {onPng && <DownloadButton kind="PNG" of={title} onClick={onPng} />}
        </div>
      </header>
      {children}
    </section>
  );
}

function DownloadButton({
  kind,
  of,
  onClick,
}: {
  readonly kind: string;
  readonly of: string;
  readonly onClick: () => void;
}) {
  return (
    <button type="button" className={classes.download} onClick={onClick} aria-label={`Download ${kind} of ${of}`}>
      {kind}
    </button>
  );
}
