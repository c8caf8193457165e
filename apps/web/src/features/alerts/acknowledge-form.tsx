import { Button, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { problemOfField } from '../../components/field-problems.ts';
import { FormProblem } from '../../components/form-problem.tsx';
import { api } from '../../platform/store.ts';
import classes from './alerts.module.css';

const fields = ['note'];

/** Says that an alert was seen, and what was made of it. */
export function AcknowledgeForm({ alertId, sentence }: { readonly alertId: string; readonly sentence: string }) {
  const [acknowledge, { isLoading, error }] = api.useAcknowledgeAlertMutation();
  const [note, setNote] = useState('');
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    // What went wrong stands in the form.
    void acknowledge({ alertId, note: note.trim() === '' ? null : note });
  };
  return (
    <form className={classes.acknowledge} onSubmit={submit}>
      <TextInput
        aria-label={`Note on: ${sentence}`}
        placeholder="What you make of it (optional)"
        maxLength={1000}
        autoComplete="off"
        value={note}
        error={problemOfField(error, 'note')}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={isLoading} aria-label={`Acknowledge: ${sentence}`}>
        Acknowledge
      </Button>
      <FormProblem error={error} fields={fields} />
    </form>
  );
}
