import { Button, NativeSelect, TextInput } from '@mantine/core';
import { assetClass } from '@riskoptimizer/contracts';
import { type SyntheticEvent, useState } from 'react';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { api } from '../../platform/store.ts';
import classes from './data.module.css';
import type { Hit } from './data-words.ts';

interface FollowFormProps {
  readonly hit: Hit;
  readonly onDone: (assetId: string) => void;
  readonly onCancel: () => void;
}

const fields = ['symbol', 'name', 'assetClass', 'currency'];

/** What the chosen instrument is called here, and in which currency its prices must come. */
export function FollowForm({ hit, onDone, onCancel }: FollowFormProps) {
  const [draft, setDraft] = useState({
    symbol: hit.symbol,
    name: hit.name,
    assetClass: 'other',
    currency: hit.currency ?? '',
  });
  const [error, setError] = useState<unknown>();
  const [follow, { isLoading }] = api.useFollowAssetMutation();
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setError(undefined);
    const { symbol, name, currency } = draft;
    const wanted = assetClass.options.find((option) => option === draft.assetClass);
    const own = { ...(symbol.trim() && { symbol: symbol.trim() }), ...(name.trim() && { name: name.trim() }) };
    const { provider, symbol: providerSymbol } = hit;
    const body = { provider, providerSymbol, ...own, assetClass: wanted, currency: currency.trim().toUpperCase() };
    try {
      onDone((await follow(body).unwrap()).asset.id);
    } catch (failure) {
      setError(failure);
    }
  };
  const problem = (field: string) => problemOfField(error, field);
  return (
    <form className={classes.follow} noValidate aria-label={`Follow ${hit.symbol}`} onSubmit={(e) => void submit(e)}>
      <h3 className={classes.heading}>
        Follow {hit.symbol} of {hit.provider}
      </h3>
      <div className={classes.fields}>
        <TextInput
          label="Your symbol"
          data-autofocus
          // It was asked for by a press on the row; a keyboard goes on from here.
          ref={focusOnce}
          value={draft.symbol}
          error={problem('symbol')}
          onChange={(event) => set({ symbol: event.currentTarget.value })}
        />
        <TextInput
          label="Name"
          value={draft.name}
          error={problem('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <NativeSelect
          label="Asset class"
          value={draft.assetClass}
          data={assetClass.options.map((value) => ({ value, label: value.replaceAll('-', ' ') }))}
          error={problem('assetClass')}
          onChange={(event) => set({ assetClass: event.currentTarget.value })}
        />
        <TextInput
          label="Currency"
          withAsterisk
          maxLength={3}
          value={draft.currency}
          error={problem('currency')}
          onChange={(event) => set({ currency: event.currentTarget.value })}
        />
      </div>
      <FormProblem error={error} fields={fields} />
      <div className={classes.tools}>
        <Button type="submit" loading={isLoading}>
          Follow and fetch the prices
        </Button>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function focusOnce(element: HTMLInputElement | null): void {
  element?.focus();
}
