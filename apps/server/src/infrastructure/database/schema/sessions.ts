import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';
import { users } from './users.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** A signed-in device: the family of its refresh tokens. Ended once, for good; the truth about who is signed in. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    client: text({ enum: ['web', 'app'] }).notNull(),
    assurance: text({ enum: ['full', 'enrolment'] }).notNull(),
    device: text().notNull(),
    address: text(),
    createdAt: moment('created_at').notNull(),
    lastUsedAt: moment('last_used_at').notNull(),
    idleExpiresAt: moment('idle_expires_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    /** When the person last proved who it is, for sensitive changes. */
    confirmedAt: moment('confirmed_at'),
    endedAt: moment('ended_at'),
    endReason: text('end_reason'),
  },
  (table) => [
    index('sessions_user_id').on(table.userId),
    index('sessions_expires_at').on(table.expiresAt),
    check('sessions_ended', sql`(${table.endedAt} is null) = (${table.endReason} is null)`),
  ],
);

/**
 * Refresh tokens, as SHA-256 only. A used one keeps its successor sealed under a key made from itself, so that a repeated use
 * inside of the grace time gets the same successor and the database alone gives nobody a token.
 */
export const refreshTokens = pgTable(
  'refresh_tokens',
  {
    id: uuid().primaryKey(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    tokenHash: bytea('token_hash').notNull(),
    parentId: uuid('parent_id'),
    createdAt: moment('created_at').notNull(),
    usedAt: moment('used_at'),
    successorSealed: bytea('successor_sealed'),
  },
  (table) => [
    unique('refresh_tokens_token_hash').on(table.tokenHash),
    // One token has one successor, whatever happens at the same time.
    unique('refresh_tokens_parent_id').on(table.parentId),
    index('refresh_tokens_session_id').on(table.sessionId),
  ],
);

/** Access tokens that were taken back before their end, by their id. */
export const revokedAccessTokens = pgTable(
  'revoked_access_tokens',
  {
    tokenId: uuid('token_id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('revoked_access_tokens_expires_at').on(table.expiresAt)],
);

/** Keys that access tokens are signed with. All replicas read them here; a new one is known to all before it signs. */
export const signingKeys = pgTable('signing_keys', {
  id: text().primaryKey(),
  publicKey: text('public_key').notNull(),
  privateKeySealed: text('private_key_sealed').notNull(),
  createdAt: moment('created_at').notNull(),
  activeFrom: moment('active_from').notNull(),
  /** Until then its tokens are taken; null while it signs. */
  retiresAt: moment('retires_at'),
});

/** Opens one WebSocket, once, within seconds. */
export const streamTickets = pgTable(
  'stream_tickets',
  {
    tokenHash: bytea('token_hash').primaryKey(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('stream_tickets_expires_at').on(table.expiresAt)],
);
