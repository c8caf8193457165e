/** What is asked of the ledger of a portfolio, and what follows from it: transactions, holdings, results, performance. */
import { z } from 'zod';
import { cursor, pageLimit } from './portfolio-list.ts';
import { assetClass, currencyCode, identifier, isoDate } from './primitives.ts';
import { birthCertificate } from './provenance.ts';
import { costBasisMethod, ledgerAccount, transaction, transactionInput, transactionKinds } from './transactions.ts';

/** Transactions of one portfolio; more belong into several portfolios. */
export const ledgerTransactionsMax = 50_000;
/** Transactions of one request. */
export const bulkTransactionsMax = 2000;

/** Known to be decimal; the digits after the point are as many as it takes. */
const decimal = z.string().describe('Decimal number as a string');
const money = z.string().nullable().describe('Decimal number as a string, to the cent; null: not known, see `gaps`');

export const transactionListQuery = z.strictObject({
  from: isoDate.optional(),
  to: isoDate.optional(),
  kind: z.enum(transactionKinds).optional(),
  assetId: identifier.optional(),
  account: ledgerAccount.optional(),
  limit: pageLimit(500, 100),
  cursor: cursor.optional(),
});
export type TransactionListQuery = z.infer<typeof transactionListQuery>;

/** An asset that transactions name, so that a reader of a shared portfolio knows it. */
export const namedAsset = z.strictObject({
  assetId: identifier,
  symbol: z.string(),
  name: z.string(),
  currency: currencyCode,
});
export type NamedAsset = z.infer<typeof namedAsset>;

export const transactionList = z.strictObject({
  items: z.array(transaction).describe('The newest first: by date, then by sequence'),
  assets: z.array(namedAsset).describe('The assets of these transactions'),
  nextCursor: z.string().nullable(),
});
export type TransactionList = z.infer<typeof transactionList>;

export const bulkTransactionsRequest = z.strictObject({
  items: z
    .array(transactionInput)
    .min(1, 'expected at least one transaction')
    .max(bulkTransactionsMax, `expected at most ${bulkTransactionsMax} transactions`),
});
export type BulkTransactionsRequest = z.infer<typeof bulkTransactionsRequest>;

export const bulkTransactionsResponse = z.strictObject({
  portfolioVersion: z.int(),
  transactions: z
    .array(z.strictObject({ id: identifier, sequence: z.int(), version: z.int() }))
    .describe('One for each item, in the same order'),
});
export type BulkTransactionsResponse = z.infer<typeof bulkTransactionsResponse>;

export const ledgerHoldingsQuery = z.strictObject({
  date: isoDate.optional().describe('At the end of this date; today when left out'),
  costBasis: costBasisMethod.default('fifo'),
  account: ledgerAccount.optional().describe('Of this account alone'),
});
export type LedgerHoldingsQuery = z.infer<typeof ledgerHoldingsQuery>;

/** Something that is not known, or not of the day, and what that keeps from being known. */
export const ledgerGap = z.strictObject({
  code: z.enum(['price-missing', 'price-stale', 'exchange-rate-missing', 'exchange-rate-stale', 'cost-unknown']),
  ageDays: z.int().nullable(),
  reason: z.string(),
});
export type LedgerGap = z.infer<typeof ledgerGap>;

const amounts = {
  cost: money.describe('With fees and taxes; negative for a short position'),
  value: money,
  unrealised: money.describe('Value less cost'),
  unrealisedReturn: z.number().nullable().describe('Over the cost; 0.1 means 10 %'),
};

export const ledgerHolding = z.strictObject({
  assetId: identifier,
  symbol: z.string(),
  name: z.string(),
  assetClass,
  sector: z.string().nullable(),
  country: z.string().nullable(),
  labels: z.record(z.string(), z.string()),
  currency: currencyCode.describe('Of the price'),
  accounts: z.array(z.string()),
  quantity: decimal.describe('Units; negative for a short position'),
  lotCount: z.int(),
  since: isoDate.describe('When the oldest lot was opened'),
  price: z
    .strictObject({
      close: decimal,
      date: isoDate,
      ageDays: z.int(),
      source: z.string().describe('Where the prices of the asset come from'),
    })
    .nullable(),
  inAssetCurrency: z.strictObject({ ...amounts, unitCost: decimal.nullable() }),
  inBaseCurrency: z.strictObject({
    ...amounts,
    realised: money.describe('Of all that was closed until then'),
    dividends: money.describe('Before tax and fee; negative what was paid on a short position'),
  }),
  weight: z.number().nullable().describe('Share of the total value, cash included; null: not known'),
  gaps: z.array(ledgerGap),
});
export type LedgerHolding = z.infer<typeof ledgerHolding>;

export const ledgerCash = z.strictObject({
  account: z.string(),
  currency: currencyCode,
  amount: decimal.describe('Exact; negative when money is owed'),
  value: money.describe('In the base currency'),
  weight: z.number().nullable(),
  gaps: z.array(ledgerGap),
});
export type LedgerCash = z.infer<typeof ledgerCash>;

export const ledgerWarning = z.strictObject({
  code: z.enum(['cash-negative']),
  transactionId: identifier,
  date: isoDate,
  message: z.string(),
  remedy: z.string(),
});
export type LedgerWarningShown = z.infer<typeof ledgerWarning>;

