import { Button, TextInput } from '@mantine/core';
import type { AuthenticationStatus } from '@riskoptimizer/contracts';
import { useEffect, useRef, useState } from 'react';
import { FormProblem } from '../../components/form-problem.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { hasPasskeys } from '../../platform/passkeys.ts';
import classes from './entry-page.module.css';
import { PasskeyNote } from './passkey-note.tsx';
import { usePasskeySignIn } from './use-passkey-sign-in.ts';
import { useSubmit } from './use-submit.ts';

interface SignInFormProps {
  readonly status: AuthenticationStatus;
  readonly email?: string;
  readonly onSignIn: (credentials: { email: string; password: string }) => Promise<void>;
}

/** E-mail and password, or a passkey: chosen in the list under the field, or by the button. */
export function SignInForm({ status, email: known = '', onSignIn }: SignInFormProps) {
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const canPasskey = hasPasskeys(status.relyingPartyId);
  const byPassword = useSubmit(() => onSignIn({ email: email.trim(), password }));
  const byPasskey = usePasskeySignIn(canPasskey);
  useEffect(() => {
    if (known === '') field.current?.focus();
  }, [known]);
  return (
    <div className={classes.form}>
      <form onSubmit={byPassword.submit} className={classes.form}>
        <TextInput
          ref={field}
          label="E-mail"
          type="email"
          required
          withAsterisk={false}
          maxLength={254}
          autoComplete="username webauthn"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordField
          label="Password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          isFirst={known !== ''}
        />
        <FormProblem error={byPassword.error ?? byPasskey.error} />
        <Button type="submit" loading={byPassword.isSending}>
          Sign in
        </Button>
      </form>
      {canPasskey ? (
        <Button variant="default" loading={byPasskey.isSending} onClick={() => byPasskey.submit()}>
          Sign in with a passkey
        </Button>
      ) : (
        <PasskeyNote relyingPartyId={status.relyingPartyId} />
      )}
    </div>
  );
}
