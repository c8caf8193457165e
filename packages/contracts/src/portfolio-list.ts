/** The list of portfolios, page by page, and what is done to many of them at once. */
import { z } from 'zod';
import { currencyCode, identifier, isoInstant } from './primitives.ts';
import { problemCode } from './problem.ts';

/** Archived: put aside, still read, not changed. Deleted: gone for everybody, brought back by its owner within 30 days. */
export const portfolioState = z.enum(['active', 'archived', 'deleted']);
export type PortfolioState = z.infer<typeof portfolioState>;

/** What the reader may do with a portfolio: own it, or what a share of its owner allows. */
export const portfolioAccess = z.enum(['owner', 'edit', 'read']);
export type PortfolioAccess = z.infer<typeof portfolioAccess>;

export const portfolioSummary = z.strictObject({
  id: identifier,
  name: z.string(),
  baseCurrency: currencyCode,
  state: portfolioState,
  access: portfolioAccess.describe('What you may do with it'),
  ownerName: z.string().describe('Whose it is'),
  version: z.int(),
  allocationKind: z.enum(['weights', 'quantities', 'ledger']),
  holdingCount: z.int(),
  simulated: z.boolean(),
  updatedAt: isoInstant,
  deletedAt: isoInstant.nullable(),
  restorableUntil: isoInstant.nullable().describe('Of a deleted one: when it is gone for good'),
});
export type PortfolioSummary = z.infer<typeof portfolioSummary>;

/** Where a page ended: opaque, as the server wrote it. */
export const cursor = z.string().min(1).max(2000).describe('`nextCursor` of the page before');

/** How many a page has; a query is text. */
export const pageLimit = (most: number, usual: number) =>
  z.coerce
    .number()
    .int('expected a whole number')
    .min(1, 'expected at least 1')
    .max(most, `expected at most ${most}`)
    .default(usual)
    .describe(`Items a page, at most ${most}`);

export const portfolioListQuery = z.strictObject({
  state: portfolioState.default('active'),
  limit: pageLimit(200, 100),
  cursor: cursor.optional(),
});
export type PortfolioListQuery = z.infer<typeof portfolioListQuery>;

export const portfolioList = z.strictObject({
  items: z.array(portfolioSummary),
  nextCursor: z.string().nullable().describe('For `cursor`, when there are more'),
});
export type PortfolioList = z.infer<typeof portfolioList>;

export const bulkPortfoliosRequest = z.strictObject({
  action: z.enum(['archive', 'restore', 'delete']),
  items: z
    .array(z.strictObject({ portfolioId: identifier, version: z.int().positive().max(2_147_483_647) }))
    .min(1, 'expected at least one portfolio')
    .max(100, 'expected at most 100 portfolios'),
});
export type BulkPortfoliosRequest = z.infer<typeof bulkPortfoliosRequest>;

const bulkPortfolioResult = z.discriminatedUnion('outcome', [
  z.strictObject({
    portfolioId: identifier,
    outcome: z.literal('done'),
    version: z.int().describe('The one it has now'),
  }),
  z.strictObject({ portfolioId: identifier, outcome: z.literal('refused'), code: problemCode, detail: z.string() }),
]);
export type BulkPortfolioResult = z.infer<typeof bulkPortfolioResult>;

/** One result for each item, in the same order. */
export const bulkPortfoliosResponse = z.strictObject({
  doneCount: z.int(),
  refusedCount: z.int(),
  results: z.array(bulkPortfolioResult),
});
export type BulkPortfoliosResponse = z.infer<typeof bulkPortfoliosResponse>;
