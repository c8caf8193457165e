import type { ComponentType, ReactNode } from 'react';
import { Link, NavLink, useLocation, useNavigation, useSearchParams } from 'react-router';
import { sharedSearch } from '../platform/url-state.ts';
import { useMay } from '../platform/use-account.ts';
import classes from './app-shell.module.css';
import { BrandMark } from './brand-mark.tsx';
import { ColorSchemeToggle } from './color-scheme-toggle.tsx';
import { FrontierIcon, ImportIcon, OverviewIcon, PortfoliosIcon, RebalanceIcon, RiskIcon } from './icons.tsx';
import { PortfolioPicker } from './portfolio-picker.tsx';

interface Place {
  readonly path: string;
  readonly name: string;
  readonly icon: ComponentType<{ size?: number }>;
}

const places: readonly Place[] = [
  { path: '/', name: 'Overview', icon: OverviewIcon },
  { path: '/risk', name: 'Risk', icon: RiskIcon },
  { path: '/frontier', name: 'Frontier', icon: FrontierIcon },
  { path: '/rebalance', name: 'Rebalance', icon: RebalanceIcon },
  { path: '/portfolios', name: 'Portfolios', icon: PortfoliosIcon },
  { path: '/import', name: 'Import', icon: ImportIcon },
];

/** Pages that are about one portfolio, and so let it be chosen. */
const portfolioPages = new Set(['/', '/risk', '/frontier', '/rebalance']);

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

/** In the header; along the bottom of a phone. */
function Places() {
  const search = useShared();
  const mayImport = useMay('asset:change');
  const offered = places.filter(({ path }) => path !== '/import' || mayImport);
  return (
    <nav className={classes.places} aria-label="Pages">
      {offered.map(({ path, name, icon: Icon }) => (
        <NavLink key={path} className={classes.place} to={`${path}${search}`} end={path === '/'}>
          <span className={classes.placeIcon}>
            <Icon size={20} />
          </span>
          {name}
        </NavLink>
      ))}
    </nav>
  );
}

function useShared(): string {
  const [search] = useSearchParams();
  return sharedSearch(search);
}
