import {
  type ReadImportFile,
  type ReadImportFileInput,
  readImportFile,
} from '../domain/transaction-imports/read-import-file.ts';

/** A file of transactions: read where nobody waits for it. */
export function readTransactionFileJob(input: ReadImportFileInput): ReadImportFile {
  return readImportFile(input);
}
