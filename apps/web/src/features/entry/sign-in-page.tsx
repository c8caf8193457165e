import type { AuthenticationStatus } from '@riskoptimizer/contracts';
import { type ReactNode, useState } from 'react';
import { Link, Navigate, useSearchParams } from 'react-router';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { nextAddress } from '../../platform/next-address.ts';
import { isPageLeaving, session, useSessionState } from '../../platform/session.ts';
import { api } from '../../platform/store.ts';
import { EntryPage } from './entry-page.tsx';
import { SetUpHelp } from './set-up-help.tsx';
import { SignInPanel } from './sign-in-panel.tsx';

/** The door. Whoever is signed in already goes straight through. */
export function SignInPage() {
  const [search] = useSearchParams();
  const state = useSessionState();
  const { data: status, error, refetch } = api.useGetAuthenticationStatusQuery();
  if (isPageLeaving()) return null;
  if (state.status === 'signed-in') return <Navigate to={nextAddress(search)} replace />;
  const problem = state.status === 'unreachable' ? state.problem : error;
  if (problem) {
    const again = async () => {
      await session.start();
      await refetch();
    };
    return <ErrorState error={problem} title="The server does not answer" onRetry={() => void again()} />;
  }
  if (state.status === 'unknown' || !status) return <LoadingState label="One moment" figures={0} charts={0} />;
  return <SignIn status={status} hasSignedOut={search.get('after') === 'sign-out'} />;
}

interface SignInProps {
  readonly status: AuthenticationStatus;
  readonly hasSignedOut: boolean;
}

function SignIn({ status, hasSignedOut }: SignInProps) {
  const [step, setStep] = useState<'first' | 'second'>('first');
  if (status.setUpRequired && !status.demo) {
    return (
      <EntryPage title="Make the first account" lead="Nobody can sign in yet.">
        <SetUpHelp />
      </EntryPage>
    );
  }
  return (
    <EntryPage
      title={titleOf(status, step)}
      lead={leadOf(status, hasSignedOut)}
      foot={status.demo || step === 'second' ? undefined : <WaysIn registration={status.registration} />}
    >
      <SignInPanel status={status} onStep={setStep} />
    </EntryPage>
  );
}

function titleOf({ demo }: AuthenticationStatus, step: 'first' | 'second'): string {
  if (demo) return 'A portfolio risk desk';
  return step === 'first' ? 'Sign in' : 'One more step';
}

function leadOf({ demo }: AuthenticationStatus, hasSignedOut: boolean): string | undefined {
  if (hasSignedOut) return 'You are signed out. Nothing of yours is left in this browser.';
  return demo ? 'What could go wrong, what drives it, and what better mix is reachable.' : undefined;
}

function WaysIn({ registration }: Pick<AuthenticationStatus, 'registration'>): ReactNode {
  return (
    <>
      <Link to="/forgot">Forgot the password</Link>
      {registration === 'open' && <Link to="/register">Make an account</Link>}
      {registration === 'invitation' && <span>An account is made by invitation: open the link you were sent.</span>}
    </>
  );
}
