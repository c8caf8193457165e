import { useMemo } from 'react';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { decimal, missing, number, percent, plural, unitSpace } from '../../platform/format.ts';
import classes from './history.module.css';
import { type HoldingChange, isNoDifference, type TextChange, type VersionDiff } from './version-diff.ts';

interface VersionChangesProps {
  readonly diff: VersionDiff;
  /** Heads of the two sides. */
  readonly before: string;
  readonly after: string;
}

type Amount = NonNullable<HoldingChange['before']>;

/** Two versions side by side, and only what is not the same. */
export function VersionChanges({ diff, before, after }: VersionChangesProps) {
  const columns = useMemo(() => holdingColumns(before, after), [before, after]);
  const { facts, holdings, targets, unchangedCount } = diff;
  if (isNoDifference(diff)) return <p className={classes.note}>Name, benchmark, holdings and targets are the same.</p>;
  return (
    <>
      {facts.length > 0 && <TextChanges caption="The portfolio" rows={facts} before={before} after={after} />}
      {holdings.length > 0 && (
        <section className={classes.section}>
          <h3 className={classes.heading}>Holdings</h3>
          <DataTable
            caption="Holdings that differ"
            columns={columns}
            rows={holdings}
            rowKey={({ assetId }) => assetId}
            heightMax={520}
          />
          {unchangedCount > 0 && <p className={classes.note}>{sameWords(unchangedCount)}</p>}
        </section>
      )}
      {targets.length > 0 && <TextChanges caption="Targets" rows={targets} before={before} after={after} />}
    </>
  );
}

function sameWords(unchangedCount: number): string {
  return `${plural(unchangedCount, 'other')} ${unchangedCount === 1 ? 'is' : 'are'} the same in both.`;
}

function holdingColumns(before: string, after: string): Column<HoldingChange>[] {
  const amountColumn = (key: 'before' | 'after', header: string): Column<HoldingChange> => ({
    key,
    header,
    numeric: true,
    value: (row) => numberOf(row[key]),
    render: (row) => (row[key] === null ? <span className={classes.muted}>not held</span> : amountText(row[key])),
  });
  return [
    { key: 'symbol', header: 'Asset', value: ({ symbol }) => symbol },
    amountColumn('before', before),
    amountColumn('after', after),
    {
      key: 'difference',
      header: 'Difference',
      numeric: true,
      value: ({ difference }) => numberOf(difference),
      render: ({ difference }) => <Difference amount={difference} />,
    },
  ];
}

function numberOf(amount: Amount | null): number | null {
  if (amount === null) return null;
  return 'weight' in amount ? amount.weight : Number(amount.quantity);
}

function amountText(amount: Amount): string {
  return 'weight' in amount ? percent(amount.weight, 2) : decimal(amount.quantity, 0, 6);
}

function Difference({ amount }: { readonly amount: Amount | null }) {
  const value = numberOf(amount);
  if (amount === null || value === null) return missing;
  const text =
    'weight' in amount
      ? `${number(amount.weight * 100, 2)}${unitSpace}points`
      : `${decimal(amount.quantity, 0, 6)}${unitSpace}units`;
  return <span className={value > 0 ? classes.more : classes.less}>{value > 0 ? `+${text}` : text}</span>;
}

interface TextChangesProps {
  readonly caption: string;
  readonly rows: readonly TextChange[];
  readonly before: string;
  readonly after: string;
}

function TextChanges({ caption, rows, before, after }: TextChangesProps) {
  return (
    <section className={classes.section} aria-label={`${caption}: what differs`}>
      <h3 className={classes.heading}>{caption}</h3>
      <table className={classes.texts}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">{before}</th>
            <th scope="col">{after}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, before: was, after: is }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{was}</td>
              <td>{is}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
