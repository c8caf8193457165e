/** Import → export → import is the identity, for every format and whatever texts the transactions hold. */
import * as fc from 'fast-check';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import {
  type AssetNames,
  completeDraft,
  readTransactionFile,
  type WrittenTransaction,
  writeTransactionsCsv,
  writeTransactionsJson,
  writeTransactionsXlsx,
} from '../src/index.ts';
import { book } from './arbitrary-transactions.ts';

const runs = Number(process.env['FAST_CHECK_RUNS'] ?? 100);
const numberColumns = new Set('quantity price amount fee tax ratio cashPerUnit costShare cost intoAmount'.split(' '));
const whole = (pieces: Iterable<Uint8Array>) => new Uint8Array(Buffer.concat([...pieces]));

/** What a file of our own says, with the identifiers that it names. */
function readBack(bytes: Uint8Array): WrittenTransaction[] {
  const file = readTransactionFile(bytes);
  if (!file.ok) throw new Error(JSON.stringify(file.problems));
  expect(file.questions).toEqual([]);
  return file.rows.map(({ draft, errors }) => {
    expect(errors).toEqual([]);
    const { asset, intoAsset, reference } = draft!;
    return { id: reference!, content: completeDraft(draft!, asset?.assetId ?? null, intoAsset?.assetId ?? null) };
  });
}

const writers: Record<string, (transactions: WrittenTransaction[], assets: AssetNames) => Uint8Array> = {
  CSV: (transactions, assets) => whole(writeTransactionsCsv(transactions, assets)),
  XLSX: (transactions, assets) => whole(writeTransactionsXlsx(transactions, assets)),
  JSON: (transactions, assets) => whole(writeTransactionsJson(transactions, assets)),
};

test.each(Object.entries(writers))('%s of every kind of transaction reads back equal', (_, write) => {
  fc.assert(
    fc.property(book, ({ transactions, assets }) => {
      const once = write(transactions, assets);
      expect(readBack(once)).toEqual(transactions);
      expect(write(transactions, assets)).toEqual(once);
    }),
    { numRuns: runs },
  );
});

test('no cell of text begins a formula, and numbers stay numbers', () => {
  fc.assert(
    fc.property(book, ({ transactions, assets }) => {
      const csv = new TextDecoder('utf-8', { ignoreBOM: true }).decode(writers['CSV']!(transactions, assets));
      const [header, ...rows] = Papa.parse<string[]>(csv.slice(1).trimEnd(), { delimiter: ',', newline: '\r\n' }).data;
      expect(rows).toHaveLength(transactions.length);
      for (const row of rows) {
        for (const [index, cell] of row.entries()) {
          if (/^-?\d+(\.\d+)?$/.test(cell) && numberColumns.has(header![index]!)) continue;
          expect(cell).not.toMatch(/^[=+\-@\t\r]/);
        }
      }
    }),
    { numRuns: runs },
  );
});
