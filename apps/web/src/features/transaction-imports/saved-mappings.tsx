import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { TransactionImport } from '@riskoptimizer/contracts';
import { type FormEvent, useState } from 'react';
import { FormProblem } from '../../components/form-problem.tsx';
import { Panel } from '../../components/panel.tsx';
import { TextButton } from '../../components/text-button.tsx';
import { showDone, showFailure } from '../../platform/failure-notice.ts';
import { api } from '../../platform/store.ts';
import { mappingToSave } from './mapping-change.ts';
import classes from './transaction-imports.module.css';
import type { Reading } from './use-reading.ts';

interface SavedMappingsProps {
  readonly transactionImport: TransactionImport;
  readonly reading: Reading;
}

/** The way of reading by a name: kept for the next file of the same broker, and taken from before. */
export function SavedMappings({ transactionImport, reading }: SavedMappingsProps) {
  const { data } = api.useListImportMappingsQuery();
  const [put, { isLoading }] = api.usePutImportMappingMutation();
  const [remove] = api.useDeleteImportMappingMutation();
  const [name, setName] = useState('');
  const [used, setUsed] = useState('');
  const [error, setError] = useState<unknown>();
  const items = data?.items ?? [];
  const isUsedThere = items.some((item) => item.name === used);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const mappingName = name.trim();
    if (mappingName === '') return;
    setError(undefined);
    const answer = await put({ mappingName, ...mappingToSave(reading.mapping, transactionImport.table) });
    if (answer.error) {
      setError(answer.error);
      return;
    }
    setName('');
    showDone(`“${mappingName}” is saved`, 'It is offered for the next file.');
  };
  const readBy = async (chosen: string) => {
    setUsed(chosen);
    const saved = items.find((item) => item.name === chosen);
    if (saved) await reading.readBy(saved.mapping);
  };
  const forget = async () => {
    const answer = await remove({ mappingName: used });
    if (answer.error) showFailure(`“${used}” could not be deleted`, answer.error);
    else setUsed('');
  };

  return (
    <Panel title="For the next file" note="The same broker writes the same columns: save how they are read">
      {items.length > 0 && (
        <div className={classes.inline}>
          <NativeSelect
            label="Read this file by"
            value={isUsedThere ? used : ''}
            data={[{ value: '', label: 'what is chosen here' }, ...items.map((item) => item.name)]}
            onChange={(event) => void readBy(event.currentTarget.value)}
          />
          {isUsedThere && (
            <TextButton label={`Delete the saved mapping ${used}`} onClick={() => void forget()}>
              Delete it
            </TextButton>
          )}
        </div>
      )}
      <form onSubmit={(event) => void save(event)} className={classes.inline}>
        <TextInput
          label="Save as"
          placeholder="such as the name of the broker"
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={isLoading} disabled={name.trim() === ''}>
          Save
        </Button>
      </form>
      <FormProblem error={error} />
    </Panel>
  );
}
