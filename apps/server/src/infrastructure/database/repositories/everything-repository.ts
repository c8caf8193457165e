/** All rows of one owner at once, and rows put back as they were. */
import { and, asc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { EverythingRepository, SourcedRates } from '../../../domain/exports/ports.ts';
import type { PortfolioRecord } from '../../../domain/portfolios/portfolio.ts';
import type { LedgerRecord } from '../../../domain/transaction-ledger/ports.ts';
import type { Transactions } from '../../../domain/transactions/ports.ts';
import { assetAliases, assets, portfolios } from '../schema/index.ts';
import { type Executor, executorOf } from '../transactions.ts';
import { createAssetRepository } from './asset-repository.ts';
import { createImportMappingRepository } from './import-mapping-repository.ts';
import { createLedgerRepository } from './ledger-repository.ts';
import { keepVersion, readPortfolio, writeBenchmarkAssets, writeTargets } from './portfolio-record.ts';
import { columnsOf, insertAllocations, targetsColumn } from './portfolio-repository.ts';

interface Counts extends Record<string, number> {
  assets: number;
  prices: number;
  portfolios: number;
  transactions: number;
  others: number;
}

export function createEverythingRepository(
  orm: NodePgDatabase,
  transactions: Pick<Transactions, 'run'>,
): EverythingRepository {
  const ledger = createLedgerRepository(orm);
  const mappings = createImportMappingRepository(orm);
  const ofAssets = createAssetRepository(orm, () => {
    throw new Error('Assets are only read here.');
  });

  return {
    read: (ownerId, deletedSince) =>
      // One moment for all of it: what a portfolio holds must be among the assets.
      transactions.run(async (transaction) => {
        const executor = executorOf(orm, transaction);
        await executor.execute(sql`set transaction isolation level repeatable read, read only`);
        const found = await executor
          .select({ id: portfolios.id })
          .from(portfolios)
          .where(
            and(
              eq(portfolios.ownerId, ownerId),
              or(isNull(portfolios.deletedAt), gt(portfolios.deletedAt, deletedSince)),
            ),
          )
          .orderBy(sql`deleted_at nulls first`, sql`name collate "C"`);
        const read: (PortfolioRecord & { transactions: readonly LedgerRecord[] })[] = [];
        for (const { id } of found) {
          const record = (await readPortfolio(executor, ownerId, id, 'any'))!;
          const isLedger = record.allocationKind === 'ledger';
          read.push({ ...record, transactions: isLedger ? await ledger.all(ownerId, id, transaction) : [] });
        }
        return {
          assets: await ofAssets.list(ownerId),
          rates: await readRates(executor, ownerId),
          portfolios: read,
          mappings: await mappings.list(ownerId),
          aliases: await executor
            .select({ key: assetAliases.key, assetId: assetAliases.assetId })
            .from(assetAliases)
            .where(eq(assetAliases.ownerId, ownerId))
            .orderBy(asc(sql`key collate "C"`)),
        };
      }),

    async count(ownerId) {
      const { rows } = await orm.execute<Counts>(sql`
        select (select count(*)::int from assets where owner_id = ${ownerId}) as assets,
          (select coalesce(sum(price_count), 0)::int from assets where owner_id = ${ownerId}) as prices,
          (select count(*)::int from portfolios where owner_id = ${ownerId}) as portfolios,
          (select count(*)::int from transactions where owner_id = ${ownerId}) as transactions,
          (select count(*)::int from import_mappings where owner_id = ${ownerId})
            + (select count(*)::int from exchange_rates where owner_id = ${ownerId}) as others`);
      return rows[0]!;
    },

    async lock(ownerId, transaction) {
      await executorOf(orm, transaction).execute(
        sql`select pg_advisory_xact_lock(hashtextextended(${`everything of ${ownerId}`}, 0))`,
      );
    },

    async insertAsset(ownerId, asset, { count, firstDate, lastDate, lastClose, gaps }, transaction) {
      await executorOf(orm, transaction)
        .insert(assets)
        .values({
          ...asset,
          ownerId,
          priceCount: count,
          firstDate,
          lastDate,
          lastClose,
          priceGaps: gaps,
          pricesVersion: 1,
        });
    },

    async insertPortfolio(ownerId, portfolio, transaction) {
      const executor = executorOf(orm, transaction);
      const { id, archivedAt, deletedAt, allocations, benchmark, targets } = portfolio;
      await executor
        .insert(portfolios)
        .values({ ...columnsOf(portfolio), ...targetsColumn(targets), id, ownerId, archivedAt, deletedAt });
      await insertAllocations(executor, ownerId, id, allocations);
      await writeBenchmarkAssets(executor, ownerId, id, benchmark);
      await writeTargets(executor, ownerId, id, targets);
      await keepVersion(executor, ownerId, id, 'created');
      return (await readPortfolio(executor, ownerId, id, 'any'))!;
    },
  };
}

async function readRates(executor: Executor, ownerId: string): Promise<SourcedRates[]> {
  const { rows } = await executor.execute<
    Record<'base' | 'quote' | 'dates' | 'rates', string> & { source: SourcedRates['source'] }
  >(sql`
    select source, base, quote, string_agg(to_char(date, 'YYYY-MM-DD'), ',' order by date) as dates,
      string_agg(rate::text, ',' order by date) as rates
    from exchange_rates where owner_id = ${ownerId} group by source, base, quote order by source, base, quote`);
  return rows.map(({ dates, rates, ...pair }) => ({ ...pair, dates: dates.split(','), rates: rates.split(',') }));
}
