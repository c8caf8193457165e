import type { SignInAnswer } from '@riskoptimizer/contracts';
import { session } from '../../platform/session.ts';
import { client } from '../../platform/store.ts';
import { type Proof, ProofForm, type ProofMethod } from './proof-form.tsx';

export type SecondFactorNeeded = Extract<SignInAnswer, { status: 'second-factor' }>;

interface SecondFactorStepProps {
  readonly needed: SecondFactorNeeded;
  readonly onAnew: () => void;
}

/** The best first: a passkey cannot be given to the wrong site, and a recovery code is gone once it is used. */
const order: readonly ProofMethod[] = ['passkey', 'totp', 'recovery-code'];

/** The second step of a sign-in. */
export function SecondFactorStep({ needed, onAnew }: SecondFactorStepProps) {
  const { challengeToken, methods } = needed;
  const prove = async (proof: Proof) => {
    if (proof.method === 'password') return;
    const answer =
      proof.method === 'passkey'
        ? client.signInWithPasskey({ challengeId: proof.challengeId, response: proof.response })
        : client.completeSecondFactor({ method: proof.method, challengeToken, code: proof.code });
    await session.accept(await answer);
  };
  return (
    <ProofForm
      methods={order.filter((method) => (methods as readonly ProofMethod[]).includes(method))}
      passkeyChallenge={() => client.createPasskeyChallenge({ challengeToken })}
      onProof={prove}
      submitLabel="Sign in"
      back={{ label: 'Start again', onClick: onAnew }}
    />
  );
}
