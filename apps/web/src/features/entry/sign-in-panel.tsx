import type { AuthenticationStatus } from '@riskoptimizer/contracts';
import { useState } from 'react';
import { session } from '../../platform/session.ts';
import { client } from '../../platform/store.ts';
import { DemoDoor } from './demo-door.tsx';
import { type SecondFactorNeeded, SecondFactorStep } from './second-factor-step.tsx';
import { SignInForm } from './sign-in-form.tsx';

interface SignInPanelProps {
  readonly status: AuthenticationStatus;
  /** Whom the form is filled in for. */
  readonly email?: string;
  /** Told when the first step is done and a second one follows, and when it starts anew. */
  readonly onStep?: (step: 'first' | 'second') => void;
}

/** Every way in: the demo where there are no accounts yet, else password, passkey and second factor. */
export function SignInPanel({ status, email, onStep }: SignInPanelProps) {
  const [needed, setNeeded] = useState<SecondFactorNeeded | null>(null);
  const step = (next: SecondFactorNeeded | null) => {
    setNeeded(next);
    onStep?.(next === null ? 'first' : 'second');
  };
  const signIn = async (credentials: { email: string; password: string }) => {
    const answer = await client.signIn(credentials);
    if (answer.status === 'signed-in') await session.accept(answer);
    else step(answer);
  };
  if (status.demo) return <DemoDoor />;
  if (needed) return <SecondFactorStep needed={needed} onAnew={() => step(null)} />;
  return <SignInForm status={status} onSignIn={signIn} {...(email === undefined ? {} : { email })} />;
}
