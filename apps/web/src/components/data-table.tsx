import type { ReactNode } from 'react';
import type { CsvCell, CsvTable } from '../platform/csv.ts';
import { missing } from '../platform/format.ts';
import classes from './data-table.module.css';
import { type Sort, useSort } from './use-sort.ts';

export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  /** What the column means; shown on hover and read out. */
  readonly definition?: string;
  /** Sorts, and goes into the CSV at full precision. */
  readonly value: (row: Row) => string | number | null;
  /** How it is written; the value as text when left out. */
  readonly render?: (row: Row) => ReactNode;
  /** Numbers stand at the right. */
  readonly numeric?: boolean;
  /** Sum or summary under the column. */
  readonly footer?: ReactNode;
  /** Sum or summary of the rows of a group, in its head. */
  readonly subtotal?: (rows: readonly Row[]) => ReactNode;
  /** May wrap over several lines. */
  readonly wrap?: boolean;
}

/** Puts rows together under a head of their own, in the order of `keys`. */
export interface RowGroups<Row> {
  readonly keys: readonly string[];
  readonly keyOf: (row: Row) => string;
  readonly labelOf: (key: string) => string;
}

export interface DataTableProps<Row> {
  /** What the table holds, for a screen reader. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Name of the query parameter that keeps the order in the address; not sortable when left out. */
  readonly sortParameter?: string;
  readonly initialSort?: Sort;
  /** On a phone each row becomes a short paragraph with its columns named, so that none is cut off at the side. */
  readonly reflows?: boolean;
  /** Longest height before the rows scroll under the header. */
  readonly heightMax?: number;
  readonly groups?: RowGroups<Row> | undefined;
}

/** A dense table: numbers at the right, thin rules, a first column that stays when the rest scrolls. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowKey, sortParameter, initialSort, heightMax, reflows, groups } = props;
  const { sort, toggle, sorted } = useSort(rows, columns, sortParameter, initialSort);
  const hasFooter = columns.some((column) => column.footer !== undefined);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <section className={classes.scroller} aria-label={caption} tabIndex={0} style={{ maxHeight: heightMax }}>
      <table className={classes.table} data-reflows={reflows || undefined}>
        <caption className={classes.caption}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell
                key={column.key}
                column={column}
                direction={sort?.key === column.key ? sort.direction : null}
                onSort={sortParameter === undefined ? undefined : () => toggle(column.key)}
              />
            ))}
          </tr>
        </thead>
        {groups ? (
          groups.keys.map((key) => {
            const members = sorted.filter((row) => groups.keyOf(row) === key);
            return (
              <tbody key={key}>
                <GroupHead label={groups.labelOf(key)} columns={columns} rows={members} />
                <BodyRows columns={columns} rows={members} rowKey={rowKey} />
              </tbody>
            );
          })
        ) : (
          <tbody>
            <BodyRows columns={columns} rows={sorted} rowKey={rowKey} />
          </tbody>
        )}
        {hasFooter && (
          <tfoot>
            <tr>
              {columns.map(({ key, numeric, footer }) => (
                <td key={key} data-numeric={numeric || undefined}>
                  {footer}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

interface HeaderCellProps<Row> {
  readonly column: Column<Row>;
  readonly direction: Sort['direction'] | null;
  readonly onSort: (() => void) | undefined;
}

function HeaderCell<Row>({ column, direction, onSort }: HeaderCellProps<Row>) {
  const { header, numeric, definition } = column;
  return (
    <th
      scope="col"
      data-numeric={numeric || undefined}
      aria-sort={direction === null ? undefined : direction === 'up' ? 'ascending' : 'descending'}
      title={definition}
    >
      {onSort ? (
        <button type="button" className={classes.sort} onClick={onSort}>
          {header}
          <span className={classes.arrow} aria-hidden="true">
            {direction === 'up' ? '▲' : direction === 'down' ? '▼' : ''}
          </span>
        </button>
      ) : (
        header
      )}
    </th>
  );
}

interface GroupHeadProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
}

function GroupHead<Row>({ label, columns, rows }: GroupHeadProps<Row>) {
  return (
    <tr className={classes.group}>
      {columns.map(({ key, numeric, subtotal }, index) =>
        index === 0 ? (
          <th key={key} scope="rowgroup">
            {label}
          </th>
        ) : (
          <td key={key} data-numeric={numeric || undefined}>
            {subtotal?.(rows)}
          </td>
        ),
      )}
    </tr>
  );
}

type BodyRowsProps<Row> = Pick<DataTableProps<Row>, 'columns' | 'rows' | 'rowKey'>;

function BodyRows<Row>({ columns, rows, rowKey }: BodyRowsProps<Row>) {
  return rows.map((row) => (
    <tr key={rowKey(row)}>
      {columns.map((column, index) => (
        <BodyCell key={column.key} column={column} row={row} isFirst={index === 0} />
      ))}
    </tr>
  ));
}

interface BodyCellProps<Row> {
  readonly column: Column<Row>;
  readonly row: Row;
  readonly isFirst: boolean;
}

function BodyCell<Row>({ column, row, isFirst }: BodyCellProps<Row>) {
  const content = column.render ? column.render(row) : (column.value(row) ?? missing);
  const attributes = {
    'data-numeric': column.numeric || undefined,
    'data-wrap': column.wrap || undefined,
    'data-name': column.header,
  };
  return isFirst ? (
    <th scope="row" {...attributes}>
      {content}
    </th>
  ) : (
    <td {...attributes}>{content}</td>
  );
}

/** The rows as shown, at full precision. */
export function tableCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): CsvTable {
  return {
    columns: columns.map((column) => column.header),
    rows: rows.map((row) => columns.map((column): CsvCell => column.value(row))),
  };
}
