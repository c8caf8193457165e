import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { showDone } from '../../platform/failure-notice.ts';
import { api } from '../../platform/store.ts';
import { useSubmit } from '../entry/use-submit.ts';
import type { AccountFormProps } from './account-form-props.ts';
import classes from './security.module.css';

export function NameForm({ account, onDone }: AccountFormProps) {
  const [update] = api.useUpdateAccountMutation();
  const [displayName, setDisplayName] = useState(account.displayName);
  const { submit, isSending, error } = useSubmit(async () => {
    await update({ displayName: displayName.trim() }).unwrap();
    showDone('Your name is changed');
    onDone();
  });
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label="Your name"
        description="As others see it, such as beside a portfolio that you share"
        required
        withAsterisk={false}
        maxLength={80}
        autoComplete="name"
        data-autofocus
        value={displayName}
        error={problemOfField(error, 'displayName')}
        onChange={(event) => setDisplayName(event.currentTarget.value)}
      />
      <FormProblem error={error} fields={['displayName']} />
      <Button type="submit" loading={isSending}>
        Change the name
      </Button>
    </form>
  );
}
