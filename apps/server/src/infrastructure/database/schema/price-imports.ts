import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';
import { users } from './users.ts';

/**
 * Price files that were read and checked. `staged` holds the normalised prices, compressed, until they are committed or
 * discarded; `preview` is what the owner is shown. Nothing of it is an asset or a price yet.
 */
export const priceImports = pgTable(
  'price_imports',
  {
    id: uuid().primaryKey().defaultRandom(),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id),
    fileName: text('file_name').notNull(),
    byteCount: integer('byte_count').notNull(),
    /** Of the file as it arrived, in hexadecimal; null of one that an earlier version read. */
    fileSha256: text('file_sha256'),
    status: text({ enum: ['ready', 'committed'] })
      .notNull()
      .default('ready'),
    preview: jsonb().notNull(),
    staged: bytea(),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }).notNull(),
    committedAt: timestamp('committed_at', { withTimezone: true, mode: 'date' }),
    /** The job that committed it, and what came of it: a job that is started again finds what it has done. */
    committedByJob: uuid('committed_by_job'),
    result: jsonb(),
  },
  (table) => [
    index('price_imports_expires_at').on(table.expiresAt),
    check('price_imports_status', sql`${table.status} in ('ready', 'committed')`),
    check('price_imports_staged', sql`(${table.status} = 'ready') = (${table.staged} is not null)`),
  ],
);
