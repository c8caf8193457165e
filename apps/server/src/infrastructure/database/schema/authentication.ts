import { bigint, boolean, index, integer, jsonb, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';
import { users } from './users.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const userId = () =>
  uuid('user_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' });

/** Steps under way: a sign-in that waits for its second factor, a passkey challenge. Each is used once. */
export const challenges = pgTable(
  'challenges',
  {
    tokenHash: bytea('token_hash').primaryKey(),
    purpose: text({ enum: ['second-factor', 'passkey-sign-in', 'passkey-registration'] }).notNull(),
    /** Null when a passkey will say who it is. */
    userId: uuid('user_id').references(() => users.id, { onDelete: 'cascade' }),
    content: jsonb().notNull(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
  },
  (table) => [index('challenges_expires_at').on(table.expiresAt)],
);

/** Links that were sent: each token works once, and only its hash is kept. */
export const oneTimeTokens = pgTable(
  'one_time_tokens',
  {
    tokenHash: bytea('token_hash').primaryKey(),
    purpose: text({ enum: ['set-up', 'registration', 'password-reset', 'email-change'] }).notNull(),
    /** Null for the set-up, whose account does not exist yet. */
    userId: uuid('user_id').references(() => users.id, { onDelete: 'cascade' }),
    /** The new e-mail address of a change, sealed. */
    payloadSealed: text('payload_sealed'),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
  },
  (table) => [
    index('one_time_tokens_user_id').on(table.userId),
    index('one_time_tokens_expires_at').on(table.expiresAt),
  ],
);

export const invitations = pgTable(
  'invitations',
  {
    id: uuid().primaryKey(),
    tokenHash: bytea('token_hash').notNull(),
    emailSealed: text('email_sealed').notNull(),
    emailIndex: text('email_index').notNull(),
    role: text({ enum: ['viewer', 'analyst', 'advisor', 'compliance', 'admin'] }).notNull(),
    invitedBy: uuid('invited_by')
      .notNull()
      .references(() => users.id),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    acceptedAt: moment('accepted_at'),
    revokedAt: moment('revoked_at'),
  },
  (table) => [unique('invitations_token_hash').on(table.tokenHash)],
);

export const passkeys = pgTable(
  'passkeys',
  {
    id: uuid().primaryKey(),
    userId: userId(),
    credentialId: text('credential_id').notNull(),
    publicKey: bytea('public_key').notNull(),
    signatureCounter: bigint('signature_counter', { mode: 'number' }).notNull(),
    transports: jsonb().$type<readonly string[]>().notNull(),
    backedUp: boolean('backed_up').notNull(),
    name: text().notNull(),
    createdAt: moment('created_at').notNull(),
    lastUsedAt: moment('last_used_at'),
  },
  (table) => [unique('passkeys_credential_id').on(table.credentialId), index('passkeys_user_id').on(table.userId)],
);

/** Recovery codes as keyed hashes; each works once. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    id: uuid().primaryKey(),
    userId: userId(),
    codeHash: text('code_hash').notNull(),
    usedAt: moment('used_at'),
  },
  (table) => [unique('recovery_codes_user_code').on(table.userId, table.codeHash)],
);

/** Keys for scripts, as SHA-256 only. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: uuid().primaryKey(),
    userId: userId(),
    name: text().notNull(),
    prefix: text().notNull(),
    keyHash: bytea('key_hash').notNull(),
    scopes: jsonb().$type<readonly string[]>().notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    lastUsedAt: moment('last_used_at'),
    revokedAt: moment('revoked_at'),
  },
  (table) => [unique('api_keys_key_hash').on(table.keyHash), index('api_keys_user_id').on(table.userId)],
);

/**
 * Failed attempts, by what they have in common: an account, an account from a device it knows, an address. The key is a keyed
 * hash, so that the table names nobody.
 */
export const signInThrottles = pgTable(
  'sign_in_throttles',
  {
    key: text().primaryKey(),
    failures: integer().notNull(),
    blockedUntil: moment('blocked_until'),
    lastFailureAt: moment('last_failure_at').notNull(),
  },
  (table) => [index('sign_in_throttles_last_failure_at').on(table.lastFailureAt)],
);

/** Devices that an account has signed in from: their attempts are counted apart, so that nobody else can lock them out. */
export const knownDevices = pgTable(
  'known_devices',
  {
    tokenHash: bytea('token_hash').primaryKey(),
    userId: userId(),
    createdAt: moment('created_at').notNull(),
    lastUsedAt: moment('last_used_at').notNull(),
  },
  (table) => [index('known_devices_user_id').on(table.userId)],
);
