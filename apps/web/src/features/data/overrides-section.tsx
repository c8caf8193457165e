import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { PriceOverride, PriceOverrideInput } from '@riskoptimizer/contracts';
import { type SyntheticEvent, useMemo, useState } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { showFailure } from '../../platform/failure-notice.ts';
import { dateMedium, decimal, missing } from '../../platform/format.ts';
import { api } from '../../platform/store.ts';
import classes from './data.module.css';
import { overrideName, overrideNames } from './data-words.ts';

interface OverridesSectionProps {
  readonly assetId: string;
  readonly mayChange: boolean;
}

/** What was decided about single prices, with the reasons; and a new decision. */
export function OverridesSection({ assetId, mayChange }: OverridesSectionProps) {
  const { currentData } = api.useListPriceOverridesQuery({ assetId });
  const [remove] = api.useDeletePriceOverrideMutation();
  const columns = useMemo(() => {
    const takeBack = async (date: string) => {
      try {
        await remove({ assetId, date }).unwrap();
      } catch (error) {
        showFailure('The decision was not taken back', error);
      }
    };
    return overrideColumns(mayChange ? takeBack : null);
  }, [assetId, mayChange, remove]);
  const items = currentData?.items ?? [];
  if (items.length === 0 && !mayChange) return null;
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>Decisions about prices</h3>
      {items.length > 0 && (
        <DataTable
          caption="Decisions about prices"
          columns={columns}
          rows={items}
          rowKey={({ date }) => date}
          heightMax={260}
          reflows
        />
      )}
      {mayChange && <OverrideForm key={items.length} assetId={assetId} />}
    </section>
  );
}

function overrideColumns(takeBack: ((date: string) => Promise<void>) | null): Column<PriceOverride>[] {
  const columns: Column<PriceOverride>[] = [
    { key: 'date', header: 'Day', value: ({ date }) => date, render: ({ date }) => dateMedium(date) },
    { key: 'kind', header: 'Decision', value: ({ kind }) => overrideName(kind) },
    {
      key: 'close',
      header: 'Price',
      numeric: true,
      value: ({ close }) => close,
      render: ({ close }) => (close === null ? missing : decimal(close)),
    },
    {
      key: 'former',
      header: 'Before',
      numeric: true,
      value: ({ formerClose }) => formerClose,
      render: ({ formerClose }) => (formerClose === null ? missing : decimal(formerClose)),
    },
    { key: 'reason', header: 'Reason', wrap: true, value: ({ reason }) => reason },
  ];
  if (takeBack === null) return columns;
  return [
    ...columns,
    {
      key: 'actions',
      header: 'Action',
      value: () => null,
      render: ({ date }) => (
        <TextButton label={`Take back the decision about ${date}`} onClick={() => void takeBack(date)}>
          Take back
        </TextButton>
      ),
    },
  ];
}

const fields = ['date', 'close', 'reason'];

function OverrideForm({ assetId }: { readonly assetId: string }) {
  const [put, { isLoading, error }] = api.usePutPriceOverrideMutation();
  const [draft, setDraft] = useState({ date: '', kind: 'exclude', close: '', reason: '' });
  const set = (change: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...change }));
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void put({ assetId, date: draft.date, input: inputOf(draft) });
  };
  return (
    <form className={classes.fields} noValidate aria-label="Decide about a price" onSubmit={submit}>
      <TextInput
        type="date"
        label="Day"
        value={draft.date}
        error={problemOfField(error, 'date')}
        onChange={(event) => set({ date: event.currentTarget.value })}
      />
      <NativeSelect
        label="Decision"
        value={draft.kind}
        data={Object.entries(overrideNames).map(([value, label]) => ({ value, label }))}
        onChange={(event) => set({ kind: event.currentTarget.value })}
      />
      {draft.kind === 'set' && (
        <TextInput
          label="Price"
          inputMode="decimal"
          value={draft.close}
          error={problemOfField(error, 'close')}
          onChange={(event) => set({ close: event.currentTarget.value })}
        />
      )}
      <TextInput
        label="Reason"
        maxLength={500}
        value={draft.reason}
        error={problemOfField(error, 'reason')}
        onChange={(event) => set({ reason: event.currentTarget.value })}
      />
      <Button
        type="submit"
        variant="default"
        loading={isLoading}
        disabled={draft.date === '' || draft.reason.trim() === ''}
      >
        Decide
      </Button>
      <FormProblem error={error} fields={fields} />
    </form>
  );
}

function inputOf(draft: {
  readonly kind: string;
  readonly close: string;
  readonly reason: string;
}): PriceOverrideInput {
  const reason = draft.reason.trim();
  if (draft.kind === 'set') return { kind: 'set', close: draft.close.trim(), reason };
  return { kind: draft.kind === 'accept' ? 'accept' : 'exclude', reason };
}
