import { sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { LRUCache } from 'lru-cache';
import { asServer } from '../../../core/request-context.ts';
import type { PriceRepository } from '../../../domain/assets/ports.ts';
import { dayFromIso } from '../../../domain/market-data/calendar.ts';
import type { PriceColumn } from '../../../domain/market-data/price-columns.ts';
import type { Split } from '../../../domain/market-data/provider-port.ts';
import { closesWithoutSplits, returnCloses } from '../../../domain/market-data/return-closes.ts';
import type { BookedSplit } from '../../../domain/market-data/split-evidence.ts';
import { numbersFromDecimals } from '../../../domain/valuation/decimal-and-number.ts';
import { executorOf } from '../transactions.ts';

/** Memory for columns of prices: 12 bytes a price, 3,000 assets of ten years. */
const rememberedColumnBytes = 96 * 1024 * 1024;
/** Rows a statement inserts: each stays far below the time limit of a statement. */
const rowsPerStatement = 50_000;

/** Assets a statement loads: ten years of days of them are parsed in some 20 ms. */
const assetsPerStatement = 40;

export function createPriceRepository(orm: NodePgDatabase): PriceRepository {
  // An asset's prices change only together with its version, so a remembered column is never stale.
  const remembered = new LRUCache<string, PriceColumn>({
    maxSize: rememberedColumnBytes,
    sizeCalculation: ({ days, closes, returnCloses: forReturns }, key) =>
      days.byteLength + closes.byteLength + (forReturns?.byteLength ?? 0) + key.length,
  });

  return {
    async list(ownerId, assetId, from, to) {
      const { rows } = await orm.execute<{ date: string; close: string }>(sql`
        select to_char(date, 'YYYY-MM-DD') as date, close::text as close from prices
        where owner_id = ${ownerId} and asset_id = ${assetId}
          and date >= coalesce(${from ?? null}::date, '-infinity') and date <= coalesce(${to ?? null}::date, 'infinity')
        order by date`);
      return { dates: rows.map(({ date }) => date), closes: rows.map(({ close }) => close) };
    },

    async columns(ownerId, assetIds) {
      const versions = await findVersions(orm, ownerId, assetIds);
      const found = new Map<string, PriceColumn>();
      for (const [assetId, version] of versions) {
        const column = remembered.get(keyOf(assetId, version));
        if (column !== undefined) found.set(assetId, column);
      }
      const missing = [...versions.keys()].filter((assetId) => !found.has(assetId));
      // In parts, because the text of each is parsed at one go while no request is answered.
      for (let from = 0; from < missing.length; from += assetsPerStatement) {
        const part = missing.slice(from, from + assetsPerStatement);
        for (const { assetId, version, column } of await loadColumns(orm, ownerId, part)) {
          remembered.set(keyOf(assetId, version), column);
          found.set(assetId, column);
        }
      }
      return withLedgerSplits(found, await findLedgerSplits(orm, ownerId, [...found.keys()]));
    },

    async dates(ownerId, assetId, transaction) {
      const { rows } = await executorOf(orm, transaction).execute<{
        dates: string | null;
        last_close: string | null;
      }>(sql`
        select string_agg(to_char(date, 'YYYY-MM-DD'), ',' order by date) as dates,
          (array_agg(close::text order by date desc))[1] as last_close
        from prices where owner_id = ${ownerId} and asset_id = ${assetId}`);
      return { dates: rows[0]?.dates?.split(',') ?? [], lastClose: rows[0]?.last_close ?? null };
    },

    async closesOn(ownerId, assetIds, date) {
      const { rows } = await orm.execute<{ asset_id: string; close: string }>(sql`
        select asset_id, close::text as close from prices
        where owner_id = ${ownerId} and asset_id = any(${sql.param([...assetIds])}::uuid[]) and date = ${date}`);
      return new Map(rows.map((row) => [row.asset_id, row.close]));
    },

    async insert(ownerId, assetId, { dates, closes }, transaction) {
      const executor = executorOf(orm, transaction);
      for (let from = 0; from < dates.length; from += rowsPerStatement) {
        const to = from + rowsPerStatement;
        await executor.execute(sql`
          insert into prices (asset_id, owner_id, date, close)
          select ${assetId}::uuid, ${ownerId}::uuid, date, close
          from unnest(${arrayText(dates.slice(from, to))}::date[], ${arrayText(closes.slice(from, to))}::numeric[]) as file (date, close)`);
      }
    },

    async upsert(ownerId, assetId, { dates, closes }, transaction) {
      const executor = executorOf(orm, transaction);
      for (let from = 0; from < dates.length; from += rowsPerStatement) {
        const to = from + rowsPerStatement;
        await executor.execute(sql`
          insert into prices (asset_id, owner_id, date, close)
          select ${assetId}::uuid, ${ownerId}::uuid, date, close
          from unnest(${arrayText(dates.slice(from, to))}::date[], ${arrayText(closes.slice(from, to))}::numeric[]) as file (date, close)
          where not exists (select from price_overrides where asset_id = ${assetId} and price_overrides.date = file.date)
          on conflict (asset_id, date) do update set close = excluded.close where prices.owner_id = excluded.owner_id`);
      }
    },
  };
}

/** Dates and decimals need no quotes: the text of the array is made at once, where the driver would look at every element. */
function arrayText(values: readonly string[]): string {
  return `{${values.join(',')}}`;
}

function keyOf(assetId: string, version: number): string {
  return `${assetId}:${version}`;
}

async function findVersions(orm: NodePgDatabase, ownerId: string, assetIds: readonly string[]) {
  const { rows } = await orm.execute<{ id: string; prices_version: number }>(sql`
    select id, prices_version from assets
    where owner_id = ${ownerId} and id = any(${sql.param([...assetIds])}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row.prices_version]));
}

interface LedgerSplitRow extends Record<string, unknown> {
  asset_id: string;
  date: string;
  ratio: string;
}

/**
 * Splits that ledgers of the owner know of assets with prices of a file, which tells none. As the server: whoever works by a
 * share computes with the same returns as the owner, also where the split is booked in another portfolio.
 */
async function findLedgerSplits(orm: NodePgDatabase, ownerId: string, assetIds: readonly string[]) {
  if (assetIds.length === 0) return [];
  const { rows } = await asServer(
    async () =>
      await orm.execute<LedgerSplitRow>(sql`
      select distinct transactions.asset_id, to_char(transactions.date, 'YYYY-MM-DD') as date, transactions.ratio::text as ratio
      from transactions join assets on assets.id = transactions.asset_id and assets.source = 'imported'
      where transactions.owner_id = ${ownerId} and transactions.kind = 'split'
        and transactions.asset_id = any(${sql.param([...assetIds])}::uuid[])
      order by date`),
  );
  return rows;
}

function withLedgerSplits(
  columns: Map<string, PriceColumn>,
  rows: readonly LedgerSplitRow[],
): Map<string, PriceColumn> {
  const booked = new Map<string, BookedSplit[]>();
  for (const { asset_id: assetId, date, ratio } of rows)
    booked.set(assetId, [...(booked.get(assetId) ?? []), { day: dayFromIso(date), ratio: Number(ratio) }]);
  for (const [assetId, splits] of booked) {
    const column = columns.get(assetId);
    if (column === undefined || column.returnCloses !== undefined) continue;
    columns.set(assetId, { ...column, returnCloses: closesWithoutSplits(column, splits) });
  }
  return columns;
}

/** Prices and version in one statement, so that they belong together; text is parsed faster than arrays of the driver. */
async function loadColumns(orm: NodePgDatabase, ownerId: string, assetIds: readonly string[]) {
  if (assetIds.length === 0) return [];
  const { rows } = await orm.execute<{
    id: string;
    prices_version: number;
    days: string | null;
    closes: string | null;
    adjusted: string | null;
    shown_splits: readonly Split[];
  }>(sql`
    select assets.id, assets.prices_version,
      string_agg((prices.date - date '1970-01-01')::text, ',' order by prices.date) as days,
      string_agg(prices.close::text, ',' order by prices.date) as closes,
      case when count(prices.adjusted_close) > 0
        then string_agg(coalesce(prices.adjusted_close::text, 'NaN'), ',' order by prices.date) end as adjusted,
      (select coalesce(jsonb_agg(jsonb_build_object('date', asset_splits.date, 'ratio', asset_splits.ratio::text)), '[]')
        from asset_splits join asset_feeds using (asset_id)
        where asset_splits.asset_id = assets.id and asset_feeds.closes = 'raw') as shown_splits
    from assets left join prices on prices.asset_id = assets.id
    where assets.owner_id = ${ownerId} and assets.id = any(${sql.param([...assetIds])}::uuid[])
    group by assets.id`);
  return rows.map((row) => ({ assetId: row.id, version: row.prices_version, column: readColumn(row) }));
}

interface ColumnRow {
  readonly days: string | null;
  readonly closes: string | null;
  readonly adjusted: string | null;
  readonly shown_splits: readonly Split[];
}

function readColumn({ days: ofDays, closes: ofCloses, adjusted: ofAdjusted, shown_splits: shownSplits }: ColumnRow) {
  const days = Int32Array.from(ofDays?.split(',') ?? [], Number);
  const closes = numbersFromDecimals(ofCloses?.split(',') ?? []);
  if (ofAdjusted === null && shownSplits.length === 0) return { days, closes };
  const adjusted =
    ofAdjusted === null ? closes.map(() => Number.NaN) : Float64Array.from(ofAdjusted.split(','), Number);
  return { days, closes, returnCloses: returnCloses({ days, closes, adjusted, shownSplits }) };
}
