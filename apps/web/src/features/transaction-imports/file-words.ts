/** What is found out about a file of transactions, in words. */
import type {
  DateOrder,
  DecimalSign,
  ImportedAsset,
  KindMeaning,
  TableDelimiter,
  TextEncoding,
  TransactionField,
  TransactionImport,
} from '@riskoptimizer/contracts';
import { kindNames } from '../transactions/transaction-kinds.ts';

export const formatNames: Readonly<Record<TransactionImport['format'], string>> = {
  csv: 'CSV',
  xlsx: 'Excel workbook',
  ofx: 'OFX statement',
  flex: 'Flex query of Interactive Brokers',
  json: 'Our own JSON',
};

export const encodingNames: Readonly<Record<TextEncoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-8-bom': 'UTF-8 with a mark',
  'utf-16le': 'UTF-16, little-endian',
  'utf-16be': 'UTF-16, big-endian',
  'windows-1252': 'Windows-1252',
};

export const delimiterNames: Readonly<Record<TableDelimiter, string>> = {
  comma: 'Comma ,',
  semicolon: 'Semicolon ;',
  tab: 'Tab',
  pipe: 'Pipe |',
};

export const decimalSignNames: Readonly<Record<DecimalSign, string>> = {
  point: 'Point, 1234.56',
  comma: 'Comma, 1234,56',
};

export const dateOrderNames: Readonly<Record<DateOrder, string>> = {
  ymd: 'Year first, 2024-12-31',
  dmy: 'Day first, 31/12/2024',
  mdy: 'Month first, 12/31/2024',
};

export const kindMeaningNames: Readonly<Record<KindMeaning, string>> = { ...kindNames, skip: 'Leave its rows out' };

export const fieldNames: Readonly<Record<TransactionField, string>> = {
  date: 'Date',
  kind: 'What happened',
  account: 'Account',
  assetId: 'Identifier of the asset',
  symbol: 'Symbol',
  isin: 'ISIN',
  figi: 'FIGI',
  assetName: 'Name of the asset',
  quantity: 'Quantity',
  price: 'Price of one unit',
  amount: 'Amount before costs',
  netAmount: 'Amount after costs',
  currency: 'Currency',
  amountCurrency: 'Currency of the amount',
  feeCurrency: 'Currency of the fee',
  fee: 'Fee',
  tax: 'Tax',
  ratio: 'Ratio',
  cashPerUnit: 'Cash for one unit',
  costShare: 'Share of the cost that moves',
  cost: 'Cost in total',
  intoAssetId: 'Identifier of what is received',
  intoSymbol: 'Symbol of what is received',
  intoIsin: 'ISIN of what is received',
  intoFigi: 'FIGI of what is received',
  intoAmount: 'Amount received',
  intoCurrency: 'Currency received',
  fromAccount: 'From account',
  toAccount: 'To account',
  lots: 'Lots',
  note: 'Note',
  externalId: 'Identifier at the broker',
  reference: 'Reference within the file',
};

const foundByWords: Readonly<Record<NonNullable<ImportedAsset['foundBy']>, string>> = {
  choice: 'as you chose',
  remembered: 'as you chose before',
  identifier: 'by the identifier of our own file',
  isin: 'by its ISIN',
  figi: 'by its FIGI',
  symbol: 'by its symbol',
};

export function foundByText({ foundBy }: ImportedAsset): string {
  return foundBy === null ? 'not found' : foundByWords[foundBy];
}

/** What the file calls a security: the shortest that it says, and what else it says. */
export function securityNames({ reference }: ImportedAsset): { readonly name: string; readonly others: string } {
  const { symbol, isin, figi, name } = reference;
  const said = [symbol, isin, figi, name].filter((text) => text !== null && text !== '');
  return { name: said[0] ?? 'without a name', others: said.slice(1).join(', ') };
}
