import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { FollowAssetRequest, ProviderListItem } from '@riskoptimizer/contracts';
import { type SyntheticEvent, useState } from 'react';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { plural } from '../../platform/format.ts';
import { api } from '../../platform/store.ts';
import classes from './data.module.css';
import { assetClassNames, canBeFollowed, failureText } from './data-words.ts';

export interface FollowDraft {
  readonly provider: string;
  readonly providerSymbol: string;
  readonly name: string;
  readonly currency: string;
}

export const emptyFollow: FollowDraft = { provider: '', providerSymbol: '', name: '', currency: '' };
const fields = ['provider', 'providerSymbol', 'name', 'currency', 'assetClass'];

interface FollowFormProps {
  readonly providers: readonly ProviderListItem[];
  readonly initial: FollowDraft;
}

/** What is followed where; filled in by a hit of the search, or by hand for providers that cannot be searched. */
export function FollowForm({ providers, initial }: FollowFormProps) {
  const offering = providers.filter(canBeFollowed);
  const [draft, setDraft] = useState({ ...initial, provider: initial.provider || (offering[0]?.name ?? '') });
  const [assetClass, setAssetClass] = useState<FollowAssetRequest['assetClass']>('other');
  const [follow, { isLoading, error, data }] = api.useFollowAssetMutation();
  const set = (change: Partial<FollowDraft>) => setDraft((before) => ({ ...before, ...change }));
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    const provider = offering.find(({ name }) => name === draft.provider)?.name;
    if (provider === undefined) return;
    const providerSymbol = draft.providerSymbol.trim();
    const name = draft.name.trim() || providerSymbol;
    await follow({ provider, providerSymbol, name, assetClass, currency: draft.currency.trim().toUpperCase() });
  };
  const text = (field: 'providerSymbol' | 'name' | 'currency', label: string) => (
    <TextInput
      label={label}
      value={draft[field]}
      autoComplete="off"
      error={problemOfField(error, field)}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
    />
  );
  if (offering.length === 0)
    return (
      <p className={classes.text}>No provider of prices can be asked: switch one on below, or give one its key.</p>
    );
  return (
    <form className={classes.fields} noValidate aria-label="Follow" onSubmit={(event) => void submit(event)}>
      <NativeSelect
        label="Provider"
        data={offering.map(({ name }) => name)}
        value={draft.provider}
        error={problemOfField(error, 'provider')}
        onChange={(event) => set({ provider: event.currentTarget.value })}
      />
      {text('providerSymbol', 'Its symbol there')}
      {text('name', 'Name')}
      {text('currency', 'Currency')}
      <NativeSelect
        label="Class"
        data={assetClassNames.map((value) => ({ value, label: value.replace('-', ' ') }))}
        value={assetClass}
        onChange={(event) => setAssetClass(event.currentTarget.value as FollowAssetRequest['assetClass'])}
      />
      <Button
        type="submit"
        loading={isLoading}
        disabled={draft.providerSymbol.trim() === '' || draft.currency.trim() === ''}
      >
        Follow
      </Button>
      <FormProblem error={error} fields={fields} />
      {data && (
        <output className={classes.text}>
          {data.feed.failure === null
            ? `${data.asset.symbol} is followed: ${plural(data.storedCount, 'price')} stored.`
            : `${data.asset.symbol} is followed, but has no prices yet: ${failureText(data.feed.failure)}`}
        </output>
      )}
    </form>
  );
}
