import { and, asc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { ShareRecord, ShareRepository } from '../../../domain/shares/ports.ts';
import { accounts, portfolioShares } from '../schema/index.ts';

export function createShareRepository(orm: NodePgDatabase): ShareRepository {
  return {
    async list(portfolioId, now) {
      const rows = await orm
        .select()
        .from(portfolioShares)
        .where(and(eq(portfolioShares.portfolioId, portfolioId), isActive(now)))
        .orderBy(asc(portfolioShares.createdAt), asc(portfolioShares.id));
      return rows.map(toRecord);
    },

    async insert(share) {
      const { portfolioId, emailIndex, createdAt } = share;
      await orm
        .update(portfolioShares)
        .set({ revokedAt: sql`${portfolioShares.expiresAt}` })
        .where(
          and(
            eq(portfolioShares.portfolioId, portfolioId),
            eq(portfolioShares.emailIndex, emailIndex),
            isNull(portfolioShares.revokedAt),
            lte(portfolioShares.expiresAt, createdAt),
          ),
        );
      const inserted = await orm
        .insert(portfolioShares)
        .values(share)
        .onConflictDoNothing({
          target: [portfolioShares.portfolioId, portfolioShares.emailIndex],
          where: sql`revoked_at is null`,
        })
        .returning({ id: portfolioShares.id });
      return inserted.length === 0 ? 'exists' : 'inserted';
    },

    async revoke(portfolioId, shareId, now) {
      const [row] = await orm
        .update(portfolioShares)
        .set({ revokedAt: now })
        .where(and(eq(portfolioShares.portfolioId, portfolioId), eq(portfolioShares.id, shareId), isActive(now)))
        .returning();
      return row === undefined ? null : toRecord(row);
    },

    async userOf(emailIndex) {
      const [row] = await orm
        .select({ userId: accounts.userId })
        .from(accounts)
        .where(eq(accounts.emailIndex, emailIndex));
      return row?.userId ?? null;
    },
  };
}

function isActive(now: Date) {
  return and(
    isNull(portfolioShares.revokedAt),
    or(isNull(portfolioShares.expiresAt), gt(portfolioShares.expiresAt, now)),
  );
}

function toRecord(row: typeof portfolioShares.$inferSelect): ShareRecord {
  const { id, portfolioId, ownerId, emailSealed, emailIndex, granteeId, level, createdAt, expiresAt } = row;
  return { id, portfolioId, ownerId, emailSealed, emailIndex, granteeId, level, createdAt, expiresAt };
}
