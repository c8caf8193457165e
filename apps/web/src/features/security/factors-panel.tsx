import { Modal } from '@mantine/core';
import type { Factors, Passkey } from '@riskoptimizer/contracts';
import { useState } from 'react';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { showDone, showFailure } from '../../platform/failure-notice.ts';
import { count, dateMedium } from '../../platform/format.ts';
import { hasPasskeys } from '../../platform/passkeys.ts';
import { api } from '../../platform/store.ts';
import { useAccount } from '../../platform/use-account.ts';
import { PasskeyNote } from '../entry/passkey-note.tsx';
import { PasskeyEnrolment } from '../second-factor/passkey-enrolment.tsx';
import { RecoveryCodes } from '../second-factor/recovery-codes.tsx';
import { TotpEnrolment } from '../second-factor/totp-enrolment.tsx';
import { Fact } from './fact.tsx';
import classes from './security.module.css';

type Step = { readonly kind: 'totp' | 'passkey' } | { readonly kind: 'codes'; readonly codes: readonly string[] };

const titles = {
  totp: 'Set up an authenticator app',
  passkey: 'Add a passkey',
  codes: 'Keep your recovery codes',
} as const;

/** What is asked for besides the password: set up, added, taken away. */
export function FactorsPanel() {
  const { data: factors, error, refetch } = api.useGetFactorsQuery();
  const [step, setStep] = useState<Step | null>(null);
  const finish = (codes: readonly string[]) => {
    showDone('The second factor is on');
    setStep(codes.length > 0 ? { kind: 'codes', codes } : null);
  };
  return (
    <Panel title="Second factors" note="Asked for besides the password, so that the password alone signs nobody in.">
      {factors ? (
        <FactorList factors={factors} onStep={setStep} />
      ) : error ? (
        <ErrorState error={error} title="Your second factors could not be read" onRetry={() => void refetch()} />
      ) : (
        <LoadingState label="Your second factors are being read" figures={0} charts={1} />
      )}
      <Modal
        opened={step !== null}
        // Codes are shown once: a click beside the dialog must not lose them.
        closeOnClickOutside={step?.kind !== 'codes'}
        closeOnEscape={step?.kind !== 'codes'}
        withCloseButton={step?.kind !== 'codes'}
        onClose={() => setStep(null)}
        title={step && titles[step.kind]}
        closeButtonProps={{ 'aria-label': 'Close', size: 44 }}
      >
        {step?.kind === 'totp' && <TotpEnrolment onDone={finish} />}
        {step?.kind === 'passkey' && <PasskeyEnrolment onDone={finish} />}
        {step?.kind === 'codes' && (
          <div data-print-alone>
            <RecoveryCodes codes={step.codes} onKept={() => setStep(null)} />
          </div>
        )}
      </Modal>
    </Panel>
  );
}

interface FactorListProps {
  readonly factors: Factors;
  readonly onStep: (step: Step) => void;
}

function FactorList({ factors, onStep }: FactorListProps) {
  const { data: status } = api.useGetAuthenticationStatusQuery();
  const { totp, passkeys } = factors;
  const canPasskey = status !== undefined && hasPasskeys(status.relyingPartyId);
  return (
    <>
      <dl className={classes.facts}>
        <TotpFact enabledAt={totp?.enabledAt ?? null} onSetUp={() => onStep({ kind: 'totp' })} />
        {passkeys.map((passkey) => (
          <PasskeyFact key={passkey.id} passkey={passkey} />
        ))}
        <Fact
          name={passkeys.length === 0 ? 'Passkeys' : 'Another passkey'}
          action={canPasskey && <TextButton onClick={() => onStep({ kind: 'passkey' })}>Add a passkey</TextButton>}
        >
          {passkeys.length === 0 ? 'None. ' : ''}A key on a phone, a computer or a stick; nothing to type, nothing to
          give away.
        </Fact>
        {(totp !== null || passkeys.length > 0) && (
          <RecoveryFact left={factors.recoveryCodesLeft} onMade={(codes) => onStep({ kind: 'codes', codes })} />
        )}
      </dl>
      {status && !canPasskey && <PasskeyNote relyingPartyId={status.relyingPartyId} />}
    </>
  );
}

function TotpFact({ enabledAt, onSetUp }: { readonly enabledAt: string | null; readonly onSetUp: () => void }) {
  const [remove] = api.useRemoveTotpMutation();
  const isRequired = useAccount()?.secondFactorRequired ?? false;
  if (enabledAt === null) {
    return (
      <Fact name="Authenticator app" action={<TextButton onClick={onSetUp}>Set up</TextButton>}>
        Off{isRequired && <div className={classes.note}>Your role needs one second factor at least.</div>}
      </Fact>
    );
  }
  const takeAway = async () => {
    const answer = await remove();
    if (answer.error) showFailure('The authenticator app could not be removed', answer.error);
    else showDone('The authenticator app is removed', 'Its codes are not taken any more.');
  };
  return (
    <Fact
      name="Authenticator app"
      action={
        <TextButton label="Remove the authenticator app" onClick={() => void takeAway()}>
          Remove
        </TextButton>
      }
    >
      On since {dateMedium(enabledAt)}
    </Fact>
  );
}

function PasskeyFact({ passkey }: { readonly passkey: Passkey }) {
  const [remove] = api.useRemovePasskeyMutation();
  const { id, name, createdAt, lastUsedAt, backedUp } = passkey;
  const takeAway = async () => {
    const answer = await remove({ passkeyId: id });
    if (answer.error) showFailure(`The passkey “${name}” could not be removed`, answer.error);
    else showDone(`The passkey “${name}” is removed`);
  };
  const used = lastUsedAt === null ? 'not used yet' : `last used ${dateMedium(lastUsedAt)}`;
  return (
    <Fact
      name="Passkey"
      note={`Made ${dateMedium(createdAt)}, ${used}, ${backedUp ? 'kept by a password manager as well' : 'on that device only'}`}
      action={
        <TextButton label={`Remove the passkey ${name}`} onClick={() => void takeAway()}>
          Remove
        </TextButton>
      }
    >
      {name}
    </Fact>
  );
}

function RecoveryFact({
  left,
  onMade,
}: {
  readonly left: number;
  readonly onMade: (codes: readonly string[]) => void;
}) {
  const [create, { isLoading }] = api.useCreateRecoveryCodesMutation();
  const make = async () => {
    const answer = await create();
    if (answer.error) showFailure('New recovery codes could not be made', answer.error);
    else onMade(answer.data.recoveryCodes);
  };
  return (
    <Fact
      name="Recovery codes"
      note="Each signs you in once when the phone is lost. New ones replace all old ones."
      action={
        <TextButton disabled={isLoading} onClick={() => void make()}>
          Make new ones
        </TextButton>
      }
    >
      {left === 0 ? <span className={classes.warning}>None left</span> : `${count(left)} left`}
    </Fact>
  );
}
