import { type SQL, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { AccessLevel, AccessRepository, FoundAccess } from '../../../domain/access/ports.ts';

interface AccessRow extends Record<string, unknown> {
  owner_id: string;
  level: AccessLevel | null;
}

export function createAccessRepository(orm: NodePgDatabase): AccessRepository {
  /** One statement, whatever there is: time tells nobody what exists. */
  async function ask(statement: SQL): Promise<FoundAccess | null> {
    const { rows } = await orm.execute<AccessRow>(statement);
    const [row] = rows;
    return row === undefined || row.level === null ? null : { ownerId: row.owner_id, level: row.level };
  }

  return {
    portfolio: (userId, portfolioId, now, which = 'living') =>
      ask(sql`
        select owner_id, case when owner_id = ${userId} then 'owner' else (
          select level from portfolio_shares
          where portfolio_id = portfolios.id and ${isActiveFor(userId, now)}
          order by level = 'edit' desc limit 1) end as level
        from portfolios where id = ${portfolioId}
          and (deleted_at is null or (owner_id = ${userId} and ${which === 'any'}))`),

    asset: (userId, assetId, now) =>
      ask(sql`
        select owner_id, case
          when owner_id = ${userId} then 'owner'
          when exists (select ${sharesThatShowAsset(userId, now)}) then 'read' end as level
        from assets where id = ${assetId}`),

    priceImport: (userId, importId, now) =>
      ask(sql`
        select owner_id, case when owner_id = ${userId} then 'owner' end as level
        from price_imports where id = ${importId} and expires_at > ${now.toISOString()}`),

    transactionImport: (userId, importId, now) =>
      ask(sql`
        select owner_id, case when owner_id = ${userId} then 'owner' end as level
        from transaction_imports where id = ${importId} and expires_at > ${now.toISOString()}`),

    job: (userId, jobId) =>
      ask(sql`select owner_id, case when owner_id = ${userId} then 'owner' end as level from jobs where id = ${jobId}`),

    alert: (userId, alertId) =>
      ask(sql`
        select alerts.owner_id, case when alerts.owner_id = ${userId} then 'owner' end as level
        from alerts join alert_rules on alert_rules.id = alerts.rule_id
          join portfolios on portfolios.id = alert_rules.portfolio_id
        where alerts.id = ${alertId} and portfolios.deleted_at is null`),
  };
}

/** The rows of portfolio_shares by which somebody sees a row of assets: of portfolios that hold it, or are measured against it. */
export function sharesThatShowAsset(userId: string, now: Date): SQL {
  return sql`from portfolio_shares
      join portfolios on portfolios.id = portfolio_shares.portfolio_id
    where ${isActiveFor(userId, now)} and portfolios.deleted_at is null and (
      exists (select from portfolio_benchmark_assets where portfolio_id = portfolios.id and asset_id = assets.id)
      or exists (select from allocations where portfolio_id = portfolios.id and asset_id = assets.id))`;
}

/** Of rows of portfolio_shares. */
export function isActiveFor(userId: string, now: Date): SQL {
  return sql`portfolio_shares.grantee_id = ${userId} and portfolio_shares.revoked_at is null
    and (portfolio_shares.expires_at is null or portfolio_shares.expires_at > ${now.toISOString()})`;
}
