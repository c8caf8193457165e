import { sql } from 'drizzle-orm';
import { check, date, integer, jsonb, numeric, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { users } from './users.ts';

/** An interior run of dates without a price, as kept in the price summary. */
export interface StoredPriceGap {
  readonly from: string;
  readonly to: string;
  readonly missingCount: number;
}

/**
 * Assets with a summary of their prices. The summary and `pricesVersion` change in the transaction that changes the prices,
 * so a list needs no count over the price table and a cache knows when it is stale.
 *
 * A symbol is unique for each owner and source: a real "SPY" stands beside the simulated one and never mixes with it.
 */
export const assets = pgTable(
  'assets',
  {
    id: uuid().primaryKey().defaultRandom(),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id),
    source: text({ enum: ['simulated', 'imported', 'provider'] }).notNull(),
    symbol: text().notNull(),
    name: text().notNull(),
    assetClass: text('asset_class').notNull(),
    sector: text(),
    country: text(),
    currency: text().notNull(),
    isin: text(),
    figi: text(),
    /** The owner's own words: key to value. */
    labels: jsonb().$type<Readonly<Record<string, string>>>().notNull().default({}),
    pricesVersion: integer('prices_version').notNull().default(0),
    priceCount: integer('price_count').notNull().default(0),
    firstDate: date('first_date', { mode: 'string' }),
    lastDate: date('last_date', { mode: 'string' }),
    lastClose: numeric('last_close'),
    priceGaps: jsonb('price_gaps').$type<readonly StoredPriceGap[]>().notNull().default([]),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  (table) => [
    unique('assets_owner_source_symbol').on(table.ownerId, table.source, table.symbol),
    // Referenced together, so that no row of one owner can point at an asset of another.
    unique('assets_id_owner').on(table.id, table.ownerId),
    check('assets_source', sql`${table.source} in ('simulated', 'imported', 'provider')`),
    check(
      'assets_asset_class',
      sql`${table.assetClass} in ('equity', 'bond', 'commodity', 'real-estate', 'crypto', 'cash', 'fund', 'other')`,
    ),
    check('assets_currency', sql`${table.currency} ~ '^[A-Z]{3}$'`),
  ],
);
