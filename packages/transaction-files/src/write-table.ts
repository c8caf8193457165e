/** Transactions as a table of our own columns: one row each, safe to open in a spreadsheet, and read back equal. */
import type { AssetReference, TransactionInput } from '@riskoptimizer/contracts';
import { textBytes } from './archive/text-bytes.ts';
import { guardText } from './table/formula-guard.ts';
import { type OwnColumn, ownColumns, ownNumberColumns } from './table/own-columns.ts';
import type { WrittenCell } from './table/written-cell.ts';
import { writeWorkbook } from './xlsx/write-workbook.ts';

/** A transaction to write; lots refer to the ids of others. */
export interface WrittenTransaction {
  readonly id: string;
  readonly content: TransactionInput;
}

/** What is written of an asset, by its identifier. */
export type AssetNames = ReadonlyMap<string, Omit<AssetReference, 'assetId'>>;

export function tableCells(transaction: WrittenTransaction, assets: AssetNames): WrittenCell[] {
  const values = valuesOf(transaction, assets);
  return ownColumns.map((column) => {
    const value = values[column] ?? '';
    const isNumber = ownNumberColumns.has(column);
    return { value: isNumber ? value : guardText(value), isNumber: isNumber && value !== '' };
  });
}

function valuesOf(
  { id, content }: WrittenTransaction,
  assets: AssetNames,
): Partial<Record<OwnColumn, string | null | undefined>> {
  const { lots, assetId, intoAssetId, ...plain } = {
    lots: null,
    assetId: null,
    intoAssetId: null,
    ...content,
  } as Record<string, unknown> & {
    lots: { transactionId: string; quantity: string }[] | null;
    assetId: string | null;
    intoAssetId: string | null;
  };
  const asset = assetId === null ? undefined : assets.get(assetId);
  const into = intoAssetId === null ? undefined : assets.get(intoAssetId);
  return {
    ...(plain as Partial<Record<OwnColumn, string | null>>),
    symbol: asset?.symbol,
    isin: asset?.isin,
    figi: asset?.figi,
    assetName: asset?.name,
    intoSymbol: into?.symbol,
    intoIsin: into?.isin,
    intoFigi: into?.figi,
    lots: lots === null ? null : lots.map((lot) => `${lot.transactionId}:${lot.quantity}`).join(' '),
    reference: id,
    assetId,
    intoAssetId,
  };
}

/** Delimited text by RFC 4180 in UTF-8 with a byte order mark, which spreadsheets need to read accents. */
export function* writeCsv(header: readonly string[], rows: Iterable<readonly WrittenCell[]>): Generator<string> {
  yield `\ufeff${header.map(quoted).join(',')}\r\n`;
  for (const cells of rows) yield `${cells.map(({ value }) => quoted(value)).join(',')}\r\n`;
}

function quoted(value: string): string {
  return /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function* tableRows(transactions: Iterable<WrittenTransaction>, assets: AssetNames): Generator<WrittenCell[]> {
  for (const transaction of transactions) yield tableCells(transaction, assets);
}

export function writeTransactionsCsv(
  transactions: Iterable<WrittenTransaction>,
  assets: AssetNames,
): Generator<Uint8Array> {
  return textBytes(writeCsv(ownColumns, tableRows(transactions, assets)));
}

export function writeTransactionsXlsx(
  transactions: Iterable<WrittenTransaction>,
  assets: AssetNames,
): Generator<Uint8Array> {
  return writeWorkbook([{ name: 'Transactions', header: ownColumns, rows: tableRows(transactions, assets) }]);
}
