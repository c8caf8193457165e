import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Navigate, useNavigate } from 'react-router';
import { LoadingState } from '../../components/loading-state.tsx';
import { hasPasskeys } from '../../platform/passkeys.ts';
import { isPageLeaving, session, useSessionState } from '../../platform/session.ts';
import { api } from '../../platform/store.ts';
import { EntryPage } from '../entry/entry-page.tsx';
import { PasskeyNote } from '../entry/passkey-note.tsx';
import { PasskeyEnrolment } from './passkey-enrolment.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import classes from './second-factor.module.css';
import { TotpEnrolment } from './totp-enrolment.tsx';

/** The second factor that a role needs before anything else can be done. */
export function SecondFactorPage() {
  const state = useSessionState();
  const navigate = useNavigate();
  const { data: status } = api.useGetAuthenticationStatusQuery();
  const [codes, setCodes] = useState<readonly string[] | null>(null);

  const enter = async () => {
    // The tokens of now still say that the factor is missing.
    await session.refresh();
    await navigate('/', { replace: true });
  };
  const finish = (recoveryCodes: readonly string[]) => {
    if (recoveryCodes.length === 0) void enter();
    else setCodes(recoveryCodes);
  };

  if (isPageLeaving()) return null;
  if (state.status === 'signed-out') return <Navigate to="/sign-in" replace />;
  if (codes !== null) {
    return (
      <EntryPage title="Keep your recovery codes">
        <RecoveryCodes codes={codes} onKept={() => void enter()} />
      </EntryPage>
    );
  }
  if (state.status === 'signed-in' && state.session.assurance === 'full') return <Navigate to="/" replace />;
  if (!status || state.status === 'unknown') return <LoadingState label="One moment" figures={0} charts={0} />;
  return (
    <EntryPage
      title="Set up a second factor"
      lead="Your role needs one: whoever finds out the password then still cannot sign in as you."
      foot={
        <button type="button" className={classes.plain} onClick={() => void session.signOut()}>
          Sign out
        </button>
      }
    >
      <FactorChoice relyingPartyId={status.relyingPartyId} onDone={finish} />
    </EntryPage>
  );
}

interface FactorChoiceProps {
  readonly relyingPartyId: string | null;
  readonly onDone: (recoveryCodes: readonly string[]) => void;
}

function FactorChoice({ relyingPartyId, onDone }: FactorChoiceProps) {
  const [kind, setKind] = useState('totp');
  const canPasskey = hasPasskeys(relyingPartyId);
  return (
    <>
      {canPasskey && (
        <SegmentedControl
          className={classes.choice}
          aria-label="Kind of second factor"
          fullWidth
          value={kind}
          data={[
            { value: 'totp', label: 'Authenticator app' },
            { value: 'passkey', label: 'Passkey' },
          ]}
          onChange={setKind}
        />
      )}
      {canPasskey && kind === 'passkey' ? <PasskeyEnrolment onDone={onDone} /> : <TotpEnrolment onDone={onDone} />}
      {!canPasskey && (
        <div className={classes.aside}>
          <PasskeyNote relyingPartyId={relyingPartyId} />
        </div>
      )}
    </>
  );
}
