import type { ReactNode } from 'react';
import { BrandMark } from './brand-mark.tsx';
import { ColorSchemeToggle } from './color-scheme-toggle.tsx';
import classes from './entry-shell.module.css';

/** What stands around the pages before one is signed in: whose door it is, and the colours. */
export function EntryShell({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <header className={classes.header}>
        <span className={classes.brand}>
          <BrandMark />
          RiskOptimizer
        </span>
        <ColorSchemeToggle />
      </header>
      <main id="main" className={classes.main}>
        {children}
      </main>
    </>
  );
}
