/** The columns of our own tables, in their order: what is written with them reads back equal, without any question. */
import type { TransactionField } from '@riskoptimizer/contracts';

export const ownColumns = [
  'date',
  'kind',
  'account',
  'symbol',
  'isin',
  'figi',
  'assetName',
  'quantity',
  'price',
  'amount',
  'currency',
  'fee',
  'tax',
  'ratio',
  'cashPerUnit',
  'costShare',
  'cost',
  'intoSymbol',
  'intoIsin',
  'intoFigi',
  'intoAmount',
  'intoCurrency',
  'fromAccount',
  'toAccount',
  'lots',
  'note',
  'externalId',
  'reference',
  'assetId',
  'intoAssetId',
] as const satisfies readonly TransactionField[];

export type OwnColumn = (typeof ownColumns)[number];

/** Columns whose cells are numbers; all others are text. */
export const ownNumberColumns: ReadonlySet<OwnColumn> = new Set<OwnColumn>([
  'quantity',
  'price',
  'amount',
  'fee',
  'tax',
  'ratio',
  'cashPerUnit',
  'costShare',
  'cost',
  'intoAmount',
]);

/** Whether a line is the header of one of our own tables. */
export function isOwnHeader(cells: readonly string[]): boolean {
  return cells.length === ownColumns.length && ownColumns.every((name, index) => cells[index] === name);
}
