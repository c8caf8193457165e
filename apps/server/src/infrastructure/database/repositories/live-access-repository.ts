import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Clock } from '../../../core/clock.ts';
import type { LiveAccessRepository, VisiblePortfolio } from '../../../domain/live/ports.ts';
import type { QuotableAssets } from '../../../domain/live/quotable-asset.ts';
import { sessions, users } from '../schema/index.ts';
import { isActiveFor, sharesThatShowAsset } from './access-repository.ts';

interface VisibleRow extends Record<string, unknown> {
  id: string;
  owner_id: string;
  /** Text of PostgreSQL; 'infinity' when nothing ends. Null when nothing shows it. */
  until: string | null;
}

export function createLiveAccessRepository(
  orm: NodePgDatabase,
  assets: QuotableAssets,
  clock: Clock,
): LiveAccessRepository {
  return {
    async session(sessionId) {
      const now = clock.now();
      const [row] = await orm
        .select({ role: users.role, isDemo: users.isDemo, assurance: sessions.assurance })
        .from(sessions)
        .innerJoin(users, and(eq(users.id, sessions.userId), eq(users.status, 'active')))
        .where(
          and(
            inArray(sessions.id, [sessionId]),
            isNull(sessions.endedAt),
            gt(sessions.idleExpiresAt, now),
            gt(sessions.expiresAt, now),
          ),
        );
      return row ?? null;
    },

    async assets(userId, assetIds, now) {
      if (assetIds.length === 0) return new Map();
      const { rows } = await orm.execute<VisibleRow>(sql`
        select assets.id, assets.owner_id, case when assets.owner_id = ${userId} then 'infinity'::timestamptz else (
          select max(coalesce(portfolio_shares.expires_at, 'infinity')) ${sharesThatShowAsset(userId, now)}) end as until
        from assets where id = any(${sql.param([...assetIds])}::uuid[])`);
      const visible = visibleRows(rows);
      const records = await Promise.all(
        [...new Set([...visible.values()].map(({ ownerId }) => ownerId))].map((ownerId) =>
          assets.findMany(
            ownerId,
            [...visible].flatMap(([id, row]) => (row.ownerId === ownerId ? [id] : [])),
          ),
        ),
      );
      return new Map(records.flat().map((asset) => [asset.id, { ...visible.get(asset.id)!, asset }]));
    },

    async portfolios(userId, portfolioIds, now) {
      if (portfolioIds.length === 0) return new Map();
      const { rows } = await orm.execute<VisibleRow>(sql`
        select id, owner_id, case when owner_id = ${userId} then 'infinity'::timestamptz else (
          select max(coalesce(portfolio_shares.expires_at, 'infinity')) from portfolio_shares
          where portfolio_id = portfolios.id and ${isActiveFor(userId, now)}) end as until
        from portfolios where id = any(${sql.param([...portfolioIds])}::uuid[]) and deleted_at is null`);
      return visibleRows(rows);
    },
  };
}

function visibleRows(rows: readonly VisibleRow[]): Map<string, VisiblePortfolio> {
  return new Map(
    rows.flatMap(({ id, owner_id: ownerId, until }) =>
      until === null ? [] : [[id, { ownerId, until: until === 'infinity' ? null : new Date(until) }] as const],
    ),
  );
}
