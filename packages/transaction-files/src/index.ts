// Files of transactions: bytes in, draft transactions or row-precise problems out, and back. No files, no Node, no browser.
export {
  completeDraft,
  type DraftContent,
  type DraftTransaction,
  type FileRow,
  type TransactionFile,
} from './draft.ts';
export { emptyMapping, readTransactionFile } from './read-transaction-file.ts';
export { writeTransactionsJson } from './transactions-json.ts';
export {
  type AssetNames,
  type WrittenTransaction,
  writeTransactionsCsv,
  writeTransactionsXlsx,
} from './write-table.ts';
