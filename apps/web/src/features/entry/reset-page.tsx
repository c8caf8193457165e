import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { linkToken } from '../../platform/link-token.ts';
import { client } from '../../platform/store.ts';
import classes from './entry-page.module.css';
import { EntryPage, IncompleteLink } from './entry-page.tsx';
import { NewPasswordField } from './new-password-field.tsx';
import { useSubmit } from './use-submit.ts';

/** A new password by the link that came by mail. It signs nobody in: a second factor is never skipped by it. */
export function ResetPage() {
  const [password, setPassword] = useState('');
  const [isDone, setIsDone] = useState(false);
  const { submit, isSending, error } = useSubmit(async () => {
    if (linkToken !== null) await client.completePasswordReset({ token: linkToken, password });
    setIsDone(true);
  });
  const foot = <Link to="/sign-in">To the sign-in</Link>;
  if (linkToken === null) return <IncompleteLink title="Choose a new password" from="from the message" />;
  if (isDone) {
    return (
      <EntryPage
        title="Your password is changed"
        lead="Every session was ended, on all devices. Sign in with the new password."
        foot={foot}
      />
    );
  }
  return (
    <EntryPage title="Choose a new password" foot={foot}>
      <form onSubmit={submit} className={classes.form}>
        <NewPasswordField
          label="New password"
          value={password}
          onChange={setPassword}
          error={problemOfField(error, 'password')}
        />
        <FormProblem error={error} fields={['password']} />
        <Button type="submit" loading={isSending}>
          Change the password
        </Button>
      </form>
    </EntryPage>
  );
}
