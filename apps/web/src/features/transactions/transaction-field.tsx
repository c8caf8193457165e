import { NativeSelect, TextInput } from '@mantine/core';
import type { NamedAsset } from '@riskoptimizer/contracts';
import type { FieldSpec } from './transaction-kinds.ts';

interface TransactionFieldProps {
  readonly field: FieldSpec;
  readonly value: string;
  readonly problem: string | undefined;
  readonly assets: readonly NamedAsset[];
  readonly isFirst: boolean;
  readonly onChange: (value: string) => void;
}

/** Names that were used before, offered while one is typed. */
export const accountListId = 'ledger-accounts';
export const currencyListId = 'ledger-currencies';

/** One field of a transaction, of its own sort, with what is wrong with it. */
export function TransactionField({ field, value, problem, assets, isFirst, onChange }: TransactionFieldProps) {
  const { name, label, input, hint, isOptional = false } = field;
  const shared = {
    name,
    label,
    description: hint,
    value,
    error: problem,
    withAsterisk: !isOptional,
    'data-autofocus': isFirst || undefined,
  };
  if (input === 'asset') {
    return (
      <NativeSelect {...shared} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{isOptional ? 'none' : 'Choose an asset'}</option>
        {assets.map((asset) => (
          <option key={asset.assetId} value={asset.assetId}>
            {asset.name === asset.symbol ? asset.symbol : `${asset.symbol}, ${asset.name}`}
          </option>
        ))}
      </NativeSelect>
    );
  }
  return (
    <TextInput
      {...shared}
      {...inputAttributes[input]}
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

const inputAttributes = {
  date: { type: 'date' },
  account: { list: accountListId, maxLength: 60 },
  decimal: { inputMode: 'decimal' },
  currency: { list: currencyListId, maxLength: 3, autoCapitalize: 'characters', spellCheck: false },
  text: { maxLength: 500 },
} as const;
