import { sql } from 'drizzle-orm';
import { bigint, boolean, check, integer, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/**
 * Owners of everything else, with nothing secret in the row. `demoSeededAt` is set once, so that a demo that was deleted does
 * not come back. `isDemo` is true for the one demo user, until its row becomes the account of the first administrator.
 */
export const users = pgTable(
  'users',
  {
    id: uuid().primaryKey().defaultRandom(),
    displayName: text('display_name').notNull(),
    role: text({ enum: ['viewer', 'analyst', 'advisor', 'compliance', 'admin'] })
      .notNull()
      .default('analyst'),
    /** `pending` waits for the confirmation of its e-mail address. */
    status: text({ enum: ['active', 'disabled', 'pending'] })
      .notNull()
      .default('active'),
    isDemo: boolean('is_demo').notNull().default(false),
    demoSeededAt: moment('demo_seeded_at'),
    /** Counts changes of the owner's exchange rates, so that a server knows when those it remembers are stale. */
    exchangeRatesVersion: integer('exchange_rates_version').notNull().default(0),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    check('users_role', sql`${table.role} in ('viewer', 'analyst', 'advisor', 'compliance', 'admin')`),
    check('users_status', sql`${table.status} in ('active', 'disabled', 'pending')`),
  ],
);

/**
 * What a user signs in with, and what is personal. Fields named `…Sealed` are encrypted and bound to this row; the e-mail
 * address is found by its keyed index. The demo user has no account.
 */
export const accounts = pgTable(
  'accounts',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    emailSealed: text('email_sealed').notNull(),
    emailIndex: text('email_index').notNull(),
    walletAddressSealed: text('wallet_address_sealed'),
    passwordHash: text('password_hash').notNull(),
    /** Long enough to be the only factor (15 characters); a shorter one needs a second factor. */
    passwordStandsAlone: boolean('password_stands_alone').notNull(),
    passwordChangedAt: moment('password_changed_at').notNull(),
    totpSecretSealed: text('totp_secret_sealed'),
    /** Null while the secret waits for its first code. */
    totpConfirmedAt: moment('totp_confirmed_at'),
    /** The last 30 s step whose code was taken: a code works once. */
    totpLastStep: bigint('totp_last_step', { mode: 'number' }),
    /** Wrong codes of every kind since the last right one, whatever way they came. */
    factorFailures: integer('factor_failures').notNull().default(0),
    factorBlockedUntil: moment('factor_blocked_until'),
    lastSignedInAt: moment('last_signed_in_at'),
  },
  (table) => [unique('accounts_email_index').on(table.emailIndex)],
);
