import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type NamedAsset, transactionKinds } from '@riskoptimizer/contracts';
import { isFiltered, noFilters, type TransactionFilters } from './transaction-filters.ts';
import { kindNames } from './transaction-kinds.ts';
import classes from './transactions.module.css';

interface FilterBarProps {
  readonly filters: TransactionFilters;
  readonly assets: readonly NamedAsset[];
  readonly accounts: readonly string[];
  readonly onChange: (change: TransactionFilters) => void;
}

/** What to look for. Everything chosen is part of the address at once. */
export function FilterBar({ filters, assets, accounts, onChange }: FilterBarProps) {
  return (
    <search className={classes.filters} aria-label="Search the transactions">
      <NativeSelect
        label="What happened"
        value={filters.kind ?? ''}
        data={[
          { value: '', label: 'Anything' },
          ...transactionKinds.map((kind) => ({ value: kind, label: kindNames[kind] })),
        ]}
        onChange={(event) => onChange({ kind: transactionKinds.find((kind) => kind === event.currentTarget.value) })}
      />
      <NativeSelect
        label="Asset"
        value={filters.asset ?? ''}
        data={[
          { value: '', label: 'Any' },
          ...assets.map(({ assetId, symbol }) => ({ value: assetId, label: symbol })),
        ]}
        onChange={(event) => onChange({ asset: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        label="Account"
        value={filters.account ?? ''}
        data={[{ value: '', label: 'Any' }, ...accounts]}
        onChange={(event) => onChange({ account: event.currentTarget.value || undefined })}
      />
      <DateFilter label="From" value={filters.since} onChange={(since) => onChange({ since })} />
      <DateFilter label="To, included" value={filters.until} onChange={(until) => onChange({ until })} />
      <Button variant="default" disabled={!isFiltered(filters)} onClick={() => onChange(noFilters)}>
        Show everything
      </Button>
    </search>
  );
}

interface DateFilterProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

function DateFilter({ label, value, onChange }: DateFilterProps) {
  return (
    <TextInput
      key={value}
      label={label}
      type="date"
      defaultValue={value ?? ''}
      // While a year is being typed the field passes through the year 0002.
      onBlur={(event) => {
        const written = event.currentTarget.value || undefined;
        if (written !== value) onChange(written);
      }}
    />
  );
}
