import type { ReactNode } from 'react';
import { Link, useLocation, useNavigation, useSearchParams } from 'react-router';
import { sharedSearch } from '../platform/url-state.ts';
import classes from './app-shell.module.css';
import { BrandMark } from './brand-mark.tsx';
import { ColorSchemeToggle } from './color-scheme-toggle.tsx';
import { Places } from './places.tsx';
import { PortfolioPicker } from './portfolio-picker.tsx';

/** Pages that are about one portfolio, and so let it be chosen. */
const portfolioPages = new Set([
  '/',
  '/holdings',
  '/transactions',
  '/transactions/import',
  '/performance',
  '/risk',
  '/frontier',
  '/rebalance',
  '/alerts',
]);

interface AppShellProps {
  /** What everybody here should know, above the page. */
  readonly banner: ReactNode;
  readonly userMenu: ReactNode;
  readonly children: ReactNode;
}

/** What stands around every page: where one is, which portfolio it is about, and the way to the others. */
export function AppShell({ banner, userMenu, children }: AppShellProps) {
  const { pathname } = useLocation();
  const isMoving = useNavigation().state !== 'idle';
  return (
    <>
      <a className={classes.skip} href="#main">
        Skip to the content
      </a>
      <header className={classes.header}>
        <div className={classes.bar}>
          <Link className={classes.brand} to={`/${useShared()}`} aria-label="RiskOptimizer, overview">
            <BrandMark />
            <span>RiskOptimizer</span>
          </Link>
          <Places />
          <div className={classes.tools}>
            {portfolioPages.has(pathname) && <PortfolioPicker />}
            <ColorSchemeToggle />
            {userMenu}
          </div>
        </div>
        {isMoving && <div className={classes.moving} />}
      </header>
      {banner}
      <main id="main" className={classes.main} tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

function useShared(): string {
  const [search] = useSearchParams();
  return sharedSearch(search);
}
