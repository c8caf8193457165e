import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { StoredPrice } from '../../../domain/market-data/price-override.ts';
import { assets } from './assets.ts';
import { users } from './users.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Days without a price and why, as the provider told them. */
export interface StoredDataGap {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** Where else the same prices are had when the provider has none. */
export interface StoredPriceSource {
  readonly provider: string;
  readonly providerSymbol: string;
}

/** Where an asset gets its prices from, and how that went the last time: the last good prices stay when it fails. */
export const assetFeeds = pgTable(
  'asset_feeds',
  {
    assetId: uuid('asset_id').primaryKey(),
    ownerId: uuid('owner_id').notNull(),
    provider: text().notNull(),
    /** As the provider calls it. */
    providerSymbol: text('provider_symbol').notNull(),
    alternatives: jsonb().$type<readonly StoredPriceSource[]>().notNull().default([]),
    closes: text({ enum: ['raw', 'split-adjusted'] }),
    gaps: jsonb().$type<readonly StoredDataGap[]>().notNull().default([]),
    lastSuccessAt: moment('last_success_at'),
    lastFailureAt: moment('last_failure_at'),
    failureKind: text('failure_kind'),
    failureMessage: text('failure_message'),
    /** From when asking again makes sense. */
    failureUntil: moment('failure_until'),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('asset_feeds_owner_id').on(table.ownerId),
    foreignKey({
      name: 'asset_feeds_asset',
      columns: [table.assetId, table.ownerId],
      foreignColumns: [assets.id, assets.ownerId],
    }).onDelete('cascade'),
    check('asset_feeds_failure', sql`(${table.lastFailureAt} is null) = (${table.failureKind} is null)`),
  ],
);

/** Splits that a provider told of: without them the closes around them would look like a crash. */
export const assetSplits = pgTable(
  'asset_splits',
  {
    assetId: uuid('asset_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    date: date({ mode: 'string' }).notNull(),
    /** New shares for one old share. */
    ratio: numeric().notNull(),
    provider: text().notNull(),
  },
  (table) => [
    primaryKey({ name: 'asset_splits_pkey', columns: [table.assetId, table.date] }),
    foreignKey({
      name: 'asset_splits_asset',
      columns: [table.assetId, table.ownerId],
      foreignColumns: [assets.id, assets.ownerId],
    }).onDelete('cascade'),
    check('asset_splits_ratio', sql`${table.ratio} > 0 and ${table.ratio} < 'Infinity'`),
  ],
);

/** Points that were not believed, as they came. Nothing reads prices from here. */
export const quarantinedPrices = pgTable(
  'quarantined_prices',
  {
    id: uuid().primaryKey(),
    assetId: uuid('asset_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    /** As far as it could be read. */
    date: text(),
    value: text().notNull(),
    reason: text().notNull(),
    provider: text().notNull(),
    fetchedAt: moment('fetched_at').notNull(),
  },
  (table) => [
    unique('quarantined_prices_point')
      .on(table.assetId, table.provider, table.date, table.value, table.reason)
      .nullsNotDistinct(),
    foreignKey({
      name: 'quarantined_prices_asset',
      columns: [table.assetId, table.ownerId],
      foreignColumns: [assets.id, assets.ownerId],
    }).onDelete('cascade'),
  ],
);

/** What the owner decided about a point, and why. */
export const priceOverrides = pgTable(
  'price_overrides',
  {
    assetId: uuid('asset_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    date: date({ mode: 'string' }).notNull(),
    kind: text({ enum: ['accept', 'exclude', 'set'] }).notNull(),
    /** The close that counts; null when the point is left out. */
    close: numeric(),
    /** The close that stood there before, to bring it back. */
    formerClose: numeric('former_close'),
    /** The whole row that stood there before; null where there was no price. */
    former: jsonb().$type<StoredPrice | null>(),
    reason: text().notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ name: 'price_overrides_pkey', columns: [table.assetId, table.date] }),
    foreignKey({
      name: 'price_overrides_asset',
      columns: [table.assetId, table.ownerId],
      foreignColumns: [assets.id, assets.ownerId],
    }).onDelete('cascade'),
    check('price_overrides_kind', sql`${table.kind} in ('accept', 'exclude', 'set')`),
    check('price_overrides_close', sql`(${table.kind} = 'exclude') = (${table.close} is null)`),
    check('price_overrides_positive', sql`${table.close} > 0 and ${table.close} < 'Infinity'`),
  ],
);

/** Which providers are asked, in which order and with which key: of one user, or of the server where `owner_id` is null. */
export const providerSettings = pgTable(
  'provider_settings',
  {
    id: uuid().primaryKey(),
    ownerId: uuid('owner_id').references(() => users.id),
    provider: text().notNull(),
    /** Null leaves it to whoever decides next: the server, then the product. */
    enabled: boolean(),
    /** Lower is asked earlier; null keeps the order of the product. */
    position: integer(),
    keySealed: text('key_sealed'),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [unique('provider_settings_owner_provider').on(table.ownerId, table.provider).nullsNotDistinct()],
);
