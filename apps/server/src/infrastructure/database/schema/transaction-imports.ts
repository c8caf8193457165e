import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { assets } from './assets.ts';
import { bytea } from './bytea.ts';
import { portfolios } from './portfolios.ts';
import { users } from './users.ts';

/**
 * Files of transactions between preview and commit. `file` is the file itself, compressed, so that it can be read again by
 * another mapping; `reading` is what was found out about it. Nothing of it is in the ledger yet.
 */
export const transactionImports = pgTable(
  'transaction_imports',
  {
    id: uuid().primaryKey(),
    portfolioId: uuid('portfolio_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    fileName: text('file_name').notNull(),
    byteCount: integer('byte_count').notNull(),
    /** Of the file as it arrived, in hexadecimal. */
    fileSha256: text('file_sha256').notNull(),
    status: text({ enum: ['ready', 'committed'] })
      .notNull()
      .default('ready'),
    file: bytea(),
    reading: jsonb().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }).notNull(),
  },
  (table) => [
    unique('transaction_imports_owner').on(table.id, table.ownerId),
    index('transaction_imports_expires_at').on(table.expiresAt),
    foreignKey({
      name: 'transaction_imports_portfolio',
      columns: [table.portfolioId, table.ownerId],
      foreignColumns: [portfolios.id, portfolios.ownerId],
    }).onDelete('cascade'),
    check('transaction_imports_status', sql`${table.status} in ('ready', 'committed')`),
    check('transaction_imports_file', sql`(${table.status} = 'ready') = (${table.file} is not null)`),
  ],
);

/** Rows of such a file as they were last read: drafts, or what is wrong with them. */
export const transactionImportRows = pgTable(
  'transaction_import_rows',
  {
    importId: uuid('import_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    row: integer().notNull(),
    status: text({ enum: ['valid', 'invalid', 'skipped'] }).notNull(),
    /** Whether it looks like a transaction that was in the ledger when the file was read. */
    resembles: uuid(),
    content: jsonb().notNull(),
  },
  (table) => [
    primaryKey({ name: 'transaction_import_rows_pkey', columns: [table.importId, table.row] }),
    foreignKey({
      name: 'transaction_import_rows_import',
      columns: [table.importId, table.ownerId],
      foreignColumns: [transactionImports.id, transactionImports.ownerId],
    }).onDelete('cascade'),
  ],
);

/** How a user reads the files of a broker, by a name of their own. */
export const importMappings = pgTable(
  'import_mappings',
  {
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    mapping: jsonb().notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true, mode: 'date' }).notNull(),
  },
  (table) => [primaryKey({ name: 'import_mappings_pkey', columns: [table.ownerId, table.name] })],
);

/** Which asset a security of a file was said to be, so that the next file is understood. */
export const assetAliases = pgTable(
  'asset_aliases',
  {
    ownerId: uuid('owner_id').notNull(),
    key: text().notNull(),
    assetId: uuid('asset_id').notNull(),
  },
  (table) => [
    primaryKey({ name: 'asset_aliases_pkey', columns: [table.ownerId, table.key] }),
    index('asset_aliases_asset_id').on(table.assetId),
    foreignKey({
      name: 'asset_aliases_asset',
      columns: [table.assetId, table.ownerId],
      foreignColumns: [assets.id, assets.ownerId],
    }).onDelete('cascade'),
  ],
);
