import type { ReactNode } from 'react';
import classes from './verdict.module.css';

/** The one sentence a person would say. Comes first on every page. */
export function Verdict({ children }: { readonly children: ReactNode }) {
  return (
    <p className={classes.verdict} data-testid="verdict">
      {children}
    </p>
  );
}
