import type { ReactNode } from 'react';
import classes from './figure-strip.module.css';

/** A row of `Figure`s between thin rules; two in a row on a phone. */
export function FigureStrip({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <dl className={classes.strip} aria-label={label}>
      {children}
    </dl>
  );
}
