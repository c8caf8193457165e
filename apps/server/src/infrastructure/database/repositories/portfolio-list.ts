/** One page of the portfolios that somebody sees, in an order that inserts do not disturb. */
import type { PortfolioSummary } from '@riskoptimizer/contracts';
import { type SQL, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { restorableUntil } from '../../../domain/portfolios/deletion-period.ts';
import { stateOf } from '../../../domain/portfolios/portfolio.ts';
import type { PortfolioPage } from '../../../domain/portfolios/ports.ts';
import { isActiveFor } from './access-repository.ts';

interface SummaryRow extends Record<string, unknown> {
  id: string;
  name: string;
  base_currency: string;
  owner_name: string;
  access: PortfolioSummary['access'];
  version: number;
  updated_at: string;
  archived_at: string | null;
  deleted_at: string | null;
  allocation_kind: PortfolioSummary['allocationKind'];
  holding_count: number;
  simulated: boolean;
}

/** @returns at most one more than the page has, which says whether there is another. */
export async function listPortfolios(
  orm: NodePgDatabase,
  userId: string,
  { state, limit, after }: PortfolioPage,
  now: Date,
): Promise<PortfolioSummary[]> {
  const { rows } = await orm.execute<SummaryRow>(sql`
    select portfolios.id, portfolios.name, portfolios.base_currency, portfolios.version, portfolios.updated_at,
      portfolios.archived_at, portfolios.deleted_at, portfolios.allocation_kind, users.display_name as owner_name, ${levelFor(userId, now)} as access,
      (select count(*)::int from allocations where portfolio_id = portfolios.id) as holding_count,
      exists (select from allocations join assets on assets.id = allocations.asset_id
        where allocations.portfolio_id = portfolios.id and assets.source = 'simulated') as simulated
    from portfolios join users on users.id = portfolios.owner_id
    where ${isIn(state, userId, now)}
      and (portfolios.owner_id = ${userId}
        or exists (select from portfolio_shares where portfolio_id = portfolios.id and ${isActiveFor(userId, now)}))
      ${after === null ? sql`` : sql`and (portfolios.owner_id <> ${userId}, portfolios.name, portfolios.id) > (${after.isShared}, ${after.name}, ${after.id})`}
    order by portfolios.owner_id <> ${userId}, portfolios.name, portfolios.id
    limit ${limit + 1}`);
  return rows.map(toSummary);
}

/** What is deleted is only its owner's to see, as long as it can be brought back. */
function isIn(state: PortfolioPage['state'], userId: string, now: Date): SQL {
  if (state === 'active') return sql`portfolios.deleted_at is null and portfolios.archived_at is null`;
  if (state === 'archived') return sql`portfolios.deleted_at is null and portfolios.archived_at is not null`;
  return sql`portfolios.owner_id = ${userId} and portfolios.deleted_at > ${restorableUntil.startFor(now).toISOString()}`;
}

function toSummary(row: SummaryRow): PortfolioSummary {
  const [archivedAt, deletedAt] = [row.archived_at, row.deleted_at].map((at) => (at === null ? null : new Date(at)));
  return {
    id: row.id,
    name: row.name,
    baseCurrency: row.base_currency,
    state: stateOf({ archivedAt: archivedAt!, deletedAt: deletedAt! }),
    access: row.access,
    ownerName: row.owner_name,
    version: row.version,
    allocationKind: row.allocation_kind,
    holdingCount: row.holding_count,
    simulated: row.simulated,
    updatedAt: new Date(row.updated_at).toISOString(),
    deletedAt: deletedAt?.toISOString() ?? null,
    restorableUntil: deletedAt == null ? null : restorableUntil.of(deletedAt).toISOString(),
  };
}

function levelFor(userId: string, now: Date) {
  return sql`case when portfolios.owner_id = ${userId} then 'owner' else (
    select level from portfolio_shares where portfolio_id = portfolios.id and ${isActiveFor(userId, now)}
    order by level = 'edit' desc limit 1) end`;
}
