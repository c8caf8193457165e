import { sql } from 'drizzle-orm';
import { check, date, numeric, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { users } from './users.ts';

/** Short-term rates of a currency as central banks publish them: annual, as fractions. */
export const riskFreeRates = pgTable(
  'risk_free_rates',
  {
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id),
    currency: text().notNull(),
    date: date({ mode: 'string' }).notNull(),
    rate: numeric().notNull(),
    /** As the provider calls it: DGS3MO, ESTR. */
    series: text().notNull(),
    provider: text().notNull(),
    fetchedAt: timestamp('fetched_at', { withTimezone: true, mode: 'date' }).notNull(),
  },
  (table) => [
    primaryKey({ name: 'risk_free_rates_pkey', columns: [table.ownerId, table.currency, table.date] }),
    check('risk_free_rates_rate', sql`${table.rate} > -1 and ${table.rate} < 1`),
  ],
);
