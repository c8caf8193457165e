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
    benchmarkAssetId: uuid('benchmark_asset_id'),
    allocationKind: text('allocation_kind', { enum: ['weights', 'quantities'] }).notNull(),
    version: integer().notNull().default(1),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  (table) => [
    unique('portfolios_owner_name').on(table.ownerId, table.name),
    unique('portfolios_id_owner').on(table.id, table.ownerId),
    foreignKey({
      name: 'portfolios_benchmark',
      columns: [table.benchmarkAssetId, table.ownerId],
      foreignColumns: [assets.id, assets.ownerId],
    }),
    check('portfolios_allocation_kind', sql`${table.allocationKind} in ('weights', 'quantities')`),
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
