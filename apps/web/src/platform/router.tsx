/** Every page and its address. Each page is loaded when it is first visited. */
import { createBrowserRouter, Outlet, type RouteObject, ScrollRestoration } from 'react-router';
import { AppShell } from '../components/app-shell.tsx';
import { EntryShell } from '../components/entry-shell.tsx';
import { LoadingState } from '../components/loading-state.tsx';
import { PageError } from '../components/page-error.tsx';
import { ConfirmDialog } from '../features/session/confirm-dialog.tsx';
import { DemoBanner } from '../features/session/demo-banner.tsx';
import { SessionDialogs } from '../features/session/session-dialogs.tsx';
import { SessionGate } from '../features/session/session-gate.tsx';
import { UserMenu } from '../features/session/user-menu.tsx';

/** Pages of the person, and not of a portfolio. */
const personalPages: readonly RouteObject[] = [
  { path: '/data', lazy: () => import('../routes/data.tsx') },
  { path: '/jobs', lazy: () => import('../routes/jobs.tsx') },
  { path: '/security', lazy: () => import('../routes/security.tsx') },
  { path: '/administration', lazy: () => import('../routes/administration.tsx') },
  { path: '/audit', lazy: () => import('../routes/audit.tsx') },
];
const personalPaths: ReadonlySet<string> = new Set(personalPages.flatMap(({ path }) => path ?? []));

function Root() {
  return (
    <>
      <Outlet />
      <ScrollRestoration />
      <ConfirmDialog />
      <SessionDialogs />
    </>
  );
}

function Inside() {
  return (
    <SessionGate>
      <AppShell banner={<DemoBanner />} userMenu={<UserMenu paths={personalPaths} />}>
        <Outlet />
      </AppShell>
    </SessionGate>
  );
}

function Entry() {
  return (
    <EntryShell>
      <Outlet />
    </EntryShell>
  );
}

function RootError() {
  return (
    <EntryShell>
      <PageError />
    </EntryShell>
  );
}

export const router = createBrowserRouter([
  {
    Component: Root,
    ErrorBoundary: RootError,
    HydrateFallback: () => <LoadingState label="The page is being loaded" />,
    children: [
      {
        Component: Entry,
        children: [
          {
            ErrorBoundary: PageError,
            children: [
              { path: '/sign-in', lazy: () => import('../routes/sign-in.tsx') },
              { path: '/set-up', lazy: () => import('../routes/set-up.tsx') },
              { path: '/register', lazy: () => import('../routes/register.tsx') },
              { path: '/confirm', lazy: () => import('../routes/confirm.tsx') },
              { path: '/invitation', lazy: () => import('../routes/invitation.tsx') },
              { path: '/forgot', lazy: () => import('../routes/forgot.tsx') },
              { path: '/reset', lazy: () => import('../routes/reset.tsx') },
              { path: '/email-change', lazy: () => import('../routes/email-change.tsx') },
              { path: '/welcome/second-factor', lazy: () => import('../routes/second-factor.tsx') },
            ],
          },
        ],
      },
      {
        Component: Inside,
        children: [
          {
            ErrorBoundary: PageError,
            children: [
              { path: '/', lazy: () => import('../routes/overview.tsx') },
              { path: '/holdings', lazy: () => import('../routes/holdings.tsx') },
              { path: '/transactions', lazy: () => import('../routes/transactions.tsx') },
              { path: '/transactions/import', lazy: () => import('../routes/transaction-import.tsx') },
              { path: '/performance', lazy: () => import('../routes/performance.tsx') },
              { path: '/risk', lazy: () => import('../routes/risk.tsx') },
              { path: '/frontier', lazy: () => import('../routes/frontier.tsx') },
              { path: '/rebalance', lazy: () => import('../routes/rebalance.tsx') },
              { path: '/alerts', lazy: () => import('../routes/alerts.tsx') },
              { path: '/portfolios', lazy: () => import('../routes/portfolios.tsx') },
              { path: '/portfolios/new', lazy: () => import('../routes/portfolio-editor.tsx') },
              { path: '/portfolios/:portfolioId', lazy: () => import('../routes/portfolio-editor.tsx') },
              { path: '/portfolios/:portfolioId/history', lazy: () => import('../routes/history.tsx') },
              { path: '/import', lazy: () => import('../routes/import.tsx') },
              ...personalPages,
              { path: '*', lazy: () => import('../routes/not-found.tsx') },
            ],
          },
        ],
      },
    ],
  },
]);
