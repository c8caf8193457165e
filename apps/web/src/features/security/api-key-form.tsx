import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { type ApiKeyScope, apiKeyScopes } from '@riskoptimizer/contracts';
import { useState } from 'react';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { api } from '../../platform/store.ts';
import { useAccount } from '../../platform/use-account.ts';
import { useSubmit } from '../entry/use-submit.ts';
import classes from './security.module.css';

const scopeWords: Record<ApiKeyScope, string> = {
  'portfolio:read': 'Read portfolios',
  'portfolio:change': 'Make, change and delete portfolios',
  'asset:read': 'Read assets and prices',
  'asset:change': 'Import prices, delete assets',
  'calculation:run': 'Compute risk and frontiers',
  'audit:read': 'Read and export the audit trail',
};

const lifetimes = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '180', label: '180 days' },
  { value: '366', label: 'a year' },
];

/** Nothing is ticked to begin with: a key should be good for what it is needed for, and no more. */
export function ApiKeyForm({ onCreated }: { readonly onCreated: (key: string) => void }) {
  const permissions = useAccount()?.permissions ?? [];
  const [create] = api.useCreateApiKeyMutation();
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const [scopes, setScopes] = useState<readonly ApiKeyScope[]>([]);
  const { submit, isSending, error } = useSubmit(async () => {
    const { key } = await create({ name: name.trim(), scopes: [...scopes], expiresInDays: Number(days) }).unwrap();
    onCreated(key);
  });
  const toggle = (scope: ApiKeyScope, isOn: boolean) =>
    setScopes((present) => apiKeyScopes.filter((one) => (one === scope ? isOn : present.includes(one))));
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label="Name"
        description="Of the script that will use it, such as “nightly risk report”"
        required
        withAsterisk={false}
        maxLength={60}
        data-autofocus
        value={name}
        error={problemOfField(error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <fieldset className={classes.scopes}>
        <legend>It may</legend>
        {apiKeyScopes
          .filter((scope) => permissions.includes(scope))
          .map((scope) => (
            <Checkbox
              key={scope}
              label={scopeWords[scope]}
              checked={scopes.includes(scope)}
              onChange={(event) => toggle(scope, event.currentTarget.checked)}
            />
          ))}
      </fieldset>
      <NativeSelect
        label="For"
        value={days}
        data={lifetimes}
        onChange={(event) => setDays(event.currentTarget.value)}
      />
      <FormProblem error={error} fields={['name']} />
      <Button type="submit" loading={isSending} disabled={scopes.length === 0}>
        Make the key
      </Button>
    </form>
  );
}
