import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { showDone } from '../../platform/failure-notice.ts';
import { api } from '../../platform/store.ts';
import { useSubmit } from '../entry/use-submit.ts';
import type { AccountFormProps } from './account-form-props.ts';
import classes from './security.module.css';

/** The new address counts from the moment it was confirmed, and not before. */
export function EmailForm({ account, onDone }: AccountFormProps) {
  const [request] = api.useRequestEmailChangeMutation();
  const [email, setEmail] = useState('');
  const { submit, isSending, error } = useSubmit(async () => {
    await request({ email: email.trim() }).unwrap();
    showDone('A link was sent', `Open it in the mail to ${email.trim()}. Until then you sign in with the old address.`);
    onDone();
  });
  return (
    <form onSubmit={submit} className={classes.form}>
      <p className={classes.note}>
        You sign in with {account.email}. A link goes to the new address; when you open it, the new one counts and the
        old one is told.
      </p>
      <TextInput
        label="New e-mail address"
        type="email"
        required
        withAsterisk={false}
        maxLength={254}
        autoComplete="email"
        data-autofocus
        value={email}
        error={problemOfField(error, 'email')}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <FormProblem error={error} fields={['email']} />
      <Button type="submit" loading={isSending}>
        Send the link
      </Button>
    </form>
  );
}
