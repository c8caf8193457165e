/** Portfolios and their allocations: by weight, by quantity valued at the last common price, or by a ledger of transactions. */
import { z } from 'zod';
import { benchmark } from './benchmark.ts';
import { portfolioAccess, portfolioState } from './portfolio-list.ts';
import {
  currencyCode,
  decimalString,
  identifier,
  isoDate,
  isoInstant,
  plainText,
  plainTextExpected,
} from './primitives.ts';
import { problemCode } from './problem.ts';

export const allocationInput = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('weights'),
    items: z
      .array(z.strictObject({ assetId: identifier, weight: z.number().min(-10).max(10) }))
      .min(1, 'expected at least one asset')
      .max(2000),
  }),
  z.strictObject({
    kind: z.literal('quantities'),
    items: z
      .array(z.strictObject({ assetId: identifier, quantity: decimalString }))
      .min(1, 'expected at least one asset')
      .max(2000),
  }),
  z.strictObject({ kind: z.literal('ledger').describe('The quantities follow from transactions') }),
]);
export type AllocationInput = z.infer<typeof allocationInput>;

export const portfolioInput = z.strictObject({
  name: z.string().trim().min(1, 'expected a name').max(120).regex(plainText, plainTextExpected),
  baseCurrency: currencyCode.default('USD'),
  benchmark: benchmark.nullable().default(null),
  allocation: allocationInput,
});
export type PortfolioInput = z.infer<typeof portfolioInput>;

/** One holding as shown: quantity and value only for portfolios by quantity, the weight unless the value is not known. */
export const holding = z.strictObject({
  assetId: identifier,
  symbol: z.string(),
  name: z.string(),
  assetClass: z.string(),
  sector: z.string().nullable(),
  country: z.string().nullable(),
  labels: z.record(z.string(), z.string()).describe("The owner's own labels of the asset"),
  currency: currencyCode,
  weight: z.number().nullable().describe('Share of the value; null while the portfolio cannot be valued'),
  quantity: decimalString.nullable(),
  price: z.string().nullable().describe('Last close in the asset currency'),
  priceDate: isoDate.nullable(),
  value: z.string().nullable().describe('Value in the base currency of the portfolio'),
});
export type Holding = z.infer<typeof holding>;

export const portfolio = z.strictObject({
  id: identifier,
  name: z.string(),
  baseCurrency: currencyCode,
  benchmark: benchmark.nullable(),
  allocationKind: z.enum(['weights', 'quantities', 'ledger']),
  state: portfolioState,
  access: portfolioAccess.describe('What you may do with it'),
  ownerName: z.string().describe('Whose it is'),
  version: z.int(),
  simulated: z.boolean().describe('True when any holding has simulated prices'),
  valueDate: isoDate.nullable().describe('Date of the prices behind the values'),
  totalValue: z
    .string()
    .nullable()
    .describe(
      'Sum of the holdings in the base currency, without cash; null for a portfolio by weight, and while `unvalued` says why',
    ),
  unvalued: z
    .strictObject({ code: problemCode, detail: z.string() })
    .nullable()
    .describe(
      'Why the portfolio cannot be valued at present: a price or an exchange rate is missing; null when it can',
    ),
  holdings: z.array(holding),
  createdAt: isoInstant,
  updatedAt: isoInstant,
});
export type Portfolio = z.infer<typeof portfolio>;
