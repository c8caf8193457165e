import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/**
 * The audit trail. `content` is the canonical text that `hash` was made of; the other columns repeat parts of it for searching.
 * Only ever appended to: the application has no right to change it, and triggers refuse it to everybody.
 */
export const auditEntries = pgTable(
  'audit_entries',
  {
    sequence: bigint({ mode: 'number' }).primaryKey(),
    recordedAt: timestamp('recorded_at', { withTimezone: true, mode: 'date', precision: 3 }).notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id'),
    ownerId: uuid('owner_id'),
    action: text().notNull(),
    entityType: text('entity_type').notNull(),
    entityId: text('entity_id'),
    result: text().notNull(),
    content: text().notNull(),
    hash: text().notNull(),
  },
  (table) => [
    index('audit_entries_actor_id').on(table.actorId, table.sequence),
    index('audit_entries_owner_id').on(table.ownerId, table.sequence),
    index('audit_entries_entity').on(table.entityType, table.entityId, table.sequence),
    index('audit_entries_action').on(table.action, table.sequence),
    index('audit_entries_recorded_at').on(table.recordedAt),
  ],
);

/** The one row that every append locks: the end of the chain, and the Merkle tree in its smallest form. */
export const auditHead = pgTable(
  'audit_head',
  {
    id: integer().primaryKey().default(1),
    sequence: bigint({ mode: 'number' }).notNull(),
    hash: text().notNull(),
    /** Roots of the complete subtrees, the largest first, as hexadecimal text. */
    peaks: text().array().notNull(),
    recordedAt: timestamp('recorded_at', { withTimezone: true, mode: 'date', precision: 3 }).notNull(),
  },
  (table) => [check('audit_head_single', sql`${table.id} = 1`)],
);
