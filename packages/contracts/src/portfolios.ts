/** Portfolios and their allocations: by weight, or by quantity valued at the last common price. */
import { z } from 'zod';
import { currencyCode, decimalString, identifier, isoDate, isoInstant } from './primitives.ts';

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
]);
export type AllocationInput = z.infer<typeof allocationInput>;

export const portfolioInput = z.strictObject({
  name: z.string().trim().min(1, 'expected a name').max(120),
  baseCurrency: currencyCode.default('USD'),
  benchmarkAssetId: identifier.nullable().default(null),
  allocation: allocationInput,
});
export type PortfolioInput = z.infer<typeof portfolioInput>;

/** What the reader may do with a portfolio: own it, or what a share of its owner allows. */
export const portfolioAccess = z.enum(['owner', 'edit', 'read']);
export type PortfolioAccess = z.infer<typeof portfolioAccess>;

/** One holding as shown: its weight is always there, its quantity and value only for portfolios by quantity. */
export const holding = z.strictObject({
  assetId: identifier,
  symbol: z.string(),
  name: z.string(),
  assetClass: z.string(),
  sector: z.string().nullable(),
  currency: currencyCode,
  weight: z.number(),
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
  benchmarkAssetId: identifier.nullable(),
  allocationKind: z.enum(['weights', 'quantities']),
  access: portfolioAccess.describe('What you may do with it'),
  ownerName: z.string().describe('Whose it is'),
  version: z.int(),
  simulated: z.boolean().describe('True when any holding has simulated prices'),
  valueDate: isoDate.nullable().describe('Date of the prices behind the values'),
  totalValue: z
    .string()
    .nullable()
    .describe('Sum of the holdings in the base currency; null for a portfolio by weight'),
  holdings: z.array(holding),
  createdAt: isoInstant,
  updatedAt: isoInstant,
});
export type Portfolio = z.infer<typeof portfolio>;

export const portfolioSummary = z.strictObject({
  id: identifier,
  name: z.string(),
  baseCurrency: currencyCode,
  access: portfolioAccess.describe('What you may do with it'),
  ownerName: z.string().describe('Whose it is'),
  version: z.int(),
  holdingCount: z.int(),
  simulated: z.boolean(),
  updatedAt: isoInstant,
});
export const portfolioList = z.strictObject({ items: z.array(portfolioSummary) });
export type PortfolioSummary = z.infer<typeof portfolioSummary>;
