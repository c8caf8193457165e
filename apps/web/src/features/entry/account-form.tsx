import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import classes from './entry-page.module.css';
import { NewPasswordField } from './new-password-field.tsx';
import { useSubmit } from './use-submit.ts';

export interface AccountFields {
  readonly email: string;
  readonly displayName: string;
  readonly password: string;
}

interface AccountFormProps {
  readonly submitLabel: string;
  readonly onSubmit: (fields: AccountFields) => Promise<void>;
  /** False when the link says for which address the account is. */
  readonly withEmail?: boolean;
}

const fieldNames = ['email', 'displayName', 'password'];

/** What a new account needs: a name, a password, and the e-mail address to sign in with. */
export function AccountForm({ submitLabel, onSubmit, withEmail = true }: AccountFormProps) {
  const [fields, setFields] = useState<AccountFields>({ email: '', displayName: '', password: '' });
  const change = (part: Partial<AccountFields>) => setFields((present) => ({ ...present, ...part }));
  const { submit, isSending, error } = useSubmit(() => onSubmit({ ...fields, email: fields.email.trim() }));
  return (
    <form onSubmit={submit} className={classes.form}>
      {withEmail && (
        <TextInput
          label="E-mail"
          description="To sign in with, and for what only you should know"
          type="email"
          required
          withAsterisk={false}
          maxLength={254}
          autoComplete="username"
          value={fields.email}
          error={problemOfField(error, 'email')}
          onChange={(event) => change({ email: event.currentTarget.value })}
        />
      )}
      <TextInput
        label="Your name"
        description="As others see it, such as beside a portfolio that you share"
        required
        withAsterisk={false}
        maxLength={80}
        autoComplete="name"
        value={fields.displayName}
        error={problemOfField(error, 'displayName')}
        onChange={(event) => change({ displayName: event.currentTarget.value })}
      />
      <NewPasswordField
        value={fields.password}
        error={problemOfField(error, 'password')}
        onChange={(password) => change({ password })}
      />
      <FormProblem error={error} fields={fieldNames} />
      <Button type="submit" loading={isSending}>
        {submitLabel}
      </Button>
    </form>
  );
}
