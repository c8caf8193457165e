import { sql } from 'drizzle-orm';
import { check, foreignKey, index, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { portfolios } from './portfolios.ts';
import { users } from './users.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/**
 * Who else may read or edit a portfolio. A share names an e-mail address; it reaches the user of that address, now or once
 * there is one, so that sharing tells nobody who has an account.
 */
export const portfolioShares = pgTable(
  'portfolio_shares',
  {
    id: uuid().primaryKey(),
    portfolioId: uuid('portfolio_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    emailSealed: text('email_sealed').notNull(),
    emailIndex: text('email_index').notNull(),
    granteeId: uuid('grantee_id').references(() => users.id, { onDelete: 'cascade' }),
    level: text({ enum: ['read', 'edit'] }).notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at'),
    revokedAt: moment('revoked_at'),
  },
  (table) => [
    foreignKey({
      name: 'portfolio_shares_portfolio',
      columns: [table.portfolioId, table.ownerId],
      foreignColumns: [portfolios.id, portfolios.ownerId],
    }).onDelete('cascade'),
    uniqueIndex('portfolio_shares_one_active')
      .on(table.portfolioId, table.emailIndex)
      .where(sql`${table.revokedAt} is null`),
    index('portfolio_shares_grantee_id').on(table.granteeId),
    index('portfolio_shares_email_index').on(table.emailIndex),
    check('portfolio_shares_level', sql`${table.level} in ('read', 'edit')`),
  ],
);
