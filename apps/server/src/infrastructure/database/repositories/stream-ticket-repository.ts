import { sessionEndReason } from '@riskoptimizer/contracts';
import { and, eq, gt, inArray, isNull, lte } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { StreamTicketRepository } from '../../../domain/stream/ports.ts';
import { sessions, streamTickets, users } from '../schema/index.ts';

export function createStreamTicketRepository(orm: NodePgDatabase): StreamTicketRepository {
  return {
    async insert(ticket) {
      await orm.insert(streamTickets).values(ticket);
    },
    async take(tokenHash, now) {
      const [taken] = await orm
        .delete(streamTickets)
        .where(and(eq(streamTickets.tokenHash, tokenHash), gt(streamTickets.expiresAt, now)))
        .returning({ sessionId: streamTickets.sessionId });
      if (taken === undefined) return null;
      const [holder] = await orm
        .select({ sessionId: sessions.id, userId: sessions.userId })
        .from(sessions)
        .innerJoin(users, and(eq(users.id, sessions.userId), eq(users.status, 'active')))
        .where(
          and(
            eq(sessions.id, taken.sessionId),
            isNull(sessions.endedAt),
            gt(sessions.idleExpiresAt, now),
            gt(sessions.expiresAt, now),
          ),
        );
      return holder ?? null;
    },
    async deleteExpired(now) {
      await orm.delete(streamTickets).where(lte(streamTickets.expiresAt, now));
    },
    async endedAmong(sessionIds, now) {
      if (sessionIds.length === 0) return new Map();
      const rows = await orm
        .select({
          id: sessions.id,
          endReason: sessions.endReason,
          idleExpiresAt: sessions.idleExpiresAt,
          expiresAt: sessions.expiresAt,
          status: users.status,
        })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(inArray(sessions.id, [...sessionIds]));
      const found = new Map(rows.map((row) => [row.id, row]));
      return new Map(
        sessionIds.flatMap((id) => {
          const row = found.get(id);
          if (row?.endReason != null) return [[id, sessionEndReason.parse(row.endReason)] as const];
          if (row?.status === 'disabled') return [[id, 'account-disabled'] as const];
          const isLiving = row !== undefined && row.idleExpiresAt > now && row.expiresAt > now;
          return isLiving ? [] : [[id, 'expired'] as const];
        }),
      );
    },
  };
}
