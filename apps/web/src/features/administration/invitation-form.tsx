import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type Role, roles } from '@riskoptimizer/contracts';
import { useState } from 'react';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { api } from '../../platform/store.ts';
import { useSubmit } from '../entry/use-submit.ts';
import classes from './administration.module.css';

interface InvitationFormProps {
  readonly onCreated: (created: { readonly email: string; readonly link: string }) => void;
}

export function InvitationForm({ onCreated }: InvitationFormProps) {
  const [create] = api.useCreateInvitationMutation();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('analyst');
  const { submit, isSending, error } = useSubmit(async () => {
    const { invitation, link } = await create({ email: email.trim(), role }).unwrap();
    onCreated({ email: invitation.email, link });
    setEmail('');
  });
  return (
    <form onSubmit={submit}>
      <div className={classes.row}>
        <TextInput
          label="Invite by e-mail address"
          type="email"
          required
          withAsterisk={false}
          maxLength={254}
          autoComplete="off"
          value={email}
          error={problemOfField(error, 'email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <NativeSelect
          label="As"
          value={role}
          data={[...roles]}
          onChange={(event) => setRole(roles.find((one) => one === event.currentTarget.value) ?? 'viewer')}
        />
        <Button type="submit" loading={isSending}>
          Invite
        </Button>
      </div>
      <FormProblem error={error} fields={['email']} />
    </form>
  );
}
