import { sql } from 'drizzle-orm';
import { check, date, foreignKey, numeric, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { assets } from './assets.ts';

/** Closing prices in the currency of the asset. A missing price has no row; there is no zero and no NaN. */
export const prices = pgTable(
  'prices',
  {
    assetId: uuid('asset_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    date: date({ mode: 'string' }).notNull(),
    close: numeric().notNull(),
    /** Adjusted for later splits and dividends, beside the raw close and never mixed with it. */
    adjustedClose: numeric('adjusted_close'),
    /** Where the price was fetched, and when; null for those of files and of the simulated market. */
    provider: text(),
    fetchedAt: timestamp('fetched_at', { withTimezone: true, mode: 'date' }),
  },
  (table) => [
    primaryKey({ name: 'prices_pkey', columns: [table.assetId, table.date] }),
    foreignKey({
      name: 'prices_asset',
      columns: [table.assetId, table.ownerId],
      foreignColumns: [assets.id, assets.ownerId],
    }).onDelete('cascade'),
    // NaN counts as greater than Infinity in PostgreSQL, so the upper comparison refuses both.
    check('prices_close_positive', sql`${table.close} > 0 and ${table.close} < 'Infinity'`),
    check('prices_adjusted_positive', sql`${table.adjustedClose} > 0 and ${table.adjustedClose} < 'Infinity'`),
  ],
);
