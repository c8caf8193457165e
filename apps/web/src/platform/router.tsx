/** Every page and its address. Each page is loaded when it is first visited. */
import { createBrowserRouter, Outlet, ScrollRestoration } from 'react-router';
import { AppShell } from '../components/app-shell.tsx';
import { LoadingState } from '../components/loading-state.tsx';
import { PageError } from '../components/page-error.tsx';

function Root() {
  return (
    <AppShell>
      <Outlet />
      <ScrollRestoration />
    </AppShell>
  );
}

function RootError() {
  return (
    <AppShell>
      <PageError />
    </AppShell>
  );
}

export const router = createBrowserRouter([
  {
    Component: Root,
    ErrorBoundary: RootError,
    HydrateFallback: () => <LoadingState label="The page is being loaded" />,
    children: [
      {
        ErrorBoundary: PageError,
        children: [
          { path: '/', lazy: () => import('../routes/overview.tsx') },
          { path: '/risk', lazy: () => import('../routes/risk.tsx') },
          { path: '/frontier', lazy: () => import('../routes/frontier.tsx') },
          { path: '/portfolios', lazy: () => import('../routes/portfolios.tsx') },
          { path: '/portfolios/new', lazy: () => import('../routes/portfolio-editor.tsx') },
          { path: '/portfolios/:portfolioId', lazy: () => import('../routes/portfolio-editor.tsx') },
          { path: '/import', lazy: () => import('../routes/import.tsx') },
          { path: '*', lazy: () => import('../routes/not-found.tsx') },
        ],
      },
    ],
  },
]);
