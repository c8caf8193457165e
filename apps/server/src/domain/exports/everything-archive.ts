/** An archive with the document, which imports back, and with the same as CSV and XLSX, which are for reading. */
import {
  type AssetNames,
  type PlainTable,
  writeTableCsv,
  writeTablesXlsx,
  writeTransactionsCsv,
  writeTransactionsXlsx,
  ZipWriter,
} from '@riskoptimizer/transaction-files';
import type { PriceRepository } from '../assets/ports.ts';
import type { NamedEverything } from './everything-document.ts';
import { tablesOf, transactionsOf } from './everything-tables.ts';
import { asciiName } from './exported-file.ts';
import { everythingFileName } from './read-everything.ts';

type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

export async function* archivePieces(
  everything: NamedEverything,
  document: AsyncIterable<Uint8Array>,
  pricesOf: (assetId: string) => ReturnType<PriceRepository['list']>,
): AsyncGenerator<Uint8Array> {
  const archive = new ZipWriter();
  for (const [name, pieces] of filesOf(everything, document, pricesOf)) {
    archive.begin(name);
    for await (const piece of pieces) {
      archive.push(piece);
      yield* archive.take();
    }
  }
  archive.end();
  yield* archive.take();
}

function* filesOf(
  everything: NamedEverything,
  document: AsyncIterable<Uint8Array>,
  pricesOf: (assetId: string) => ReturnType<PriceRepository['list']>,
): Generator<[name: string, pieces: Pieces]> {
  yield [everythingFileName, document];
  const tables = tablesOf(everything);
  for (const table of tables) yield [`${table.name.toLowerCase()}.csv`, writeTableCsv(table)];
  // Rates are as many as prices may be, and a sheet has an end.
  yield ['tables.xlsx', writeTablesXlsx(tables.filter(({ name }) => name !== 'ExchangeRates'))];
  yield ['prices.csv', priceTable(everything, pricesOf)];
  const names: AssetNames = new Map(everything.assets.map(({ written }) => [written.assetId, written]));
  for (const [place, { name, transactions }] of transactionsOf(everything).entries()) {
    const file = `transactions/${place + 1}-${asciiName(name, 'portfolio')}`;
    yield [`${file}.csv`, writeTransactionsCsv(transactions, names)];
    yield [`${file}.xlsx`, writeTransactionsXlsx(transactions, names)];
  }
}

async function* priceTable(
  { assets }: NamedEverything,
  pricesOf: (assetId: string) => ReturnType<PriceRepository['list']>,
): AsyncGenerator<Uint8Array> {
  const head = { name: 'Prices', columns: ['assetId', 'symbol', 'date', 'close'], numbers: new Set(['close']) };
  const mark = new TextEncoder().encode('\ufeff').length;
  let isFirst = true;
  for (const { id, written } of assets) {
    const { dates, closes } = await pricesOf(id);
    const rows = dates.map((date, place) => [written.assetId, written.symbol, date, closes[place]!]);
    yield* isFirst ? writeTableCsv({ ...head, rows }) : withoutHead({ ...head, rows }, mark);
    isFirst = false;
  }
}

/** Rows that follow others in one file. */
function* withoutHead(table: PlainTable, mark: number): Generator<Uint8Array> {
  const lineEnd = 0x0a;
  let isHead = true;
  for (const piece of writeTableCsv(table)) {
    yield isHead ? piece.subarray(piece.indexOf(lineEnd, mark) + 1) : piece;
    isHead = false;
  }
}
