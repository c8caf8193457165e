import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { showDone } from '../../platform/failure-notice.ts';
import { api } from '../../platform/store.ts';
import { NewPasswordField } from '../entry/new-password-field.tsx';
import { useSubmit } from '../entry/use-submit.ts';
import type { AccountFormProps } from './account-form-props.ts';
import classes from './security.module.css';

const fieldNames = ['currentPassword', 'newPassword'];

export function PasswordForm({ account, onDone }: AccountFormProps) {
  const [changePassword] = api.useChangePasswordMutation();
  const [currentPassword, setCurrentPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [endOtherSessions, setEndOtherSessions] = useState(true);
  const [alsoRevokeApiKeys, setAlsoRevokeApiKeys] = useState(true);
  const { submit, isSending, error } = useSubmit(async () => {
    await changePassword({ currentPassword, newPassword, endOtherSessions, alsoRevokeApiKeys }).unwrap();
    showDone('Your password is changed', consequences(endOtherSessions, alsoRevokeApiKeys));
    onDone();
  });
  return (
    <form onSubmit={submit} className={classes.form}>
      {/* Tells a password manager whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={account.email ?? ''} readOnly hidden />
      <PasswordField
        label="Present password"
        autoComplete="current-password"
        value={currentPassword}
        onChange={setCurrentPassword}
        error={problemOfField(error, 'currentPassword')}
        isFirst
      />
      <NewPasswordField
        label="New password"
        value={newPassword}
        onChange={setNewPassword}
        error={problemOfField(error, 'newPassword')}
        hasSecondFactor={account.factors.some((factor) => factor !== 'recovery-code')}
      />
      <Checkbox
        label="End every other session"
        checked={endOtherSessions}
        onChange={(event) => setEndOtherSessions(event.currentTarget.checked)}
      />
      <Checkbox
        label="Revoke every API key"
        description="Scripts that sign in as you need new ones. Leave it on unless you know every key."
        checked={alsoRevokeApiKeys}
        onChange={(event) => setAlsoRevokeApiKeys(event.currentTarget.checked)}
      />
      <FormProblem error={error} fields={fieldNames} />
      <Button type="submit" loading={isSending}>
        Change the password
      </Button>
    </form>
  );
}

function consequences(endOtherSessions: boolean, alsoRevokeApiKeys: boolean): string {
  const ended = [
    ...(endOtherSessions ? ['Every other session is ended.'] : []),
    ...(alsoRevokeApiKeys ? ['No API key works any more.'] : []),
  ];
  return ended.join(' ');
}
