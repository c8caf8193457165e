import { sql } from 'drizzle-orm';
import { check, date, foreignKey, numeric, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { assets } from './assets.ts';

/** Closing prices in the currency of the asset. A missing price has no row; there is no zero and no NaN. */
export const prices = pgTable(
  'prices',
  {
    assetId: uuid('asset_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    date: date({ mode: 'string' }).notNull(),
    close: numeric().notNull(),
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
  ],
);
