import { sql } from 'drizzle-orm';
import { check, date, numeric, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { users } from './users.ts';

/** One unit of `base` costs `rate` units of `quote`. Simulated rates convert simulated assets only. */
export const exchangeRates = pgTable(
  'exchange_rates',
  {
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id),
    source: text({ enum: ['simulated', 'imported', 'provider'] }).notNull(),
    base: text().notNull(),
    quote: text().notNull(),
    date: date({ mode: 'string' }).notNull(),
    rate: numeric().notNull(),
    /** Where the rate was fetched, and when; null for those that came with the product or a file. */
    provider: text(),
    fetchedAt: timestamp('fetched_at', { withTimezone: true, mode: 'date' }),
  },
  (table) => [
    primaryKey({
      name: 'exchange_rates_pkey',
      columns: [table.ownerId, table.source, table.base, table.quote, table.date],
    }),
    check('exchange_rates_source', sql`${table.source} in ('simulated', 'imported', 'provider')`),
    check('exchange_rates_pair', sql`${table.base} <> ${table.quote}`),
    check('exchange_rates_rate_positive', sql`${table.rate} > 0 and ${table.rate} < 'Infinity'`),
  ],
);