export const ledgerHoldings = z.strictObject({
  portfolioId: identifier,
  portfolioVersion: z.int(),
  date: isoDate,
  baseCurrency: currencyCode,
  costBasis: costBasisMethod,
  accounts: z.array(z.string()).describe('All accounts of the ledger'),
  simulated: z.boolean(),
  holdings: z.array(ledgerHolding).describe('By value, the largest first'),
  cash: z.array(ledgerCash),
  totals: z.strictObject({
    holdings: money,
    cash: money,
    total: money,
    cost: money,
    unrealised: money,
    unrealisedReturn: z.number().nullable(),
    realised: money,
    dividends: money,
    interest: money,
    fees: money.describe('Fees inside of trades and those of their own'),
    taxes: money,
  }),
  warnings: z.array(ledgerWarning),
});
export type LedgerHoldings = z.infer<typeof ledgerHoldings>;

export const realisedResultsQuery = z.strictObject({
  from: isoDate.optional(),
  to: isoDate.optional(),
  costBasis: costBasisMethod.default('fifo'),
});
export type RealisedResultsQuery = z.infer<typeof realisedResultsQuery>;

export const realisedResult = z.strictObject({
  transactionId: identifier,
  kind: z.enum(['sell', 'buy', 'merger']),
  direction: z.enum(['long', 'short']),
  date: isoDate,
  account: z.string(),
  assetId: identifier,
  symbol: z.string(),
  quantity: decimal,
  currency: currencyCode,
  proceeds: money,
  cost: money,
  result: money,
  inBaseCurrency: z
    .strictObject({ proceeds: money, cost: money, result: money })
    .describe('Opening at the rate of its day, closing at the rate of its own'),
  reason: z.string().nullable().describe('Why something is not known'),
  lots: z.array(
    z.strictObject({
      transactionId: identifier,
      date: isoDate,
      quantity: decimal,
      amount: money.describe('What it cost or, short, brought in, in its own currency'),
      currency: currencyCode,
      holdingDays: z.int(),
    }),
  ),
});
export type RealisedResultShown = z.infer<typeof realisedResult>;

export const realisedResults = z.strictObject({
  portfolioId: identifier,
  portfolioVersion: z.int(),
  baseCurrency: currencyCode,
  costBasis: costBasisMethod,
  from: isoDate.nullable(),
  to: isoDate,
  items: z.array(realisedResult).describe('In the order of the ledger'),
  byAsset: z.array(
    z.strictObject({
      assetId: identifier,
      symbol: z.string(),
      name: z.string(),
      realised: money,
      dividends: money,
    }),
  ),
  totals: z.strictObject({
    realised: money,
    dividends: money,
    interest: money,
    fees: money,
    taxes: money,
  }),
});
export type RealisedResults = z.infer<typeof realisedResults>;

export const performanceQuery = z.strictObject({
  from: isoDate.optional().describe('From the value at the end of this date; from the beginning when left out'),
  to: isoDate.optional().describe('To the value at the end of this date'),
});
export type PerformanceQuery = z.infer<typeof performanceQuery>;

/** A return with how it came about: everything that is needed to follow it by hand. */
const howComputed = z.strictObject({
  formula: z.string(),
  explanation: z.string(),
  inputs: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  from: isoDate,
  to: isoDate,
});
export const performanceReturn = z.strictObject({
  total: z.number().nullable().describe('Over the whole window; 0.1 means 10 %'),
  annual: z.number().nullable().describe('For a year; null for less than a year'),
  reason: z.string().nullable().describe('Why there is none'),
  howComputed,
});
export type PerformanceReturn = z.infer<typeof performanceReturn>;

const number = z.number().nullable();

export const portfolioPerformance = z.strictObject({
  portfolioId: identifier,
  portfolioVersion: z.int(),
  baseCurrency: currencyCode,
  simulated: z.boolean(),
  window: z.strictObject({ from: isoDate, to: isoDate, days: z.int() }),
  series: z
    .strictObject({
      dates: z.array(isoDate),
      total: z.array(number).describe('Value with cash; null: not known'),
      cash: z.array(number),
      invested: z.array(number).describe('Value at the start and what came in since, less what went out'),
      growth: z.array(number).describe('Of 1 at the start, time-weighted'),
      drawdown: z.array(number).describe('growth / highest so far − 1'),
      benchmark: z.array(number).nullable().describe('Growth of 1 in the benchmark'),
    })
    .describe('One value for each date'),
  flows: z.array(
    z.strictObject({
      transactionId: identifier,
      date: isoDate,
      kind: z.enum(['deposit', 'withdrawal', 'transfer']),
      account: z.string(),
      assetId: identifier.nullable(),
      value: number.describe('In the base currency; positive came in, negative went out'),
    }),
  ),
  returns: z.strictObject({
    simple: performanceReturn,
    timeWeighted: performanceReturn,
    moneyWeighted: performanceReturn,
  }),
  benchmark: z.strictObject({ symbol: z.string(), name: z.string(), timeWeighted: performanceReturn }).nullable(),
  calendar: z
    .array(
      z.strictObject({
        year: z.int(),
        from: isoDate,
        to: isoDate,
        total: number,
        months: z.array(number).length(12).describe('January first'),
      }),
    )
    .describe('Time-weighted, by the month in which a period ends'),
  maxDrawdown: number.describe('The lowest of the drawdown series'),
  gaps: z
    .array(
      z.strictObject({
        code: ledgerGap.shape.code,
        assetId: identifier.nullable(),
        symbol: z.string().nullable(),
        currency: currencyCode.nullable(),
        from: isoDate,
        to: isoDate,
        dateCount: z.int(),
        reason: z.string(),
      }),
    )
    .describe('Prices and rates that were not of the day, or not there'),
  birthCertificate,
});
export type PortfolioPerformance = z.infer<typeof portfolioPerformance>;
