import type { PortfolioSummary } from '@riskoptimizer/contracts';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { ProblemError } from '../../../core/errors.ts';
import type { Allocation, PortfolioRecord } from '../../../domain/portfolios/portfolio.ts';
import type { ChangeOutcome, ExpectedVersion, PortfolioRepository } from '../../../domain/portfolios/ports.ts';
import { isForeignKeyViolation, isUniqueViolation } from '../postgres-error.ts';
import { allocations, portfolios, users } from '../schema/index.ts';
import { type Executor, executorOf } from '../transactions.ts';
import { isActiveFor } from './access-repository.ts';

export function createPortfolioRepository(orm: NodePgDatabase): PortfolioRepository {
  return {
    async list(userId, now) {
      const { rows } = await orm.execute<SummaryRow>(sql`
        select portfolios.id, portfolios.name, portfolios.base_currency, portfolios.version, portfolios.updated_at,
          users.display_name as owner_name, ${levelFor(userId, now)} as access, count(allocations.asset_id)::int as holding_count, bool_or(assets.source = 'simulated') as simulated
        from portfolios
          join allocations on allocations.portfolio_id = portfolios.id
          join assets on assets.id = allocations.asset_id
          join users on users.id = portfolios.owner_id
        where portfolios.owner_id = ${userId}
          or exists (select from portfolio_shares where portfolio_id = portfolios.id and ${isActiveFor(userId, now)})
        group by portfolios.id, users.id order by portfolios.owner_id <> ${userId}, portfolios.name, portfolios.id`);
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        baseCurrency: row.base_currency,
        access: row.access,
        ownerName: row.owner_name,
        version: row.version,
        holdingCount: row.holding_count,
        simulated: row.simulated,
        updatedAt: new Date(row.updated_at).toISOString(),
      }));
    },

    find: (ownerId, portfolioId) => find(orm, ownerId, portfolioId),

    async lock(ownerId, portfolioId, transaction) {
      const executor = executorOf(orm, transaction);
      const locked = await executor
        .select({ id: portfolios.id })
        .from(portfolios)
        .where(isOne(ownerId, portfolioId))
        .for('update');
      return locked.length === 0 ? null : find(executor, ownerId, portfolioId);
    },

    async insert(ownerId, portfolioId, { allocations: held, ...columns }, transaction) {
      const executor = executorOf(orm, transaction);
      const inserted = await executor
        .insert(portfolios)
        .values({ ...columns, id: portfolioId, ownerId })
        .onConflictDoNothing({ target: [portfolios.ownerId, portfolios.name] })
        .returning({ id: portfolios.id });
      if (inserted.length === 0) return 'name-taken';
      await insertAllocations(executor, ownerId, portfolioId, held);
      return 'inserted';
    },

    async update(ownerId, portfolioId, expected, { allocations: held, ...columns }, transaction) {
      const executor = executorOf(orm, transaction);
      try {
        const changed = await executor
          .update(portfolios)
          .set({ ...columns, version: sql`${portfolios.version} + 1`, updatedAt: sql`now()` })
          .where(and(isOne(ownerId, portfolioId), hasVersion(expected)))
          .returning({ id: portfolios.id });
        if (changed.length === 0) return await explainUnchanged(executor, ownerId, portfolioId);
      } catch (error) {
        if (isUniqueViolation(error, 'portfolios_owner_name')) return { outcome: 'name-taken' };
        throw error;
      }
      await executor
        .delete(allocations)
        .where(and(eq(allocations.ownerId, ownerId), eq(allocations.portfolioId, portfolioId)));
      await insertAllocations(executor, ownerId, portfolioId, held);
      return { outcome: 'changed' };
    },

    async delete(ownerId, portfolioId, expected) {
      const deleted = await orm
        .delete(portfolios)
        .where(and(isOne(ownerId, portfolioId), hasVersion(expected)))
        .returning({ id: portfolios.id });
      return deleted.length === 0 ? explainUnchanged(orm, ownerId, portfolioId) : { outcome: 'changed' };
    },

    async namesUsing(ownerId, assetId) {
      const { rows } = await orm.execute<{ name: string }>(sql`
        select name from portfolios
        where owner_id = ${ownerId} and (
          benchmark_asset_id = ${assetId}
          or exists (select from allocations where portfolio_id = portfolios.id and asset_id = ${assetId}))
        order by name`);
      return rows.map(({ name }) => name);
    },
  };
}

async function find(executor: Executor, ownerId: string, portfolioId: string): Promise<PortfolioRecord | null> {
  const [found] = await executor
    .select()
    .from(portfolios)
    .innerJoin(users, eq(users.id, portfolios.ownerId))
    .where(isOne(ownerId, portfolioId));
  if (found === undefined) return null;
  const held = await executor
    .select()
    .from(allocations)
    .where(and(eq(allocations.ownerId, ownerId), eq(allocations.portfolioId, portfolioId)))
    .orderBy(asc(allocations.position));
  return {
    ...found.portfolios,
    ownerName: found.users.displayName,
    allocations: held.map(({ assetId, weight, quantity }) => ({ assetId, weight, quantity })),
  };
}

interface SummaryRow extends Record<string, unknown> {
  id: string;
  name: string;
  base_currency: string;
  owner_name: string;
  access: PortfolioSummary['access'];
  version: number;
  updated_at: string;
  holding_count: number;
  simulated: boolean;
}

function levelFor(userId: string, now: Date) {
  return sql`case when portfolios.owner_id = ${userId} then 'owner' else (
    select level from portfolio_shares where portfolio_id = portfolios.id and ${isActiveFor(userId, now)}
    order by level = 'edit' desc limit 1) end`;
}

function isOne(ownerId: string, portfolioId: string) {
  return and(eq(portfolios.ownerId, ownerId), eq(portfolios.id, portfolioId));
}

function hasVersion(expected: ExpectedVersion) {
  return expected === 'any' ? undefined : inArray(portfolios.version, [...expected]);
}

/** Nothing was changed: either there is nothing, or it has another version. */
async function explainUnchanged(executor: Executor, ownerId: string, portfolioId: string): Promise<ChangeOutcome> {
  const [row] = await executor
    .select({ version: portfolios.version })
    .from(portfolios)
    .where(isOne(ownerId, portfolioId));
  return row === undefined ? { outcome: 'missing' } : { outcome: 'conflict', version: row.version };
}

async function insertAllocations(
  executor: Executor,
  ownerId: string,
  portfolioId: string,
  held: readonly Allocation[],
): Promise<void> {
  try {
    await executor
      .insert(allocations)
      .values(held.map((allocation, position) => ({ ...allocation, position, ownerId, portfolioId })));
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error;
    const detail = 'One of the assets was deleted in the meantime. Nothing was changed; read the list of assets again.';
    throw new ProblemError('state-conflict', detail, { cause: error });
  }
}
