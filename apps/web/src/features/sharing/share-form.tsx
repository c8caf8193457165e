import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { ShareLevel } from '@riskoptimizer/contracts';
import { useState } from 'react';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { today } from '../../platform/days.ts';
import { showDone } from '../../platform/failure-notice.ts';
import { api } from '../../platform/store.ts';
import { useSubmit } from '../entry/use-submit.ts';
import { endOfDay } from './end-of-day.ts';
import classes from './sharing.module.css';

const levels = [
  { value: 'read', label: 'Read: see the portfolio and its risk' },
  { value: 'edit', label: 'Edit: change weights and quantities too' },
];
const fieldNames = ['email', 'expiresAt'];

export function ShareForm({ portfolioId }: { readonly portfolioId: string }) {
  const [create] = api.useCreateShareMutation();
  const [email, setEmail] = useState('');
  const [level, setLevel] = useState<ShareLevel>('read');
  const [lastDay, setLastDay] = useState('');
  const { submit, isSending, error } = useSubmit(async () => {
    const share = await create({ portfolioId, email: email.trim(), level, expiresAt: endOfDay(lastDay) }).unwrap();
    showDone(`Shared with ${share.email}`);
    setEmail('');
  });
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label="E-mail address"
        description="Of somebody with an account here, or who will have one. You are not told whether they have."
        type="email"
        required
        withAsterisk={false}
        maxLength={254}
        autoComplete="off"
        value={email}
        error={problemOfField(error, 'email')}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <div className={classes.pair}>
        <NativeSelect
          label="They may"
          value={level}
          data={levels}
          onChange={(event) => setLevel(event.currentTarget.value === 'edit' ? 'edit' : 'read')}
        />
        <TextInput
          label="Last day (UTC)"
          description="Empty: until you take it back"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          type="date"
          min={today()}
          value={lastDay}
          error={problemOfField(error, 'expiresAt')}
          onChange={(event) => setLastDay(event.currentTarget.value)}
        />
      </div>
      <FormProblem error={error} fields={fieldNames} />
      <Button type="submit" loading={isSending}>
        Share
      </Button>
    </form>
  );
}
