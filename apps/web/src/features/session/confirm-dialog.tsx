import { Modal } from '@mantine/core';
import type { Account } from '@riskoptimizer/contracts';
import { usePendingConfirmation } from '../../platform/confirmation.ts';
import { hasPasskeys } from '../../platform/passkeys.ts';
import { api, client } from '../../platform/store.ts';
import classes from '../entry/entry-page.module.css';
import { type Proof, ProofForm, type ProofMethod } from '../entry/proof-form.tsx';

/** Asked before something that a thief at an open screen must not be able to do. The request waits underneath. */
export function ConfirmDialog() {
  const settle = usePendingConfirmation();
  return (
    <Modal
      opened={settle !== null}
      onClose={() => settle?.(false)}
      title="Confirm that it is you"
      centered
      zIndex={900}
      closeButtonProps={{ 'aria-label': 'Do not confirm', size: 44 }}
    >
      {settle && <Confirm onConfirmed={() => settle(true)} />}
    </Modal>
  );
}

function Confirm({ onConfirmed }: { readonly onConfirmed: () => void }) {
  const { data: account } = api.useGetAccountQuery();
  const { data: status } = api.useGetAuthenticationStatusQuery();
  const [stepUp] = api.useStepUpMutation();
  if (!account || !status) return null;
  const prove = async (proof: Proof) => {
    await stepUp(proof).unwrap();
    onConfirmed();
  };
  return (
    <div className={classes.form}>
      <p className={classes.note}>This needs a fresh proof. Then it goes on by itself.</p>
      <ProofForm
        methods={proofMethods(account, hasPasskeys(status.relyingPartyId))}
        passkeyChallenge={() => client.createPasskeyChallenge({ challengeToken: null })}
        onProof={prove}
        submitLabel="Confirm"
      />
    </div>
  );
}

/** A second factor where there is one: a password alone may be known to others. */
function proofMethods({ factors }: Account, canPasskey: boolean): ProofMethod[] {
  const strong: ProofMethod[] = [];
  if (canPasskey && factors.includes('passkey')) strong.push('passkey');
  if (factors.includes('totp')) strong.push('totp');
  if (factors.includes('recovery-code')) strong.push('recovery-code');
  return strong.length > 0 ? strong : ['password'];
}
