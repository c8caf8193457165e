import { NativeSelect } from '@mantine/core';
import classes from './data.module.css';
import { type DataState, dataStates } from './data-words.ts';

interface FilterBarProps {
  readonly state: DataState | undefined;
  readonly source: string | null;
  readonly sources: readonly string[];
  readonly onChange: (change: { state?: string | undefined; source?: string | undefined }) => void;
}

/** What is chosen is part of the address at once. */
export function FilterBar({ state, source, sources, onChange }: FilterBarProps) {
  return (
    <search className={classes.filters} aria-label="Filter the assets">
      <NativeSelect
        label="State"
        value={state ?? ''}
        data={[{ value: '', label: 'Any' }, ...dataStates]}
        onChange={(event) => onChange({ state: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        label="Source"
        value={source ?? ''}
        data={[{ value: '', label: 'Any' }, ...sources]}
        onChange={(event) => onChange({ source: event.currentTarget.value || undefined })}
      />
    </search>
  );
}
