import { Button, TextInput } from '@mantine/core';
import type { PasskeyChallenge } from '@riskoptimizer/contracts';
import { useEffect, useRef, useState } from 'react';
import { FormProblem } from '../../components/form-problem.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { askForPasskey, isCalledOff, type PasskeyProof } from '../../platform/passkeys.ts';
import classes from './entry-page.module.css';
import { useSubmit } from './use-submit.ts';

export type ProofMethod = 'passkey' | 'totp' | 'password' | 'recovery-code';
export type Proof =
  | { readonly method: 'password'; readonly password: string }
  | { readonly method: 'totp' | 'recovery-code'; readonly code: string }
  | ({ readonly method: 'passkey' } & PasskeyProof);

interface ProofFormProps {
  /** At least one, the best first. */
  readonly methods: readonly ProofMethod[];
  readonly passkeyChallenge: () => Promise<PasskeyChallenge>;
  readonly onProof: (proof: Proof) => Promise<void>;
  readonly submitLabel: string;
  /** The way back to where one came from, beside the other means. */
  readonly back?: { readonly label: string; readonly onClick: () => void };
}

const otherNames: Record<ProofMethod, string> = {
  passkey: 'Use a passkey',
  totp: 'Use a code of the authenticator',
  password: 'Use the password',
  'recovery-code': 'Use a recovery code',
};

/** Proves who one is by one of several means: a code, a passkey, the password. */
export function ProofForm({ methods, passkeyChallenge, onProof, submitLabel, back }: ProofFormProps) {
  const [method, setMethod] = useState(methods[0] ?? 'password');
  const Field = method === 'passkey' ? PasskeyButton : method === 'password' ? PasswordProof : CodeProof;
  return (
    <div className={classes.form}>
      <Field key={method} {...{ method, onProof, submitLabel, passkeyChallenge }} />
      {(methods.length > 1 || back) && (
        <div className={classes.foot}>
          {methods
            .filter((other) => other !== method)
            .map((other) => (
              <button key={other} type="button" className={classes.plain} onClick={() => setMethod(other)}>
                {otherNames[other]}
              </button>
            ))}
          {back && (
            <button type="button" className={classes.plain} onClick={back.onClick}>
              {back.label}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

interface ProofFieldProps extends Pick<ProofFormProps, 'onProof' | 'submitLabel' | 'passkeyChallenge'> {
  readonly method: ProofMethod;
}

const codeDigits = 6;

function CodeProof({ method, onProof, submitLabel }: ProofFieldProps) {
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const isTotp = method === 'totp';
  const { submit, isSending, error } = useSubmit(async () => {
    try {
      await onProof(
        isTotp ? { method: 'totp', code: code.replaceAll(/\s/g, '') } : { method: 'recovery-code', code: code.trim() },
      );
    } catch (failure) {
      // A code works once: a refused one is never the right one later.
      setCode('');
      field.current?.focus();
      throw failure;
    }
  });
  useEffect(() => field.current?.focus(), []);
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        ref={field}
        label={isTotp ? 'Code of the authenticator' : 'Recovery code'}
        description={isTotp ? 'Six digits; a new code comes every 30 seconds' : 'One of those that were shown once'}
        required
        withAsterisk={false}
        value={code}
        autoComplete={isTotp ? 'one-time-code' : 'off'}
        autoCapitalize="none"
        spellCheck={false}
        {...(isTotp ? { inputMode: 'numeric', maxLength: codeDigits + 1, pattern: '[0-9 ]*' } : { maxLength: 40 })}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <FormProblem error={error} />
      <Button type="submit" loading={isSending}>
        {submitLabel}
      </Button>
    </form>
  );
}

function PasswordProof({ onProof, submitLabel }: ProofFieldProps) {
  const [password, setPassword] = useState('');
  const { submit, isSending, error } = useSubmit(() => onProof({ method: 'password', password }));
  return (
    <form onSubmit={submit} className={classes.form}>
      <PasswordField label="Password" autoComplete="current-password" value={password} onChange={setPassword} isFirst />
      <FormProblem error={error} />
      <Button type="submit" loading={isSending}>
        {submitLabel}
      </Button>
    </form>
  );
}

function PasskeyButton({ onProof, passkeyChallenge }: ProofFieldProps) {
  const { submit, isSending, error } = useSubmit(async () => {
    try {
      await onProof({ method: 'passkey', ...(await askForPasskey(await passkeyChallenge())) });
    } catch (failure) {
      if (!isCalledOff(failure)) throw failure;
    }
  });
  return (
    <>
      <FormProblem error={error} />
      <Button loading={isSending} onClick={() => submit()} data-autofocus>
        Use a passkey
      </Button>
    </>
  );
}
