/** How files of transactions are read: which column says what, and what was found out about the file. */
import { z } from 'zod';
import { currencyCode } from './primitives.ts';
import { ledgerAccount, transactionKinds } from './transactions.ts';

/** Bytes a file of transactions may have. */
export const transactionFileBytesMax = 50_000_000;
/** Transactions one file may hold: as many as a ledger. */
export const transactionFileRowsMax = 50_000;

/** What a column of a table can say. The names are those of our own files. */
export const transactionField = z.enum([
  'date',
  'kind',
  'account',
  'assetId',
  'symbol',
  'isin',
  'figi',
  'assetName',
  'quantity',
  'price',
  'amount',
  'netAmount',
  'currency',
  'amountCurrency',
  'feeCurrency',
  'fee',
  'tax',
  'ratio',
  'cashPerUnit',
  'costShare',
  'cost',
  'intoAssetId',
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
]);
export type TransactionField = z.infer<typeof transactionField>;

export const transactionFileFormat = z.enum(['csv', 'xlsx', 'ofx', 'flex', 'json']);
export const textEncoding = z.enum(['utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be', 'windows-1252']);
export const tableDelimiter = z.enum(['comma', 'semicolon', 'tab', 'pipe']);
export const decimalSign = z.enum(['point', 'comma']);
export const dateOrder = z.enum(['ymd', 'dmy', 'mdy']);
export type DateOrder = z.infer<typeof dateOrder>;
export type DecimalSign = z.infer<typeof decimalSign>;
export type TextEncoding = z.infer<typeof textEncoding>;
export type TableDelimiter = z.infer<typeof tableDelimiter>;

const columnName = z.string().min(1).max(200);
const kindWord = z.string().trim().min(1).max(200);

/** What a word of the kind column means; `skip` leaves its rows out. */
export const kindMeaning = z.enum([...transactionKinds, 'skip']);
export type KindMeaning = z.infer<typeof kindMeaning>;

/** How a table is to be read. What is null or left out is found out from the file, and asked when it cannot be. */
export const transactionFileMapping = z.strictObject({
  encoding: textEncoding.nullable().default(null),
  delimiter: tableDelimiter.nullable().default(null),
  sheet: z.string().min(1).max(100).nullable().default(null).describe('Sheet of a workbook'),
  headerLine: z.int().min(1).max(1_000_000).nullable().default(null).describe('Line of the column names'),
  decimalSign: decimalSign.nullable().default(null),
  dateOrder: dateOrder.nullable().default(null),
  columns: z
    .partialRecord(transactionField, columnName.nullable())
    .nullable()
    .default(null)
    .describe('Column of each field; null takes what the names of the columns suggest'),
  kinds: z
    .record(kindWord, kindMeaning)
    .default({})
    .describe('What the words of the kind column mean, where it is not known'),
  account: ledgerAccount.nullable().default(null).describe('Account of rows that name none'),
  currency: currencyCode.nullable().default(null).describe('Currency of rows that name none'),
});
export type TransactionFileMapping = z.infer<typeof transactionFileMapping>;

/** A security as a file names it. */
export const assetReference = z.strictObject({
  assetId: z.string().nullable().describe('Identifier in one of our own files'),
  symbol: z.string().nullable(),
  isin: z.string().nullable(),
  figi: z.string().nullable(),
  name: z.string().nullable(),
});
export type AssetReference = z.infer<typeof assetReference>;

/** Something that only the owner of the file can say. */
export const transactionFileQuestion = z.strictObject({
  about: z.enum(['decimalSign', 'dateOrder', 'kinds', 'columns', 'sheet', 'currency']),
  message: z.string(),
  values: z.array(z.string()).describe('What stands in the file'),
  options: z.array(z.string()).describe('What the answer may be'),
});
export type TransactionFileQuestion = z.infer<typeof transactionFileQuestion>;

/** What was found out about a table. */
export const transactionTable = z.strictObject({
  encoding: textEncoding.nullable().describe('Null for workbooks'),
  delimiter: tableDelimiter.nullable().describe('Null for workbooks'),
  sheet: z.string().nullable(),
  sheets: z.array(z.string()),
  headerLine: z.int(),
  decimalSign: decimalSign.nullable().describe('Null when the file does not tell, or needs none'),
  dateOrder: dateOrder.nullable().describe('Null when the file does not tell'),
  columns: z.array(
    z.strictObject({ name: z.string(), field: transactionField.nullable(), samples: z.array(z.string()) }),
  ),
});
export type TransactionTable = z.infer<typeof transactionTable>;
