/** The kinds of transactions: what they are called, and the fields that each has, in the order in which they are filled in. */
import type { TransactionKind } from '@riskoptimizer/contracts';

export type FieldName =
  | 'date'
  | 'account'
  | 'fromAccount'
  | 'toAccount'
  | 'assetId'
  | 'intoAssetId'
  | 'quantity'
  | 'price'
  | 'amount'
  | 'currency'
  | 'intoAmount'
  | 'intoCurrency'
  | 'ratio'
  | 'cashPerUnit'
  | 'costShare'
  | 'cost'
  | 'fee'
  | 'tax'
  | 'note'
  | 'externalId';

export interface FieldSpec {
  readonly name: FieldName;
  readonly label: string;
  readonly input: 'date' | 'account' | 'asset' | 'decimal' | 'currency' | 'text';
  /** An empty field is left out, or says that there is none. */
  readonly isOptional?: boolean;
  readonly hint?: string;
}

export const kindNames: Readonly<Record<TransactionKind, string>> = {
  buy: 'Buy',
  sell: 'Sell',
  short: 'Sell short',
  dividend: 'Dividend',
  interest: 'Interest',
  fee: 'Fee',
  tax: 'Tax',
  deposit: 'Deposit',
  withdrawal: 'Withdrawal',
  conversion: 'Currency conversion',
  transfer: 'Transfer',
  split: 'Split',
  merger: 'Merger',
  'spin-off': 'Spin-off',
  rename: 'New symbol',
};

/** One sentence each, beside the choice. */
export const kindHints: Readonly<Record<TransactionKind, string>> = {
  buy: 'Opens or adds to a holding, or closes a short one.',
  sell: 'Closes what is held; never more than that.',
  short: 'Sells what is not held, to be bought back.',
  dividend: 'Paid by a holding, before tax.',
  interest: 'On money in an account; negative when it was paid.',
  fee: 'Charged on its own and not inside of a trade.',
  tax: 'Charged on its own and not inside of a trade.',
  deposit: 'Money from outside.',
  withdrawal: 'Money to the outside.',
  conversion: 'Money of one currency for money of another.',
  transfer: 'A holding or money moves between accounts, comes from outside or goes there.',
  split: 'More or fewer units of the same; the cost stays.',
  merger: 'A holding ends, and another one is received for it.',
  'spin-off': 'Another holding is received besides; a part of the cost moves along.',
  rename: 'The same holding goes on under another symbol.',
};

const date: FieldSpec = { name: 'date', label: 'Date', input: 'date' };
const account: FieldSpec = { name: 'account', label: 'Account', input: 'account' };
const asset: FieldSpec = { name: 'assetId', label: 'Asset', input: 'asset' };
const anyAsset: FieldSpec = { ...asset, label: 'About the asset', isOptional: true };
const quantity: FieldSpec = { name: 'quantity', label: 'Quantity', input: 'decimal', hint: 'units' };
const price: FieldSpec = { name: 'price', label: 'Price of one unit', input: 'decimal' };
const amount: FieldSpec = { name: 'amount', label: 'Amount', input: 'decimal' };
const currency: FieldSpec = { name: 'currency', label: 'Currency', input: 'currency' };
const fee: FieldSpec = { name: 'fee', label: 'Fee', input: 'decimal', isOptional: true };
const tax: FieldSpec = { name: 'tax', label: 'Tax', input: 'decimal', isOptional: true };
const remarks: readonly FieldSpec[] = [
  { name: 'note', label: 'Note', input: 'text', isOptional: true },
  { name: 'externalId', label: 'Identifier at the broker', input: 'text', isOptional: true },
];
const ratio = (hint: string): FieldSpec => ({ name: 'ratio', label: 'Ratio', input: 'decimal', hint });
const into: FieldSpec = { name: 'intoAssetId', label: 'Received', input: 'asset' };

const trade = [date, account, asset, quantity, price, currency, fee, tax, ...remarks];
const payment = [date, account, amount, currency, ...remarks];

const fields: Readonly<Record<TransactionKind, readonly FieldSpec[]>> = {
  buy: trade,
  sell: trade,
  short: trade,
  dividend: [date, account, asset, { ...amount, hint: 'before tax and fee' }, currency, tax, fee, ...remarks],
  interest: [date, account, { ...amount, hint: 'before tax and fee' }, currency, tax, fee, ...remarks],
  fee: [date, account, amount, currency, anyAsset, ...remarks],
  tax: [date, account, amount, currency, anyAsset, ...remarks],
  deposit: payment,
  withdrawal: payment,
  conversion: [
    date,
    account,
    { ...amount, label: 'Given' },
    { ...currency, label: 'Currency given' },
    { name: 'intoAmount', label: 'Received', input: 'decimal' },
    { name: 'intoCurrency', label: 'Currency received', input: 'currency' },
    { ...fee, hint: 'in the currency given' },
    ...remarks,
  ],
  transfer: [
    date,
    { name: 'fromAccount', label: 'From account', input: 'account', isOptional: true, hint: 'empty: from outside' },
    { name: 'toAccount', label: 'To account', input: 'account', isOptional: true, hint: 'empty: to the outside' },
    { ...asset, isOptional: true, label: 'Asset, or none for money' },
    { ...quantity, hint: 'units, or the amount of money' },
    { ...currency, label: 'Currency of the money or the cost' },
    {
      name: 'cost',
      label: 'Cost in total',
      input: 'decimal',
      isOptional: true,
      hint: 'empty: the market value of the day',
    },
    ...remarks,
  ],
  split: [date, account, asset, ratio('new units for one: 2 for 2:1, 0.1 for 1:10'), ...remarks],
  merger: [
    date,
    account,
    { ...asset, label: 'What ends' },
    into,
    ratio('units received for one'),
    { name: 'cashPerUnit', label: 'Cash for one unit', input: 'decimal', isOptional: true },
    currency,
    ...remarks,
  ],
  'spin-off': [
    date,
    account,
    { ...asset, label: 'What stays' },
    into,
    ratio('units received for one'),
    { name: 'costShare', label: 'Share of the cost that moves', input: 'decimal', hint: '0.25 for a quarter' },
    ...remarks,
  ],
  rename: [date, account, { ...asset, label: 'Old symbol' }, { ...into, label: 'New symbol' }, ...remarks],
};

export function fieldsOf(kind: TransactionKind): readonly FieldSpec[] {
  return fields[kind];
}
