import { Button, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useEffect, useState } from 'react';
import { ErrorState } from '../../components/error-state.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { api } from '../../platform/store.ts';
import { QrCode } from './qr-code.tsx';
import classes from './second-factor.module.css';

interface TotpEnrolmentProps {
  /** Recovery codes come with the first factor, and are empty with a later one. */
  readonly onDone: (recoveryCodes: readonly string[]) => void;
}

/** Sets up an authenticator app: scan, or type the secret in, and prove it by a first code. */
export function TotpEnrolment({ onDone }: TotpEnrolmentProps) {
  const [begin, { data: enrolment, error: beginError }] = api.useBeginTotpMutation();
  const [confirm, { error, isLoading }] = api.useConfirmTotpMutation();
  const [code, setCode] = useState('');
  useEffect(() => {
    void begin();
  }, [begin]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await confirm({ code: code.replaceAll(/\s/g, '') });
    if (answer.data) onDone(answer.data.recoveryCodes);
    // A code is good for one try.
    else setCode('');
  };
  if (beginError) {
    return <ErrorState error={beginError} title="It could not be begun" onRetry={() => void begin()} />;
  }
  if (!enrolment) return <LoadingState label="A secret is being made" figures={0} charts={1} />;
  return (
    <form onSubmit={(event) => void submit(event)} className={classes.steps}>
      <p>Scan this with an authenticator app on your phone, or type the secret into it.</p>
      <QrCode text={enrolment.uri} label="QR code for an authenticator app; the secret below says the same" />
      <p>
        <code className={classes.secret}>{inGroups(enrolment.secret)}</code>
      </p>
      <TextInput
        label="Code that the app shows"
        required
        withAsterisk={false}
        value={code}
        inputMode="numeric"
        pattern="[0-9 ]*"
        maxLength={7}
        autoComplete="one-time-code"
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <FormProblem error={error} />
      <Button type="submit" loading={isLoading}>
        Turn it on
      </Button>
    </form>
  );
}

/** In fours, as one reads it out and types it. */
function inGroups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? secret;
}
