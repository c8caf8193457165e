// Files of transactions: bytes in, draft transactions or row-precise problems out, and back. No files, no Node, no browser.
export { readArchivedFile } from './archive/read-archive.ts';
export { ZipWriter } from './archive/zip-writer.ts';
export {
  completeDraft,
  type DraftContent,
  type DraftTransaction,
  type FileRow,
  type TransactionFile,
} from './draft.ts';
export { emptyMapping, readTransactionFile } from './read-transaction-file.ts';
export { type PlainTable, writeTableCsv, writeTablesXlsx } from './tables.ts';
export { writeTransactionsJson } from './transactions-json.ts';
export {
  type AssetNames,
  type WrittenTransaction,
  writeTransactionsCsv,
  writeTransactionsXlsx,
} from './write-table.ts';
