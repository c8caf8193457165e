import { sql } from 'drizzle-orm';
import { check, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** The one row about this installation: its identity, the secrets it belongs to, and the settings of its administrators. */
export const installation = pgTable(
  'installation',
  {
    id: integer().primaryKey().default(1),
    installationId: uuid('installation_id').notNull(),
    /** Keyed hash of the secrets, so that a database is never opened with those of another. */
    secretsFingerprint: text('secrets_fingerprint').notNull(),
    settings: jsonb().notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [check('installation_single', sql`${table.id} = 1`)],
);

/** Answers to requests that carried an Idempotency-Key, written in the transaction of the change they report. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    userId: uuid('user_id').notNull(),
    key: text().notNull(),
    requestHash: text('request_hash').notNull(),
    status: integer().notNull(),
    headers: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
    body: text(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [primaryKey({ name: 'idempotency_keys_pkey', columns: [table.userId, table.key] })],
);
