import { useMemo } from 'react';
import { plural } from '../../platform/format.ts';
import { api } from '../../platform/store.ts';
import classes from './audit.module.css';
import { entryDiff, type FieldChange, pathSeparator } from './entry-diff.ts';

interface DiffTableProps {
  readonly before: unknown;
  readonly after: unknown;
}

/** Before and after, side by side, and only what differs. */
export function DiffTable({ before, after }: DiffTableProps) {
  const { changes, unchangedCount } = useMemo(() => entryDiff(before, after), [before, after]);
  const { data: assets } = api.useListAssetsQuery();
  const symbols = useMemo(() => new Map(assets?.items.map(({ id, symbol }) => [id, symbol])), [assets]);
  if (changes.length === 0) {
    return (
      <p className={classes.text}>
        {unchangedCount === 0
          ? 'Nothing stored was changed by it.'
          : `No field differs; ${plural(unchangedCount, 'field')} stayed as it was.`}
      </p>
    );
  }
  return (
    <>
      <table className={classes.diff}>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <ChangeRow key={change.path} change={change} symbols={symbols} />
          ))}
        </tbody>
      </table>
      {unchangedCount > 0 && <p className={classes.text}>{plural(unchangedCount, 'field')} did not change.</p>}
    </>
  );
}

interface ChangeRowProps {
  readonly change: FieldChange;
  /** Of one's own assets, by id: those of others stay ids. */
  readonly symbols: ReadonlyMap<string, string>;
}

function ChangeRow({ change: { path, kind, before, after }, symbols }: ChangeRowProps) {
  const named = path.split(pathSeparator).map((part) => symbols.get(part) ?? part);
  return (
    <tr data-kind={kind}>
      <th scope="row" title={path}>
        {named.join(pathSeparator)}
      </th>
      <td>{before === undefined ? 'not there' : <del>{before === '' ? 'empty' : before}</del>}</td>
      <td>{after === undefined ? 'not there' : <ins>{after === '' ? 'empty' : after}</ins>}</td>
    </tr>
  );
}
