import { and, eq, inArray, isNotNull, lte, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { ProblemError } from '../../../core/errors.ts';
import type { Allocation, PortfolioContent } from '../../../domain/portfolios/portfolio.ts';
import type { ChangeOutcome, ExpectedVersion, PortfolioRepository } from '../../../domain/portfolios/ports.ts';
import { isForeignKeyViolation, isUniqueViolation } from '../postgres-error.ts';
import { allocations, portfolios } from '../schema/index.ts';
import { type Executor, executorOf } from '../transactions.ts';
import { listPortfolios } from './portfolio-list.ts';
import { isOne, keepVersion, readPortfolio, writeBenchmarkAssets, writeTargets } from './portfolio-record.ts';

export function createPortfolioRepository(orm: NodePgDatabase): PortfolioRepository {
  return {
    list: (userId, page, now) => listPortfolios(orm, userId, page, now),

    find: (ownerId, portfolioId) => readPortfolio(orm, ownerId, portfolioId),

    async lock(ownerId, portfolioId, transaction, which = 'living') {
      const executor = executorOf(orm, transaction);
      const locked = await executor
        .select({ id: portfolios.id })
        .from(portfolios)
        .where(isOne(ownerId, portfolioId, which))
        .for('update');
      return locked.length === 0 ? null : readPortfolio(executor, ownerId, portfolioId, which);
    },

    async insert(ownerId, portfolioId, content, transaction) {
      const executor = executorOf(orm, transaction);
      const inserted = await executor
        .insert(portfolios)
        .values({ ...columnsOf(content), id: portfolioId, ownerId })
        .onConflictDoNothing({ target: [portfolios.ownerId, portfolios.name], where: sql`deleted_at is null` })
        .returning({ id: portfolios.id });
      if (inserted.length === 0) return 'name-taken';
      await insertAllocations(executor, ownerId, portfolioId, content.allocations);
      await writeBenchmarkAssets(executor, ownerId, portfolioId, content.benchmark);
      await keepVersion(executor, ownerId, portfolioId, 'created');
      return 'inserted';
    },

    async update(ownerId, portfolioId, expected, content, transaction, change = 'updated') {
      const executor = executorOf(orm, transaction);
      const before = await readPortfolio(executor, ownerId, portfolioId);
      try {
        const changed = await executor
          .update(portfolios)
          .set({ ...columnsOf(content), ...nextVersion })
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
      await insertAllocations(executor, ownerId, portfolioId, content.allocations);
      // Only then: whoever edits by a share may not write them.
      if (JSON.stringify(before?.benchmark) !== JSON.stringify(content.benchmark))
        await writeBenchmarkAssets(executor, ownerId, portfolioId, content.benchmark);
      if (content.targets !== undefined) {
        await executor.update(portfolios).set(targetsColumn(content.targets)).where(isOne(ownerId, portfolioId));
        await writeTargets(executor, ownerId, portfolioId, content.targets);
      }
      await keepVersion(executor, ownerId, portfolioId, change);
      return { outcome: 'changed' };
    },

    async replaceTargets(ownerId, portfolioId, targets, transaction) {
      const executor = executorOf(orm, transaction);
      await executor
        .update(portfolios)
        .set({ ...targetsColumn(targets), ...nextVersion })
        .where(isOne(ownerId, portfolioId));
      await writeTargets(executor, ownerId, portfolioId, targets);
      await keepVersion(executor, ownerId, portfolioId, 'targets');
    },

    async setState(ownerId, portfolioId, state, change, transaction) {
      const executor = executorOf(orm, transaction);
      try {
        await executor
          .update(portfolios)
          .set({ ...state, ...nextVersion })
          .where(isOne(ownerId, portfolioId, 'any'));
      } catch (error) {
        if (isUniqueViolation(error, 'portfolios_owner_name')) return 'name-taken';
        throw error;
      }
      await keepVersion(executor, ownerId, portfolioId, change);
      return 'changed';
    },

    async deletedBefore(moment, count) {
      const rows = await orm
        .select({ id: portfolios.id, ownerId: portfolios.ownerId })
        .from(portfolios)
        .where(
          and(
            lte(portfolios.deletedAt, moment),
            sql`not exists (select from portfolios as measured where measured.benchmark_portfolio_id = portfolios.id)`,
          ),
        )
        .orderBy(portfolios.deletedAt, portfolios.id)
        .limit(count);
      return rows.map(({ id, ownerId }) => ({ portfolioId: id, ownerId }));
    },

    async purge(ownerId, portfolioId, transaction) {
      const executor = executorOf(orm, transaction);
      await executor
        .update(portfolios)
        .set({ benchmarkKind: null, benchmarkPortfolioId: null })
        .where(
          and(
            eq(portfolios.ownerId, ownerId),
            eq(portfolios.benchmarkPortfolioId, portfolioId),
            isNotNull(portfolios.deletedAt),
          ),
        );
      await executor.delete(portfolios).where(and(isOne(ownerId, portfolioId, 'any'), sql`deleted_at is not null`));
    },

    async namesUsing(ownerId, assetId) {
      const { rows } = await orm.execute<{ id: string; name: string; deleted: boolean }>(sql`
        select id, name, deleted_at is not null as deleted from portfolios
        where owner_id = ${ownerId} and (
          exists (select from allocations where portfolio_id = portfolios.id and asset_id = ${assetId})
          or exists (select from portfolio_benchmark_assets where portfolio_id = portfolios.id and asset_id = ${assetId})
          or exists (select from transactions where portfolio_id = portfolios.id and ${assetId} in (asset_id, into_asset_id))
          or exists (select from portfolio_targets where portfolio_id = portfolios.id and asset_id = ${assetId}))
        order by deleted, name`);
      return rows.map(({ id, name, deleted }) => ({ portfolioId: id, name, isDeleted: deleted }));
    },

    async lockBenchmarks(ownerId, transaction) {
      await executorOf(orm, transaction).execute(
        sql`select pg_advisory_xact_lock(hashtextextended(${`benchmarks of ${ownerId}`}, 0))`,
      );
    },

    async benchmarkChain(ownerId, portfolioId, transaction) {
      const { rows } = await executorOf(orm, transaction).execute<{ id: string; name: string; deleted: boolean }>(sql`
        with recursive chain as (
          select id, name, benchmark_portfolio_id, deleted_at, 0 as step from portfolios
          where owner_id = ${ownerId} and id = ${portfolioId}
          union all
          select next.id, next.name, next.benchmark_portfolio_id, next.deleted_at, chain.step + 1 from chain
            join portfolios as next on next.id = chain.benchmark_portfolio_id and next.owner_id = ${ownerId}
          where chain.step < 1000)
        select id, name, deleted_at is not null as deleted from chain order by step`);
      return rows.map(({ id, name, deleted }) => ({ portfolioId: id, name, isDeleted: deleted }));
    },

    async namesMeasuredAgainst(ownerId, portfolioId, transaction) {
      const { rows } = await executorOf(orm, transaction).execute<{ name: string }>(sql`
        select name from portfolios
        where owner_id = ${ownerId} and benchmark_portfolio_id = ${portfolioId} and deleted_at is null order by name`);
      return rows.map(({ name }) => name);
    },
  };
}

const nextVersion = { version: sql`${portfolios.version} + 1`, updatedAt: sql`now()` };

export function columnsOf({ name, baseCurrency, allocationKind, benchmark }: PortfolioContent) {
  return {
    name,
    baseCurrency,
    allocationKind,
    benchmarkKind: benchmark?.kind ?? null,
    benchmarkPortfolioId: benchmark?.kind === 'portfolio' ? benchmark.portfolioId : null,
  };
}

export function targetsColumn(targets: { readonly kind: string; readonly by?: string } | null) {
  return { targetsBy: targets === null ? null : (targets.by ?? 'asset') };
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

export async function insertAllocations(
  executor: Executor,
  ownerId: string,
  portfolioId: string,
  held: readonly Allocation[],
): Promise<void> {
  try {
    if (held.length > 0)
      await executor
        .insert(allocations)
        .values(held.map((allocation, position) => ({ ...allocation, position, ownerId, portfolioId })));
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error;
    const detail = 'One of the assets was deleted in the meantime. Nothing was changed; read the list of assets again.';
    throw new ProblemError('state-conflict', detail, { cause: error });
  }
}
