import { Button, Modal } from '@mantine/core';
import type { SessionState } from '@riskoptimizer/client';
import { beginAnew, isPageLeaving, session, useSessionState } from '../../platform/session.ts';
import { api } from '../../platform/store.ts';
import { useAccount } from '../../platform/use-account.ts';
import classes from '../entry/entry-page.module.css';
import { SignInPanel } from '../entry/sign-in-panel.tsx';
import { endSentence } from './end-reasons.ts';

/** Over the page as it stood when the session ended. Nothing typed is lost: the same user goes on, another one begins anew. */
export function SessionDialogs() {
  const state = useSessionState();
  if (isPageLeaving()) return null;
  if (state.status === 'expired') return <ExpiredDialog state={state} />;
  if (state.status === 'replaced') return <ReplacedDialog state={state} />;
  return null;
}

const fixed = {
  opened: true,
  onClose: () => undefined,
  withCloseButton: false,
  closeOnClickOutside: false,
  closeOnEscape: false,
  centered: true,
  // Over the dialog of a page, which waits underneath.
  zIndex: 1000,
} as const;

function ExpiredDialog({ state }: { readonly state: Extract<SessionState, { status: 'expired' }> }) {
  const { data: status } = api.useGetAuthenticationStatusQuery(undefined, { refetchOnMountOrArgChange: true });
  const email = useAccount()?.email;
  const { displayName } = state.session.user;
  return (
    <Modal {...fixed} title="Sign in again">
      <div className={classes.form}>
        <p className={classes.note}>
          {endSentence(state.reason)} The page is as you left it: sign in as {displayName}, and go on where you were.
        </p>
        {status && <SignInPanel status={status} {...(email ? { email } : {})} />}
        <p className={classes.note}>
          <button type="button" className={classes.plain} onClick={() => void session.signOut()}>
            Leave, and drop what is on the page
          </button>
        </p>
      </div>
    </Modal>
  );
}

function ReplacedDialog({ state }: { readonly state: Extract<SessionState, { status: 'replaced' }> }) {
  const { displayName } = state.by;
  return (
    <Modal {...fixed} title={`${displayName} is signed in now`}>
      <div className={classes.form}>
        <p className={classes.note}>
          Somebody signed in as {displayName} in another tab of this browser. What is on this page belongs to{' '}
          {state.session.user.displayName}, and nothing of it is saved any more.
        </p>
        <Button onClick={() => beginAnew('/')} data-autofocus>
          Go on as {displayName}
        </Button>
      </div>
    </Modal>
  );
}
