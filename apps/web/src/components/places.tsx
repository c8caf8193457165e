import { Menu, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ComponentType } from 'react';
import { Link, NavLink, useLocation, useSearchParams } from 'react-router';
import { count } from '../platform/format.ts';
import { sharedSearch } from '../platform/url-state.ts';
import { useMay } from '../platform/use-account.ts';
import { useOpenAlertCount } from '../platform/use-open-alerts.ts';
import { usePhone } from '../platform/use-phone.ts';
import {
  AlertsIcon,
  DataIcon,
  FrontierIcon,
  HoldingsIcon,
  ImportIcon,
  MoreIcon,
  OverviewIcon,
  PerformanceIcon,
  PortfoliosIcon,
  RebalanceIcon,
  RiskIcon,
  TransactionsIcon,
} from './icons.tsx';
import classes from './places.module.css';

interface Place {
  readonly path: string;
  readonly name: string;
  readonly icon: ComponentType<{ size?: number }>;
  /** On a phone there is room for these; the others are behind "More". */
  readonly isOnPhone?: boolean;
}

const places: readonly Place[] = [
  { path: '/', name: 'Overview', icon: OverviewIcon, isOnPhone: true },
  { path: '/holdings', name: 'Holdings', icon: HoldingsIcon, isOnPhone: true },
  { path: '/transactions', name: 'Transactions', icon: TransactionsIcon },
  { path: '/performance', name: 'Performance', icon: PerformanceIcon, isOnPhone: true },
  { path: '/risk', name: 'Risk', icon: RiskIcon, isOnPhone: true },
  { path: '/frontier', name: 'Frontier', icon: FrontierIcon },
  { path: '/rebalance', name: 'Rebalance', icon: RebalanceIcon },
  { path: '/alerts', name: 'Alerts', icon: AlertsIcon },
  { path: '/portfolios', name: 'Portfolios', icon: PortfoliosIcon },
  { path: '/import', name: 'Import', icon: ImportIcon },
  { path: '/data', name: 'Data', icon: DataIcon },
];

/** Where the names of all pages and the picker of portfolios stand beside each other. */
const wideEnough = '(min-width: 88em)';
/** How many stand beside "More" below that width. */
const narrowCount = 5;

/** The way to every page: in the header, along the bottom of a phone. What has no room is behind "More". */
export function Places() {
  const search = sharedSearch(useSearchParams()[0]);
  const openAlerts = useOpenAlertCount();
  const mayImport = useMay('asset:change');
  const phone = usePhone();
  const isWide = useMediaQuery(wideEnough, true, { getInitialValueInEffect: false });
  const offered = places.filter(({ path }) => path !== '/import' || mayImport);
  const isShown = (place: Place, index: number) => (phone ? place.isOnPhone === true : isWide || index < narrowCount);
  const folded = offered.filter((place, index) => !isShown(place, index));
  return (
    <nav className={classes.places} aria-label="Pages">
      {offered.filter(isShown).map(({ path, name, icon: Icon }) => (
        <NavLink key={path} className={classes.place} to={`${path}${search}`} end={path === '/'}>
          <span className={classes.icon}>
            <Icon size={20} />
          </span>
          {name}
          {path === '/alerts' && <OpenAlerts count={openAlerts} />}
        </NavLink>
      ))}
      {folded.length > 0 && <More places={folded} search={search} openAlerts={openAlerts} />}
    </nav>
  );
}

/** How many alerts are not over; nothing while there is none. */
function OpenAlerts({ count: open }: { readonly count: number }) {
  if (open === 0) return null;
  return (
    <span className={classes.count}>
      {count(open)}
      <VisuallyHidden> open</VisuallyHidden>
    </span>
  );
}

interface MoreProps {
  readonly places: readonly Place[];
  readonly search: string;
  readonly openAlerts: number;
}

function More({ places: folded, search, openAlerts }: MoreProps) {
  const { pathname } = useLocation();
  const hasAlerts = folded.some(({ path }) => path === '/alerts');
  const isHere = folded.some(({ path }) => pathname.startsWith(path));
  return (
    <Menu position="bottom-end" width={220} shadow="md" withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className={classes.place} data-current={isHere || undefined}>
          <span className={classes.icon}>
            <MoreIcon size={20} />
          </span>
          More
          {hasAlerts && <OpenAlerts count={openAlerts} />}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {folded.map(({ path, name, icon: Icon }) => (
          <Menu.Item
            key={path}
            component={Link}
            to={`${path}${search}`}
            className={classes.item}
            leftSection={<Icon size={18} />}
            aria-current={pathname.startsWith(path) ? 'page' : undefined}
          >
            {name}
            {path === '/alerts' && <OpenAlerts count={openAlerts} />}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
