import type { LotChoice } from '@riskoptimizer/contracts';
import { sql } from 'drizzle-orm';
import {
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { assets } from './assets.ts';
import { portfolios } from './portfolios.ts';

/** The ledger of a portfolio. Which columns a row fills follows from its kind; `sequence` orders the rows of one date. */
export const transactions = pgTable(
  'transactions',
  {
    id: uuid().primaryKey(),
    portfolioId: uuid('portfolio_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    sequence: integer().notNull(),
    version: integer().notNull().default(1),
    kind: text().notNull(),
    date: date({ mode: 'string' }).notNull(),
    /** Of a transfer where it comes from; null: from outside. */
    account: text(),
    /** Of a transfer; null: to the outside. */
    toAccount: text('to_account'),
    assetId: uuid('asset_id'),
    intoAssetId: uuid('into_asset_id'),
    quantity: numeric(),
    price: numeric(),
    amount: numeric(),
    currency: text(),
    intoAmount: numeric('into_amount'),
    intoCurrency: text('into_currency'),
    fee: numeric(),
    tax: numeric(),
    cost: numeric(),
    ratio: numeric(),
    cashPerUnit: numeric('cash_per_unit'),
    costShare: numeric('cost_share'),
    /** Transactions that a sale takes from, and how much of each. */
    lots: jsonb().$type<LotChoice[]>(),
    note: text(),
    externalId: text('external_id'),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  (table) => [
    index('transactions_order').on(table.portfolioId, table.date, table.sequence),
    unique('transactions_sequence').on(table.portfolioId, table.sequence),
    foreignKey({
      name: 'transactions_portfolio',
      columns: [table.portfolioId, table.ownerId],
      foreignColumns: [portfolios.id, portfolios.ownerId],
    }).onDelete('cascade'),
    foreignKey({
      name: 'transactions_asset',
      columns: [table.assetId, table.ownerId],
      foreignColumns: [assets.id, assets.ownerId],
    }),
    foreignKey({
      name: 'transactions_into_asset',
      columns: [table.intoAssetId, table.ownerId],
      foreignColumns: [assets.id, assets.ownerId],
    }),
    index('transactions_asset_id').on(table.assetId),
    index('transactions_into_asset_id').on(table.intoAssetId),
    check(
      'transactions_kind',
      sql`${table.kind} in ('buy', 'sell', 'short', 'dividend', 'interest', 'fee', 'tax', 'deposit', 'withdrawal', 'conversion', 'transfer', 'split', 'merger', 'spin-off', 'rename')`,
    ),
    check('transactions_account', sql`coalesce(${table.account}, ${table.toAccount}) is not null`),
    check('transactions_currency', sql`${table.currency} ~ '^[A-Z]{3}$' and ${table.intoCurrency} ~ '^[A-Z]{3}$'`),
    // NaN counts as greater than Infinity in PostgreSQL, so the comparison refuses both.
    check(
      'transactions_finite',
      sql`${table.quantity} < 'Infinity' and ${table.price} < 'Infinity' and ${table.amount} < 'Infinity'
        and ${table.intoAmount} < 'Infinity' and ${table.fee} < 'Infinity' and ${table.tax} < 'Infinity'
        and ${table.cost} < 'Infinity' and ${table.ratio} < 'Infinity' and ${table.cashPerUnit} < 'Infinity'
        and ${table.costShare} < 'Infinity'`,
    ),
    check(
      'transactions_not_negative',
      sql`${table.quantity} > 0 and ${table.ratio} > 0 and ${table.price} >= 0 and ${table.fee} >= 0 and ${table.tax} >= 0
        and ${table.cost} >= 0 and ${table.cashPerUnit} >= 0 and ${table.costShare} >= 0 and ${table.intoAmount} > 0
        and (${table.amount} > 0 or ${table.kind} = 'interest')`,
    ),
  ],
);
