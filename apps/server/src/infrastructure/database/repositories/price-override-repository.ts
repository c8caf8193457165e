import { and, eq, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { PriceOverride, StoredPrice } from '../../../domain/market-data/price-override.ts';
import type { PriceOverrideRepository } from '../../../domain/market-data/price-override-service.ts';
import { priceOverrides } from '../schema/index.ts';
import { executorOf } from '../transactions.ts';

interface PriceRow extends Record<string, unknown> {
  close: string;
  adjusted: string | null;
  provider: string | null;
  fetched_at: string | Date | null;
}

const priceColumns = sql`close::text as close, adjusted_close::text as adjusted, provider, fetched_at`;

export function createPriceOverrideRepository(orm: NodePgDatabase): PriceOverrideRepository {
  const isOne = (ownerId: string, assetId: string, date: string) =>
    and(eq(priceOverrides.ownerId, ownerId), eq(priceOverrides.assetId, assetId), eq(priceOverrides.date, date));
  return {
    async list(ownerId, assetId) {
      const rows = await orm
        .select()
        .from(priceOverrides)
        .where(and(eq(priceOverrides.ownerId, ownerId), eq(priceOverrides.assetId, assetId)))
        .orderBy(priceOverrides.date);
      return rows.map(toOverride);
    },

    async find(ownerId, assetId, date, transaction) {
      const [row] = await executorOf(orm, transaction)
        .select()
        .from(priceOverrides)
        .where(isOne(ownerId, assetId, date));
      return row === undefined ? null : toOverride(row);
    },

    async put(ownerId, assetId, { date, kind, close, former, reason, createdAt }, transaction) {
      const content = { kind, close, formerClose: former?.close ?? null, former, reason, createdAt };
      await executorOf(orm, transaction)
        .insert(priceOverrides)
        .values({ assetId, ownerId, date, ...content })
        .onConflictDoUpdate({ target: [priceOverrides.assetId, priceOverrides.date], set: content });
    },

    async remove(ownerId, assetId, date, transaction) {
      await executorOf(orm, transaction)
        .delete(priceOverrides)
        .where(isOne(ownerId, assetId, date));
    },

    async priceOn(ownerId, assetId, date, transaction) {
      const { rows } = await executorOf(orm, transaction).execute<PriceRow>(sql`
        select ${priceColumns} from prices
        where owner_id = ${ownerId} and asset_id = ${assetId} and date = ${date}`);
      return toPrice(rows[0]);
    },

    async nearestPrice(ownerId, assetId, date, transaction) {
      const { rows } = await executorOf(orm, transaction).execute<PriceRow>(sql`
        select ${priceColumns} from prices
        where owner_id = ${ownerId} and asset_id = ${assetId} and date <> ${date} and not exists (
          select from price_overrides where price_overrides.asset_id = prices.asset_id and price_overrides.date = prices.date)
        order by abs(date - ${date}::date), date desc limit 1`);
      return toPrice(rows[0]);
    },

    async setPrice(ownerId, assetId, date, price, transaction) {
      const executor = executorOf(orm, transaction);
      if (price === null) {
        await executor.execute(
          sql`delete from prices where owner_id = ${ownerId} and asset_id = ${assetId} and date = ${date}`,
        );
        return;
      }
      const { close, adjustedClose, provider, fetchedAt } = price;
      await executor.execute(sql`
        insert into prices (asset_id, owner_id, date, close, adjusted_close, provider, fetched_at)
        values (${assetId}, ${ownerId}, ${date}, ${close}, ${adjustedClose}, ${provider}, ${fetchedAt}::timestamptz)
        on conflict (asset_id, date) do update set close = excluded.close, adjusted_close = excluded.adjusted_close,
          provider = excluded.provider, fetched_at = excluded.fetched_at
        where prices.owner_id = excluded.owner_id`);
    },
  };
}

function toPrice(row: PriceRow | undefined): StoredPrice | null {
  if (row === undefined) return null;
  const { close, adjusted, provider, fetched_at: fetchedAt } = row;
  return {
    close,
    adjustedClose: adjusted,
    provider,
    fetchedAt: fetchedAt === null ? null : new Date(fetchedAt).toISOString(),
  };
}

function toOverride(row: typeof priceOverrides.$inferSelect): PriceOverride {
  const { date, kind, close, former, reason, createdAt } = row;
  return { date, kind, close, former, reason, createdAt };
}
