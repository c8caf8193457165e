import { Button, TextInput } from '@mantine/core';
import { TrashIcon } from '../../components/icons.tsx';
import { decimal } from '../../platform/format.ts';
import { type AllocationKind, type AllocationRow, type ReadAllocation, scaledToWhole } from './allocation-draft.ts';
import classes from './allocation-fields.module.css';

export interface AllocationFieldsProps {
  readonly kind: AllocationKind;
  readonly rows: readonly AllocationRow[];
  readonly read: ReadAllocation;
  readonly onChange: (rows: readonly AllocationRow[]) => void;
  /** Given when rows may be taken out. */
  readonly canRemove?: boolean;
  /** Of what the rows are part, where there are others on the page. */
  readonly within?: string;
}

/** A field an asset for its weight or its quantity, and their sum. */
export function AllocationFields({ kind, rows, read, onChange, canRemove = false, within }: AllocationFieldsProps) {
  const what = kind === 'weights' ? 'Weight' : 'Quantity';
  const part = within === undefined ? '' : ` in ${within}`;
  const set = (key: string, text: string) => onChange(rows.map((row) => (row.key === key ? { ...row, text } : row)));
  const canScale = kind === 'weights' && read.rowProblems.size === 0 && Number(read.sum) > 0 && read.problem !== null;
  return (
    <div className={classes.fields}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Asset</th>
            <th scope="col">{kind === 'weights' ? 'Weight, %' : 'Quantity, units'}</th>
            {canRemove && <td aria-hidden="true" />}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, symbol, name, text }) => (
            <tr key={key}>
              <th scope="row">
                {symbol} {name !== symbol && <span className={classes.name}>{name}</span>}
              </th>
              <td>
                <TextInput
                  aria-label={`${what} of ${symbol}${part}`}
                  inputMode="decimal"
                  value={text}
                  error={read.rowProblems.get(key)}
                  onChange={(event) => set(key, event.currentTarget.value)}
                />
              </td>
              {canRemove && (
                <td className={classes.remove}>
                  <button
                    type="button"
                    aria-label={within === undefined ? `Remove ${symbol}` : `Remove ${symbol} from ${within}`}
                    onClick={() => onChange(rows.filter((row) => row.key !== key))}
                  >
                    <TrashIcon size={16} />
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.sum} aria-live="polite">
        <span>
          Sum {decimal(read.sum, 0, 6)}
          {kind === 'weights' ? ' %' : ' units'}
        </span>
        {read.problem && <span className={classes.problem}>{read.problem}</span>}
        {canScale && (
          <Button variant="default" onClick={() => onChange(scaledToWhole(rows))}>
            Scale to 100 %
          </Button>
        )}
      </p>
    </div>
  );
}
