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

    async insert(ownerId, source, { base, quote, dates, rates }, transaction) {
      const executor = executorOf(orm, transaction);
      await executor.execute(sql`
        insert into exchange_rates (owner_id, source, base, quote, date, rate)
        select ${ownerId}::uuid, ${source}, ${base}, ${quote}, date, rate
        from unnest(${sql.param([...dates])}::date[], ${sql.param([...rates])}::numeric[]) as given (date, rate)`);
      await executor.execute(
        sql`update users set exchange_rates_version = exchange_rates_version + 1 where id = ${ownerId}`,
      );
    },
  };
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
