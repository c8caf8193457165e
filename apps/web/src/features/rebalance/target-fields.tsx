import { TextInput } from '@mantine/core';
import type { Holding } from '@riskoptimizer/contracts';
import { missing, percent } from '../../platform/format.ts';
import classes from './rebalance.module.css';
import type { ReadTargets, TargetField, TargetRow } from './target-draft.ts';

interface TargetFieldsProps {
  readonly rows: readonly TargetRow[];
  readonly read: ReadTargets;
  readonly holdings: readonly Holding[];
  readonly onChange: (rows: readonly TargetRow[]) => void;
}

const fields: readonly { readonly field: TargetField; readonly label: string }[] = [
  { field: 'weight', label: 'Target' },
  { field: 'bandAbsolute', label: 'Band in points' },
  { field: 'bandRelative', label: 'Band in per cent of the target' },
];

/** A row an asset: what is held now, the target, and how far it may be from it. */
export function TargetFields({ rows, read, holdings, onChange }: TargetFieldsProps) {
  const present = new Map(holdings.map(({ assetId, weight }) => [assetId, weight]));
  const set = (assetId: string, field: TargetField, text: string) =>
    onChange(rows.map((row) => (row.assetId === assetId ? { ...row, [field]: text } : row)));
  return (
    <table className={classes.targets}>
      <thead>
        <tr>
          <th scope="col">Asset</th>
          <th scope="col">Now</th>
          <th scope="col">Target</th>
          <th scope="col">± points</th>
          <th scope="col">± of target</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.assetId}>
            <th scope="row">{row.symbol}</th>
            <td>{percentOf(present.get(row.assetId))}</td>
            {fields.map(({ field, label }) => (
              <td key={field}>
                <TextInput
                  aria-label={`${label} of ${row.symbol}`}
                  inputMode="decimal"
                  value={row[field]}
                  error={read.wrong.has(`${row.assetId}:${field}`)}
                  onChange={(event) => set(row.assetId, field, event.currentTarget.value)}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function percentOf(weight: number | undefined): string {
  return weight === undefined ? missing : percent(weight);
}
