import { sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { FetchedPriceRepository } from '../../../domain/market-data/feed.ts';
import { executorOf } from '../transactions.ts';

/** Prices with where they come from, splits, and points that were not believed. */
export function createFetchedPriceRepository(orm: NodePgDatabase, createId: () => string): FetchedPriceRepository {
  return {
    async latest(ownerId, assetId, count) {
      const { rows } = await orm.execute<{ date: string; close: string; adjusted: string | null }>(sql`
        select to_char(date, 'YYYY-MM-DD') as date, close::text as close, adjusted_close::text as adjusted from prices
        where owner_id = ${ownerId} and asset_id = ${assetId}
          and not exists (select from price_overrides where price_overrides.asset_id = prices.asset_id and price_overrides.date = prices.date)
        order by prices.date desc limit ${count}`);
      return rows.map(({ date, close, adjusted }) => ({ date, close, adjustedClose: adjusted }));
    },

    async splits(ownerId, assetId) {
      const { rows } = await orm.execute<{ date: string; ratio: string }>(sql`
        select to_char(date, 'YYYY-MM-DD') as date, ratio::text as ratio from asset_splits
        where owner_id = ${ownerId} and asset_id = ${assetId} order by asset_splits.date`);
      return rows;
    },

    async upsert(ownerId, assetId, points, { provider, fetchedAt }, transaction) {
      await executorOf(orm, transaction).execute(sql`
        insert into prices (asset_id, owner_id, date, close, adjusted_close, provider, fetched_at)
        select ${assetId}::uuid, ${ownerId}::uuid, date, close, adjusted, ${provider}, ${fetchedAt}::timestamptz
        from unnest(${sql.param(points.map(({ date }) => date))}::date[], ${sql.param(points.map(({ close }) => close))}::numeric[],
          ${sql.param(points.map(({ adjustedClose }) => adjustedClose))}::numeric[]) as fetched (date, close, adjusted)
        where not exists (select from price_overrides where asset_id = ${assetId} and price_overrides.date = fetched.date)
        on conflict (asset_id, date) do update set close = excluded.close, adjusted_close = excluded.adjusted_close,
          provider = excluded.provider, fetched_at = excluded.fetched_at
        where prices.owner_id = excluded.owner_id`);
    },

    async addSplits(ownerId, assetId, splits, provider, transaction) {
      await executorOf(orm, transaction).execute(sql`
        insert into asset_splits (asset_id, owner_id, date, ratio, provider)
        select ${assetId}::uuid, ${ownerId}::uuid, date, ratio, ${provider}
        from unnest(${sql.param(splits.map(({ date }) => date))}::date[], ${sql.param(splits.map(({ ratio }) => ratio))}::numeric[]) as told (date, ratio)
        on conflict (asset_id, date) do update set ratio = excluded.ratio, provider = excluded.provider
        where asset_splits.owner_id = excluded.owner_id`);
    },

    async quarantine(ownerId, assetId, points, { provider, fetchedAt }, transaction) {
      const ids = points.map(() => createId());
      await executorOf(orm, transaction).execute(sql`
        insert into quarantined_prices (id, asset_id, owner_id, date, value, reason, provider, fetched_at)
        select id, ${assetId}::uuid, ${ownerId}::uuid, date, value, reason, ${provider}, ${fetchedAt}::timestamptz
        from unnest(${sql.param(ids)}::uuid[], ${sql.param(points.map(({ date }) => date))}::text[],
          ${sql.param(points.map(({ value }) => value))}::text[], ${sql.param(points.map(({ reason }) => reason))}::text[])
          as doubtful (id, date, value, reason)
        on conflict do nothing`);
    },
  };
}
