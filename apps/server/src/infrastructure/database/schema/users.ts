import { integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Owners of everything else. `demoSeededAt` is set once, so that a demo that was deleted does not come back. */
export const users = pgTable('users', {
  id: uuid().primaryKey().defaultRandom(),
  displayName: text('display_name').notNull(),
  demoSeededAt: timestamp('demo_seeded_at', { withTimezone: true, mode: 'date' }),
  /** Counts changes of the owner's exchange rates, so that a server knows when those it remembers are stale. */
  exchangeRatesVersion: integer('exchange_rates_version').notNull().default(0),
  createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
});
