/** Import of a file of transactions into a ledger: read and previewed first, then stored in one transaction. */
import { z } from 'zod';
import { identifier, isoDate, isoInstant } from './primitives.ts';
import { problemDetail } from './problem.ts';
import {
  assetReference,
  transactionFileFormat,
  transactionFileMapping,
  transactionFileQuestion,
  transactionFileRowsMax,
  transactionTable,
} from './transaction-files.ts';
import { transactionInput, transactionKinds } from './transactions.ts';

export const createTransactionImportQuery = z.strictObject({
  fileName: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .optional()
    .describe('Name of the file when the body itself is the file (text/csv)'),
  mapping: z.string().trim().min(1).max(60).optional().describe('Name of a saved mapping to read the file by'),
});
export type CreateTransactionImportQuery = z.infer<typeof createTransactionImportQuery>;

/** What identifies a security within a file: its kind of identifier and the identifier, such as `isin:US0378331005`. */
export const assetKey = z.string().min(1).max(300);

/** A security of the file, and the asset that it was taken for. */
export const importedAsset = z.strictObject({
  key: assetKey,
  reference: assetReference,
  assetId: identifier.nullable().describe('Null: no asset is known by it, so its rows cannot be stored yet'),
  foundBy: z
    .enum(['choice', 'remembered', 'identifier', 'isin', 'figi', 'symbol'])
    .nullable()
    .describe('How the asset was found; a choice that is stored is remembered for the next file'),
  rowCount: z.int(),
});
export type ImportedAsset = z.infer<typeof importedAsset>;

/** A transaction of the ledger that a row of the file may repeat. */
export const resembledTransaction = z.strictObject({
  transactionId: identifier,
  date: isoDate,
  kind: z.enum(transactionKinds),
  because: z
    .enum(['external-id', 'same-content'])
    .describe('Same identifier at the broker, or the same in every figure'),
});
export type ResembledTransaction = z.infer<typeof resembledTransaction>;

export const importRowStatus = z.enum(['valid', 'invalid', 'skipped']);
export type ImportRowStatus = z.infer<typeof importRowStatus>;

export const transactionImportRow = z.strictObject({
  row: z.int().describe('Number of the row, from 1: what a commit names'),
  line: z.int().describe('Line of the file'),
  status: importRowStatus,
  transaction: transactionInput.nullable(),
  looksLike: resembledTransaction.nullable(),
  errors: z.array(problemDetail),
  warnings: z.array(problemDetail),
  source: z.string().describe('What stands in the file, shortened'),
});
export type TransactionImportRow = z.infer<typeof transactionImportRow>;

export const transactionImportQuery = z.strictObject({
  status: importRowStatus.or(z.literal('duplicate')).optional().describe('Only these rows'),
  after: z.coerce.number().int().min(0).default(0).describe('Rows after this one'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type TransactionImportQuery = z.infer<typeof transactionImportQuery>;

export const transactionImport = z.strictObject({
  id: identifier,
  portfolioId: identifier,
  fileName: z.string(),
  byteCount: z.int(),
  status: z.enum(['ready', 'committed']),
  createdAt: isoInstant,
  expiresAt: isoInstant,
  format: transactionFileFormat,
  mapping: transactionFileMapping,
  table: transactionTable.nullable().describe('Null for formats that name their fields themselves'),
  questions: z.array(transactionFileQuestion),
  assets: z.array(importedAsset),
  counts: z.strictObject({
    rows: z.int(),
    valid: z.int(),
    invalid: z.int(),
    skipped: z.int(),
    duplicates: z.int().describe('Valid rows that look like a transaction of the ledger'),
  }),
  rows: z.array(transactionImportRow),
  nextAfter: z.int().nullable().describe('Where the next page begins'),
});
export type TransactionImport = z.infer<typeof transactionImport>;

export const transactionImportMapping = z.strictObject({
  mapping: transactionFileMapping.optional().describe('How the file is to be read; left out: as before'),
  assets: z
    .array(z.strictObject({ key: assetKey, assetId: identifier }))
    .max(2000)
    .default([])
    .describe('Assets of the securities that were not found, or found wrongly'),
});
export type TransactionImportMapping = z.infer<typeof transactionImportMapping>;

const rowNumbers = z.array(z.int().min(1)).max(transactionFileRowsMax);

export const transactionImportCommit = z.strictObject({
  rows: z.literal('all-valid').or(rowNumbers.min(1)).describe('All rows without errors, or these'),
  duplicates: z
    .enum(['skip', 'include'])
    .or(rowNumbers)
    .describe(
      'What becomes of rows that look like a transaction of the ledger: left out, stored, or only these stored',
    ),
});
export type TransactionImportCommit = z.infer<typeof transactionImportCommit>;

export const transactionImportResult = z.strictObject({
  importId: identifier,
  portfolioVersion: z.int(),
  storedCount: z.int(),
  leftOut: z.strictObject({
    invalid: z.int(),
    skipped: z.int(),
    duplicates: z.int(),
    notChosen: z.int(),
  }),
});
export type TransactionImportResult = z.infer<typeof transactionImportResult>;

export const importMappingName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  // oxlint-disable-next-line no-control-regex
  .regex(/^[^\u0000-\u001f\u007f/]+$/u, 'expected a name without slashes and control characters');
export const savedImportMapping = z.strictObject({
  name: importMappingName,
  mapping: transactionFileMapping,
  updatedAt: isoInstant,
});
export type SavedImportMapping = z.infer<typeof savedImportMapping>;
export const importMappingList = z.strictObject({ items: z.array(savedImportMapping) });
export type ImportMappingList = z.infer<typeof importMappingList>;
