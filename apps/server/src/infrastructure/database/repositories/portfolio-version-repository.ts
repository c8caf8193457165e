import type { PortfolioVersionKind } from '@riskoptimizer/contracts';
import { and, desc, eq, lt } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { KeptVersion, PortfolioVersionRepository } from '../../../domain/portfolios/ports.ts';
import { portfolioVersions } from '../schema/index.ts';

export function createPortfolioVersionRepository(orm: NodePgDatabase): PortfolioVersionRepository {
  const isOf = (ownerId: string, portfolioId: string) =>
    and(eq(portfolioVersions.ownerId, ownerId), eq(portfolioVersions.portfolioId, portfolioId));
  return {
    async list(ownerId, portfolioId, before, count) {
      const rows = await orm
        .select()
        .from(portfolioVersions)
        .where(and(isOf(ownerId, portfolioId), before === null ? undefined : lt(portfolioVersions.version, before)))
        .orderBy(desc(portfolioVersions.version))
        .limit(count);
      return rows.map(toVersion);
    },
    async find(ownerId, portfolioId, version) {
      const [row] = await orm
        .select()
        .from(portfolioVersions)
        .where(and(isOf(ownerId, portfolioId), eq(portfolioVersions.version, version)));
      return row === undefined ? null : toVersion(row);
    },
  };
}

function toVersion(row: typeof portfolioVersions.$inferSelect): KeptVersion {
  const { version, changedBy, content, createdAt } = row;
  return { version, change: row.change as PortfolioVersionKind, changedBy, content, createdAt };
}
