import { sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { LRUCache } from 'lru-cache';
import type { ExchangeRateRepository } from '../../../domain/market-data/ports.ts';
import type { RateSeries } from '../../../domain/valuation/exchange-rates.ts';
import { executorOf } from '../transactions.ts';

/** Rates kept in memory, by their number: a hundred pairs over forty years. */
const rememberedRatesMax = 1_000_000;

export function createExchangeRateRepository(orm: NodePgDatabase): ExchangeRateRepository {
  // Rates change only together with the version of their owner, so what is remembered is never stale.
  const remembered = new LRUCache<string, RateSeries[]>({
    maxSize: rememberedRatesMax,
    sizeCalculation: (series) => series.reduce((sum, { days }) => sum + days.length, 1),
  });

  async function all(ownerId: string, source: string): Promise<RateSeries[]> {
    const keyOf = (version: number) => `${ownerId}:${source}:${version}`;
    const known = remembered.get(keyOf(await findVersion(orm, ownerId)));
    if (known !== undefined) return known;
    const { version, series } = await loadSeries(orm, ownerId, source);
    remembered.set(keyOf(version), series);
    return series;
  }

  return {
    async list(ownerId, source, currencies) {
      const wanted = new Set(currencies);
      return (await all(ownerId, source)).filter(({ base, quote }) => wanted.has(base) || wanted.has(quote));
    },

    async needed(ownerId) {
      const { rows } = await orm.execute<{ currency: string | null; since: string | null }>(sql`
        with invented as (
          select distinct transactions.portfolio_id from transactions join assets on assets.id = transactions.asset_id
          where transactions.owner_id = ${ownerId} and assets.source = 'simulated'
        ), used as (
          select assets.currency, min(prices.date) as since
          from assets left join prices on prices.asset_id = assets.id and prices.owner_id = assets.owner_id
          where assets.owner_id = ${ownerId} and assets.source <> 'simulated' group by assets.currency
          union all select currency, min(date) from transactions
            where owner_id = ${ownerId} and portfolio_id not in (select portfolio_id from invented) group by currency
          union all select into_currency, min(date) from transactions
            where owner_id = ${ownerId} and into_currency is not null
              and portfolio_id not in (select portfolio_id from invented) group by into_currency
          union all select base_currency, null from portfolios where owner_id = ${ownerId} and deleted_at is null
        )
        select currency, to_char(min(since), 'YYYY-MM-DD') as since from used
        where currency is not null group by currency order by currency`);
      const dates = rows.flatMap(({ since }) => (since === null ? [] : [since])).sort();
      return { currencies: rows.map(({ currency }) => currency!), since: dates[0] ?? null };
    },

    async fetchedPairs(ownerId) {
      const { rows } = await orm.execute<PairRow>(sql`
        select base, quote, to_char(min(date), 'YYYY-MM-DD') as first, to_char(max(date), 'YYYY-MM-DD') as last,
          count(*)::int as count, (array_agg(provider order by date desc))[1] as provider,
          max(fetched_at) as fetched_at
        from exchange_rates where owner_id = ${ownerId} and source = 'provider'
        group by base, quote order by base, quote`);
      return rows.map(({ base, quote, first, last, count, provider, fetched_at: fetchedAt }) => ({
        base,
        quote,
        firstDate: first,
        lastDate: last,
        count,
        provider: provider ?? '',
        fetchedAt: new Date(fetchedAt ?? 0),
      }));
    },

    async upsertFetched(ownerId, { base, quote, dates, rates }, { provider, fetchedAt }, transaction) {
      const executor = executorOf(orm, transaction);
      const { rows } = await executor.execute<{ count: number }>(sql`
        with stored as (
          insert into exchange_rates (owner_id, source, base, quote, date, rate, provider, fetched_at)
          select ${ownerId}::uuid, 'provider', ${base}, ${quote}, date, rate, ${provider}, ${fetchedAt}::timestamptz
          from unnest(${sql.param([...dates])}::date[], ${sql.param([...rates])}::numeric[]) as given (date, rate)
          on conflict (owner_id, source, base, quote, date) do update
            set rate = excluded.rate, provider = excluded.provider, fetched_at = excluded.fetched_at
            where exchange_rates.rate <> excluded.rate
          returning 1)
        select count(*)::int as count from stored`);
      const changed = rows[0]?.count ?? 0;
      if (changed > 0) await countVersion(executor, ownerId);
      return changed;
    },

    async insert(ownerId, source, { base, quote, dates, rates }, transaction) {
      const executor = executorOf(orm, transaction);
      await executor.execute(sql`
        insert into exchange_rates (owner_id, source, base, quote, date, rate)
        select ${ownerId}::uuid, ${source}, ${base}, ${quote}, date, rate
        from unnest(${sql.param([...dates])}::date[], ${sql.param([...rates])}::numeric[]) as given (date, rate)`);
      await countVersion(executor, ownerId);
    },
  };
}

interface PairRow extends Record<string, unknown> {
  base: string;
  quote: string;
  first: string;
  last: string;
  count: number;
  provider: string | null;
  fetched_at: string | Date | null;
}

async function countVersion(executor: ReturnType<typeof executorOf>, ownerId: string): Promise<void> {
  await executor.execute(
    sql`update users set exchange_rates_version = exchange_rates_version + 1 where id = ${ownerId}`,
  );
}

async function findVersion(orm: NodePgDatabase, ownerId: string): Promise<number> {
  const { rows } = await orm.execute<{ version: number }>(
    // Only where the rates themselves may be seen: the memory shows nobody what the database would not.
    sql`select exchange_rates_version as version from users where id = ${ownerId}
      and (access.is_system() or id = access.actor_id() or id = any(access.sharing_owner_ids()))`,
  );
  return rows[0]?.version ?? 0;
}

interface SeriesRow extends Record<string, unknown> {
  version: number;
  base: string | null;
  quote: string | null;
  days: string | null;
  rates: string | null;
}

/** Rates and version in one statement, so that they belong together. */
async function loadSeries(orm: NodePgDatabase, ownerId: string, source: string) {
  const { rows } = await orm.execute<SeriesRow>(sql`
    select users.exchange_rates_version as version, base, quote,
      string_agg((date - date '1970-01-01')::text, ',' order by date) as days,
      string_agg(rate::text, ',' order by date) as rates
    from users left join exchange_rates on exchange_rates.owner_id = users.id and source = ${source}
    where users.id = ${ownerId}
    group by users.id, base, quote order by base, quote`);
  const series = rows.flatMap(({ base, quote, days, rates }) =>
    base === null || quote === null || days === null || rates === null
      ? []
      : [{ base, quote, days: Int32Array.from(days.split(','), Number), rates: rates.split(',') }],
  );
  return { version: rows[0]?.version ?? 0, series };
}
