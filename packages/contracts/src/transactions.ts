/** The ledger of a portfolio: what was bought, sold, earned, paid and moved. Holdings, cash, cost and results follow from it. */
import { z } from 'zod';
import {
  currencyCode,
  decimalString,
  freeText,
  freeTextExpected,
  identifier,
  isoDate,
  isoInstant,
  plainText,
  plainTextExpected,
} from './primitives.ts';

/** A decimal above zero. */
export const positiveDecimal = decimalString
  .refine((text) => !text.startsWith('-') && /[1-9]/.test(text), 'expected a decimal above zero')
  .describe('Decimal number above zero, as a string');
/** A decimal of at least zero. */
export const unsignedDecimal = decimalString
  .refine((text) => !text.startsWith('-'), 'expected a decimal of at least zero')
  .describe('Decimal number of at least zero, as a string');

/** Where within a portfolio it happened: a broker, a bank, a wallet. Names are the owner's. */
export const ledgerAccount = z
  .string()
  .trim()
  .min(1, 'expected the name of an account')
  .max(60)
  .regex(plainText, plainTextExpected)
  .describe('Account within the portfolio, such as a broker');

/** A lot that a sale takes from: the transaction that opened it, and how much of it. */
export const lotChoice = z.strictObject({ transactionId: identifier, quantity: positiveDecimal });
export type LotChoice = z.infer<typeof lotChoice>;

const common = {
  date: isoDate.describe('Trade date'),
  account: ledgerAccount.default('Main'),
  note: z.string().trim().max(500).regex(freeText, freeTextExpected).nullable().default(null),
  externalId: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .regex(plainText, plainTextExpected)
    .nullable()
    .default(null)
    .describe('Identifier at the broker, if any'),
};
const costs = {
  fee: unsignedDecimal.default('0').describe('Paid besides the price, in the currency of the transaction'),
  tax: unsignedDecimal.default('0').describe('Withheld or paid, in the currency of the transaction'),
};
const trade = {
  ...common,
  ...costs,
  assetId: identifier,
  quantity: positiveDecimal.describe('Units, always positive: the kind says the direction'),
  price: unsignedDecimal.describe('Of one unit, in the currency of the transaction'),
  currency: currencyCode,
};
const payment = { ...common, amount: positiveDecimal, currency: currencyCode };

/**
 * A transaction as it is written. Amounts are positive; the kind says which way they go.
 *
 * `buy` opens or adds to a long position, or closes a short one; `sell` closes a long position and never opens a short one;
 * `short` opens or adds to a short position. `conversion` exchanges cash of two currencies. A `transfer` with both accounts
 * moves within the portfolio; with one of them null it comes from or goes to the outside, and is an external flow.
 */
export const transactionInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('buy'), ...trade }),
  z.strictObject({
    kind: z.literal('sell'),
    ...trade,
    lots: z.array(lotChoice).max(500).nullable().default(null).describe('Specific lots; null follows the method asked'),
  }),
  z.strictObject({ kind: z.literal('short'), ...trade }),
  z.strictObject({
    kind: z.literal('dividend'),
    ...common,
    ...costs,
    assetId: identifier,
    amount: positiveDecimal.describe('Before tax and fee'),
    currency: currencyCode,
  }),
  z.strictObject({
    kind: z.literal('interest'),
    ...common,
    ...costs,
    amount: decimalString.describe('Before tax and fee; negative when it was paid'),
    currency: currencyCode,
  }),
  z.strictObject({ kind: z.literal('fee'), ...payment, assetId: identifier.nullable().default(null) }),
  z.strictObject({ kind: z.literal('tax'), ...payment, assetId: identifier.nullable().default(null) }),
  z.strictObject({ kind: z.literal('deposit'), ...payment }),
  z.strictObject({ kind: z.literal('withdrawal'), ...payment }),
  z.strictObject({
    kind: z.literal('conversion'),
    ...common,
    fee: unsignedDecimal.default('0').describe('In the currency that was given'),
    amount: positiveDecimal.describe('Given'),
    currency: currencyCode,
    intoAmount: positiveDecimal.describe('Received'),
    intoCurrency: currencyCode,
  }),
  z.strictObject({
    kind: z.literal('transfer'),
    date: common.date,
    note: common.note,
    externalId: common.externalId,
    fromAccount: ledgerAccount.nullable().describe('Null: from outside of the portfolio'),
    toAccount: ledgerAccount.nullable().describe('Null: to the outside'),
    assetId: identifier.nullable().describe('Null moves cash: `quantity` of `currency`'),
    quantity: positiveDecimal,
    currency: currencyCode.describe('Of the cash, or of `cost`'),
    cost: unsignedDecimal
      .nullable()
      .default(null)
      .describe('What the holding cost in total, when it comes from outside; null takes its market value on the date'),
  }),
  z.strictObject({
    kind: z.literal('split'),
    ...common,
    assetId: identifier,
    ratio: positiveDecimal.describe('New units for one old one: 2 for 2:1, 0.1 for a reverse split of 1:10'),
  }),
  z.strictObject({
    kind: z.literal('merger'),
    ...common,
    assetId: identifier.describe('What ends'),
    intoAssetId: identifier.describe('What is received'),
    ratio: positiveDecimal.describe('Units received for one unit'),
    cashPerUnit: unsignedDecimal
      .default('0')
      .describe('Cash received for one unit, in the currency of the transaction'),
    currency: currencyCode,
  }),
  z.strictObject({
    kind: z.literal('spin-off'),
    ...common,
    assetId: identifier.describe('What stays'),
    intoAssetId: identifier.describe('What is received besides'),
    ratio: positiveDecimal.describe('Units received for one unit'),
    costShare: unsignedDecimal.describe('Share of the cost that moves along, from 0 to 1'),
  }),
  z.strictObject({
    kind: z.literal('rename'),
    ...common,
    assetId: identifier.describe('The old asset'),
    intoAssetId: identifier.describe('The new one; quantity and cost stay'),
  }),
]);
export type TransactionInput = z.infer<typeof transactionInput>;
export type TransactionKind = TransactionInput['kind'];
export const transactionKinds = transactionInput.options.map(({ shape }) => shape.kind.value);

/** How a sale is set against what was bought. `specific` takes the lots that sales name, and FIFO where they name none. */
export const costBasisMethod = z.enum(['fifo', 'lifo', 'average', 'specific']);
export type CostBasisMethod = z.infer<typeof costBasisMethod>;

/** A transaction as stored, with its place in the order of the ledger: by date, then by `sequence`. */
export const transaction = z.strictObject({
  id: identifier,
  portfolioId: identifier,
  sequence: z.int().describe('Order in which it was entered; orders transactions of one date'),
  version: z.int(),
  content: transactionInput,
  createdAt: isoInstant,
  updatedAt: isoInstant,
});
export type LedgerTransaction = z.infer<typeof transaction>;
