/** What a portfolio was after each of its changes, and how one goes back to it. */
import { z } from 'zod';
import { benchmark } from './benchmark.ts';
import { cursor, pageLimit } from './portfolio-list.ts';

import { currencyCode, identifier, isoInstant } from './primitives.ts';
import { targetsInput } from './targets.ts';

/** How a version came about. `kept` is what was there before versions were. */
export const portfolioVersionKind = z.enum([
  'kept',
  'created',
  'updated',
  'targets',
  'ledger',
  'archived',
  'deleted',
  'restored',
  'reverted',
]);
export type PortfolioVersionKind = z.infer<typeof portfolioVersionKind>;

export const portfolioVersionQuery = z.strictObject({ limit: pageLimit(100, 30), cursor: cursor.optional() });
export type PortfolioVersionQuery = z.infer<typeof portfolioVersionQuery>;

export const portfolioVersionSummary = z.strictObject({
  version: z.int(),
  change: portfolioVersionKind,
  changedBy: z.enum(['owner', 'editor', 'server']).describe('An editor has a share'),
  changedAt: isoInstant,
  fields: z
    .array(z.enum(['name', 'baseCurrency', 'benchmark', 'allocationKind', 'holdings', 'targets']))
    .describe('What is not as in the version before'),
  holdings: z
    .array(
      z.strictObject({
        assetId: identifier,
        symbol: z.string(),
        before: z.string().nullable().describe('Weight or quantity; null: not held'),
        after: z.string().nullable(),
      }),
    )
    .describe('Holdings that changed, at most 20'),
  holdingChangeCount: z.int(),
});
export type PortfolioVersionSummary = z.infer<typeof portfolioVersionSummary>;

export const portfolioVersionList = z.strictObject({
  items: z.array(portfolioVersionSummary).describe('The newest first'),
  nextCursor: z.string().nullable(),
});
export type PortfolioVersionList = z.infer<typeof portfolioVersionList>;

/** The content as it was; a later change of an asset does not show in it. */
export const portfolioVersionContent = z.strictObject({
  name: z.string(),
  baseCurrency: currencyCode,
  benchmark: benchmark.nullable(),
  allocationKind: z.enum(['weights', 'quantities', 'ledger']),
  allocations: z.array(
    z.strictObject({
      assetId: identifier,
      symbol: z.string().describe('As it was called then'),
      weight: z.number().nullable(),
      quantity: z.string().nullable(),
    }),
  ),
  targets: targetsInput.nullable(),
});
export type PortfolioVersionContent = z.infer<typeof portfolioVersionContent>;

export const portfolioVersion = z.strictObject({
  portfolioId: identifier,
  version: z.int(),
  change: portfolioVersionKind,
  changedBy: portfolioVersionSummary.shape.changedBy,
  changedAt: isoInstant,
  content: portfolioVersionContent,
});
export type PortfolioVersion = z.infer<typeof portfolioVersion>;

export const revertPortfolioRequest = z.strictObject({
  version: z.int().positive().max(2_147_483_647).describe('The version to go back to'),
});
export type RevertPortfolioRequest = z.infer<typeof revertPortfolioRequest>;
