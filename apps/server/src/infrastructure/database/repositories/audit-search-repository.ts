/** Searching the audit trail, newest first, page by page along its numbers. */
import { and, desc, eq, getTableColumns, gte, lt, lte, ne, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { TrailSearch } from '../../../domain/audit/search-ports.ts';
import { auditEntries, users } from '../schema/index.ts';

/** What a user does every day; whom a portfolio is shared with is about security again. */
const dataTypes = [
  'portfolio',
  'transaction',
  'asset',
  'price-import',
  'transaction-import',
  'alert-rule',
  'alert',
  'job',
  'demo',
];

export function createTrailSearch(orm: NodePgDatabase): TrailSearch {
  const select = (where: SQL | undefined, limit: number) =>
    orm
      .select({ ...getTableColumns(auditEntries), actorName: users.displayName })
      .from(auditEntries)
      .leftJoin(users, eq(sql`${users.id}::text`, auditEntries.actorId))
      .where(where)
      .orderBy(desc(auditEntries.sequence))
      .limit(limit);

  return {
    list: ({ before, action, actorId, entityType, entityId, result, from, to }, limit) =>
      select(
        and(
          before === undefined ? undefined : lt(auditEntries.sequence, before),
          action === undefined ? undefined : sql`starts_with(${auditEntries.action}, ${action})`,
          actorId === undefined ? undefined : eq(auditEntries.actorId, actorId),
          entityType === undefined ? undefined : eq(auditEntries.entityType, entityType),
          entityId === undefined ? undefined : eq(auditEntries.entityId, entityId),
          result === undefined ? undefined : eq(auditEntries.result, result),
          from === undefined ? undefined : gte(auditEntries.recordedAt, new Date(from)),
          to === undefined ? undefined : lte(auditEntries.recordedAt, new Date(to)),
        ),
        limit,
      ),

    async find(sequence) {
      const [found] = await select(eq(auditEntries.sequence, sequence), 1);
      return found ?? null;
    },

    activity: (userId, before, limit) =>
      select(
        and(
          before === undefined ? undefined : lt(auditEntries.sequence, before),
          or(eq(auditEntries.ownerId, userId), eq(auditEntries.actorId, userId)),
          notInArray(auditEntries.entityType, dataTypes),
          // It would tell whether what was refused to the user exists.
          ne(auditEntries.action, 'access.refused'),
        ),
        limit,
      ),
  };
}
