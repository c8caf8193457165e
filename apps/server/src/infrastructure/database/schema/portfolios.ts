import { sql } from 'drizzle-orm';
import {
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { assets } from './assets.ts';
import { users } from './users.ts';

/** Portfolios. `version` counts changes and is what ETag and If-Match speak of. */
export const portfolios = pgTable(
  'portfolios',
  {
    id: uuid().primaryKey().defaultRandom(),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    baseCurrency: text('base_currency').notNull(),
    /** `asset` and `mix` have their rows in portfolio_benchmark_assets; null without a benchmark. */
    benchmarkKind: text('benchmark_kind', { enum: ['asset', 'mix', 'portfolio'] }),
    benchmarkPortfolioId: uuid('benchmark_portfolio_id'),
    allocationKind: text('allocation_kind', { enum: ['weights', 'quantities', 'ledger'] }).notNull(),
    /** Put aside: still read, no longer changed. */
    archivedAt: timestamp('archived_at', { withTimezone: true, mode: 'date' }),
    /** Gone for everybody; its owner may bring it back for a while. */
    deletedAt: timestamp('deleted_at', { withTimezone: true, mode: 'date' }),
    /** What its targets are about: `asset`, or a grouping of holdings; null without targets. */
    targetsBy: text('targets_by'),
    version: integer().notNull().default(1),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('portfolios_owner_name').on(table.ownerId, table.name).where(sql`deleted_at is null`),
    index('portfolios_deleted_at').on(table.deletedAt).where(sql`deleted_at is not null`),
    unique('portfolios_id_owner').on(table.id, table.ownerId),
    foreignKey({
      name: 'portfolios_benchmark_portfolio',
      columns: [table.benchmarkPortfolioId, table.ownerId],
      foreignColumns: [table.id, table.ownerId],
    }),
    index('portfolios_benchmark_portfolio_id').on(table.benchmarkPortfolioId),
    check(
      'portfolios_benchmark_kind',
      sql`(${table.benchmarkKind} is not distinct from 'portfolio') = (${table.benchmarkPortfolioId} is not null)`,
    ),
    check('portfolios_allocation_kind', sql`${table.allocationKind} in ('weights', 'quantities', 'ledger')`),
    check('portfolios_base_currency', sql`${table.baseCurrency} ~ '^[A-Z]{3}$'`),
  ],
);

/** What a portfolio holds: a dimensionless weight or a decimal quantity of an asset, never both. */
export const allocations = pgTable(
  'allocations',
  {
    portfolioId: uuid('portfolio_id').notNull(),
    assetId: uuid('asset_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    position: integer().notNull(),
    weight: doublePrecision(),
    quantity: numeric(),
  },
  (table) => [
    primaryKey({ name: 'allocations_pkey', columns: [table.portfolioId, table.assetId] }),
    foreignKey({
      name: 'allocations_portfolio',
      columns: [table.portfolioId, table.ownerId],
      foreignColumns: [portfolios.id, portfolios.ownerId],
    }).onDelete('cascade'),
    foreignKey({
      name: 'allocations_asset',
      columns: [table.assetId, table.ownerId],
      foreignColumns: [assets.id, assets.ownerId],
    }),
    index('allocations_asset_id').on(table.assetId),
    check('allocations_one_kind', sql`(${table.weight} is null) <> (${table.quantity} is null)`),
  ],
);

/** What a portfolio is measured against, where that is an asset or a mix of some. */
export const portfolioBenchmarkAssets = pgTable(
  'portfolio_benchmark_assets',
  {
    portfolioId: uuid('portfolio_id').notNull(),
    assetId: uuid('asset_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    position: integer().notNull(),
    weight: doublePrecision().notNull(),
  },
  (table) => [
    primaryKey({ name: 'portfolio_benchmark_assets_pkey', columns: [table.portfolioId, table.assetId] }),
    foreignKey({
      name: 'portfolio_benchmark_assets_portfolio',
      columns: [table.portfolioId, table.ownerId],
      foreignColumns: [portfolios.id, portfolios.ownerId],
    }).onDelete('cascade'),
    foreignKey({
      name: 'portfolio_benchmark_assets_asset',
      columns: [table.assetId, table.ownerId],
      foreignColumns: [assets.id, assets.ownerId],
    }),
    index('portfolio_benchmark_assets_asset_id').on(table.assetId),
  ],
);
