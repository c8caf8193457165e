import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { readDate } from './read-date.ts';

interface DateFilterProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (date: string | undefined) => void;
}

/** A date as it is written everywhere here; the browser's own field would follow the language of the browser. */
export function DateFilter({ label, value, onChange }: DateFilterProps) {
  const [written, setWritten] = useState(value ?? '');
  const [seen, setSeen] = useState(value);
  // Cleared or changed from outside.
  if (seen !== value) {
    setSeen(value);
    if (readDate(written) !== value) setWritten(value ?? '');
  }
  const isWrong = written.trim() !== '' && readDate(written) === undefined;
  return (
    <TextInput
      label={label}
      placeholder="YYYY-MM-DD"
      inputMode="numeric"
      autoComplete="off"
      maxLength={10}
      error={isWrong && written.length === 10 ? 'not a date, such as 2026-11-22' : undefined}
      value={written}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setWritten(next);
        // Half a date looks for nothing else than before.
        if (next.trim() === '' || readDate(next) !== undefined) onChange(readDate(next));
      }}
    />
  );
}
