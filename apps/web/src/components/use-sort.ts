import { useMemo } from 'react';
import { useParameters } from '../platform/use-parameters.ts';

export interface Sort {
  readonly key: string;
  readonly direction: 'up' | 'down';
}

interface SortableColumn<Row> {
  readonly key: string;
  readonly numeric?: boolean;
  readonly value: (row: Row) => string | number | null;
}

/** Order of a table's rows, kept in the address as `sort=weight` or `sort=-weight` (downwards). */
export function useSort<Row>(
  rows: readonly Row[],
  columns: readonly SortableColumn<Row>[],
  parameter: string | undefined,
  initial: Sort | undefined,
) {
  const { search, change } = useParameters();
  const written = parameter === undefined ? null : search.get(parameter);
  const sort = useMemo(() => parseSort(written, columns) ?? initial, [written, columns, initial]);
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort]);

  const toggle = (key: string) => {
    if (parameter === undefined) return;
    const numeric = columns.find((column) => column.key === key)?.numeric ?? false;
    // Of numbers the largest are asked for first, of words the first letters.
    const first = numeric ? 'down' : 'up';
    const direction = sort?.key === key ? (sort.direction === 'up' ? 'down' : 'up') : first;
    change({ [parameter]: direction === 'down' ? `-${key}` : key });
  };
  return { sort, sorted, toggle };
}

export function parseSort(written: string | null, columns: readonly { readonly key: string }[]): Sort | undefined {
  if (!written) return undefined;
  const direction = written.startsWith('-') ? 'down' : 'up';
  const key = direction === 'down' ? written.slice(1) : written;
  return columns.some((column) => column.key === key) ? { key, direction } : undefined;
}

/** What is missing stands last in either direction. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly SortableColumn<Row>[],
  sort: Sort | undefined,
): readonly Row[] {
  const column = columns.find(({ key }) => key === sort?.key);
  if (!column || !sort) return rows;
  const sign = sort.direction === 'up' ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [one, other] = [column.value(a), column.value(b)];
    if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
    if (typeof one === 'number' && typeof other === 'number') return sign * (one - other);
    return sign * String(one).localeCompare(String(other), 'en', { numeric: true });
  });
}
