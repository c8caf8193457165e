import type { PortfolioVersionContent } from '@riskoptimizer/contracts';
import { sql } from 'drizzle-orm';
import {
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { assets } from './assets.ts';
import { portfolios } from './portfolios.ts';

/** What a portfolio was after each of its changes: added to, never changed. */
export const portfolioVersions = pgTable(
  'portfolio_versions',
  {
    portfolioId: uuid('portfolio_id').notNull(),
    version: integer().notNull(),
    ownerId: uuid('owner_id').notNull(),
    change: text().notNull(),
    /** Who changed it; null when the server did. */
    changedBy: uuid('changed_by'),
    content: jsonb().$type<PortfolioVersionContent>().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ name: 'portfolio_versions_pkey', columns: [table.portfolioId, table.version] }),
    foreignKey({
      name: 'portfolio_versions_portfolio',
      columns: [table.portfolioId, table.ownerId],
      foreignColumns: [portfolios.id, portfolios.ownerId],
    }).onDelete('cascade'),
  ],
);

/** What a portfolio should hold: of an asset, or of a group of its holdings. */
export const portfolioTargets = pgTable(
  'portfolio_targets',
  {
    portfolioId: uuid('portfolio_id').notNull(),
    position: integer().notNull(),
    ownerId: uuid('owner_id').notNull(),
    assetId: uuid('asset_id'),
    /** Of the grouping that `targets_by` of the portfolio names. */
    groupValue: text('group_value'),
    weight: doublePrecision().notNull(),
    bandAbsolute: doublePrecision('band_absolute'),
    bandRelative: doublePrecision('band_relative'),
  },
  (table) => [
    primaryKey({ name: 'portfolio_targets_pkey', columns: [table.portfolioId, table.position] }),
    foreignKey({
      name: 'portfolio_targets_portfolio',
      columns: [table.portfolioId, table.ownerId],
      foreignColumns: [portfolios.id, portfolios.ownerId],
    }).onDelete('cascade'),
    foreignKey({
      name: 'portfolio_targets_asset',
      columns: [table.assetId, table.ownerId],
      foreignColumns: [assets.id, assets.ownerId],
    }),
    index('portfolio_targets_asset_id').on(table.assetId),
    check('portfolio_targets_one_kind', sql`(${table.assetId} is null) <> (${table.groupValue} is null)`),
    check('portfolio_targets_weight', sql`${table.weight} between 0 and 1`),
  ],
);
