/** A file of transactions read, with its securities found and its rows set beside the ledger: in a worker thread. */
import type { TransactionFileMapping } from '@riskoptimizer/contracts';
import { readTransactionFile } from '@riskoptimizer/transaction-files';
import { findAssets, type OwnedAsset, securitiesOf } from './find-assets.ts';
import { type ImportReading, readImport } from './import-reading.ts';
import { fileRefused } from './read-upload.ts';
import type { LedgerOfImport } from './resemblance.ts';

export interface ReadImportFileInput {
  readonly bytes: Uint8Array;
  readonly mapping: TransactionFileMapping;
  readonly owned: readonly OwnedAsset[];
  /** Assets by key: chosen for this file, and for files before. */
  readonly chosen: ReadonlyMap<string, string>;
  readonly remembered: ReadonlyMap<string, string>;
  readonly ledger: LedgerOfImport;
}

export interface ReadImportFile {
  readonly reading: ImportReading;
  /** The rows as JSON, some thousand in each text: they go to the database as they are, and one text is copied quickly. */
  readonly rowParts: readonly string[];
}

const rowsPerPart = 2000;

/** @throws ProblemError `transaction-file-invalid` when it cannot be read at all. */
export function readImportFile({ bytes, mapping, owned, ledger, ...choices }: ReadImportFileInput): ReadImportFile {
  const file = readTransactionFile(bytes, mapping);
  if (!file.ok) throw fileRefused(file.problems);
  const found = findAssets(securitiesOf(file.rows), owned, choices);
  const { reading, rows } = readImport(file, mapping, found, ledger);
  const rowParts: string[] = [];
  for (let from = 0; from < rows.length; from += rowsPerPart)
    rowParts.push(JSON.stringify(rows.slice(from, from + rowsPerPart)));
  return { reading, rowParts };
}
