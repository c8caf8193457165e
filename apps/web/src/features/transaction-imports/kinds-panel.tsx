import { Button, NativeSelect } from '@mantine/core';
import { type KindMeaning, kindMeaning, type TransactionImport } from '@riskoptimizer/contracts';
import { type FormEvent, useState } from 'react';
import { Panel } from '../../components/panel.tsx';
import { plural } from '../../platform/format.ts';
import { kindMeaningNames } from './file-words.ts';
import classes from './transaction-imports.module.css';
import type { Reading } from './use-reading.ts';

interface KindsPanelProps {
  readonly transactionImport: TransactionImport;
  readonly reading: Reading;
}

/** Words of the file for what happened, where they are not known: what each means, or that its rows are left out. */
export function KindsPanel({ transactionImport: { questions, mapping }, reading }: KindsPanelProps) {
  const [draft, setDraft] = useState<Readonly<Record<string, KindMeaning | ''>>>({});
  const open = questions.find(({ about }) => about === 'kinds')?.values ?? [];
  const words = [...new Set([...open, ...Object.keys(mapping.kinds)])];
  if (words.length === 0) return null;
  const meaningOf = (word: string) => draft[word] ?? mapping.kinds[word] ?? '';
  const isChanged = words.some((word) => meaningOf(word) !== (mapping.kinds[word] ?? ''));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const kinds = Object.fromEntries(
      words.flatMap((word) => {
        const meaning = meaningOf(word);
        return meaning === '' ? [] : [[word, meaning]];
      }),
    );
    if (await reading.readBy({ ...reading.mapping, kinds })) setDraft({});
  };
  return (
    <Panel
      title="Words of the file"
      note={open.length === 0 ? 'As you said' : `${plural(open.length, 'word')} not known yet; the rows wait for it`}
    >
      <form onSubmit={(event) => void submit(event)} className={classes.words}>
        {words.map((word) => (
          <NativeSelect
            key={word}
            label={`“${word}” means`}
            value={meaningOf(word)}
            onChange={(event) => {
              const meaning = kindMeaning.options.find((one) => one === event.currentTarget.value) ?? '';
              setDraft((present) => ({ ...present, [word]: meaning }));
            }}
          >
            <option value="">Please choose</option>
            {kindMeaning.options.map((one) => (
              <option key={one} value={one}>
                {kindMeaningNames[one]}
              </option>
            ))}
          </NativeSelect>
        ))}
        <Button type="submit" variant="default" disabled={!isChanged}>
          Read it so
        </Button>
      </form>
    </Panel>
  );
}
