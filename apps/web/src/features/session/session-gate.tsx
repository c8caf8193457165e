import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import { EntryShell } from '../../components/entry-shell.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { signInAddress } from '../../platform/next-address.ts';
import { isPageLeaving, session, useSessionState } from '../../platform/session.ts';
import { api } from '../../platform/store.ts';
import { useLiveStream } from './use-live-stream.ts';

/** Lets in who is signed in, and sends everybody else to where they can be. An expiry lets the page stand as it is. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const state = useSessionState();
  const location = useLocation();
  useLiveStream();
  if (isPageLeaving()) return null;
  switch (state.status) {
    case 'unknown':
      return <Waiting />;
    case 'unreachable':
      return (
        <EntryShell>
          <ErrorState error={state.problem} title="The server cannot be reached" onRetry={() => void session.start()} />
        </EntryShell>
      );
    case 'signed-out':
      return <Navigate to={signInAddress(location)} replace />;
    case 'signed-in':
      if (state.session.assurance === 'enrolment') return <Navigate to="/welcome/second-factor" replace />;
      return <AccountGate>{children}</AccountGate>;
    case 'expired':
    case 'replaced':
      return <AccountGate>{children}</AccountGate>;
  }
}

/** What may be offered depends on the account, so nothing is before it is known. */
function AccountGate({ children }: { readonly children: ReactNode }) {
  const { data, error, refetch } = api.useGetAccountQuery();
  if (data) return children;
  if (!error) return <Waiting />;
  return (
    <EntryShell>
      <ErrorState error={error} title="Your account could not be read" onRetry={() => void refetch()} />
    </EntryShell>
  );
}

function Waiting() {
  return (
    <EntryShell>
      <LoadingState label="The page is being loaded" figures={0} charts={0} />
    </EntryShell>
  );
}
