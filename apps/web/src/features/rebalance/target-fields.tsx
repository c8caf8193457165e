import { TextInput } from '@mantine/core';
import type { TargetDrift } from '@riskoptimizer/contracts';
import { missing, percent } from '../../platform/format.ts';
import classes from './rebalance.module.css';
import type { ReadTargets, TargetField, TargetRow } from './target-draft.ts';
import { TargetDriftCell } from './target-drift-cell.tsx';

interface TargetFieldsProps {
  /** What a row is about, such as asset or sector. */
  readonly subject: string;
  readonly rows: readonly TargetRow[];
  readonly read: ReadTargets;
  /** Held now, by key. */
  readonly present: ReadonlyMap<string, number>;
  /** Of the saved targets, by key. */
  readonly drifts: ReadonlyMap<string, TargetDrift>;
  readonly onChange: (rows: readonly TargetRow[]) => void;
}

const fields: readonly { readonly field: TargetField; readonly head: string; readonly label: string }[] = [
  { field: 'weight', head: 'Target', label: 'Target' },
  { field: 'bandAbsolute', head: '± points', label: 'Band in points' },
  { field: 'bandRelative', head: '± of target', label: 'Band in per cent of the target' },
];

/** A row for each asset or group: what is held now, how far it is off, the target, and how far it may be off. */
export function TargetFields({ subject, rows, read, present, drifts, onChange }: TargetFieldsProps) {
  const set = (key: string, field: TargetField, text: string) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, [field]: text } : row)));
  return (
    <table className={classes.targets}>
      <thead>
        <tr>
          <th scope="col">{subject.charAt(0).toUpperCase() + subject.slice(1)}</th>
          <th scope="col">Now</th>
          <th scope="col" title="Weight now less the saved target; marked when its band is left">
            Drift
          </th>
          {fields.map(({ field, head }) => (
            <th key={field} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{row.label}</th>
            <td data-name="Now">{percentOf(present.get(row.key))}</td>
            <td data-name="Drift">
              <TargetDriftCell item={drifts.get(row.key)} />
            </td>
            {fields.map(({ field, head, label }) => (
              <td key={field} data-name={head}>
                <TextInput
                  aria-label={`${label} of ${row.label}`}
                  inputMode="decimal"
                  value={row[field]}
                  error={read.wrong.has(`${row.key}:${field}`)}
                  onChange={(event) => set(row.key, field, event.currentTarget.value)}
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
