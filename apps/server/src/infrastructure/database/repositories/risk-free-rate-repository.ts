import { sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { RiskFreeRateRepository } from '../../../domain/market-data/ports.ts';
import { executorOf } from '../transactions.ts';

interface Row extends Record<string, unknown> {
  currency: string;
  series: string;
  provider: string;
  rate: string;
  first: string;
  last: string;
  count: number;
  fetched_at: string | Date;
}

export function createRiskFreeRateRepository(orm: NodePgDatabase): RiskFreeRateRepository {
  return {
    async latest(ownerId) {
      const { rows } = await orm.execute<Row>(sql`
        select distinct on (currency) currency, series, provider, rate::text as rate,
          to_char(min(date) over whole, 'YYYY-MM-DD') as first, to_char(date, 'YYYY-MM-DD') as last,
          (count(*) over whole)::int as count, max(fetched_at) over whole as fetched_at
        from risk_free_rates where owner_id = ${ownerId}
        window whole as (partition by currency)
        order by currency, date desc`);
      return rows.map(({ first, last, fetched_at: fetchedAt, ...rest }) => ({
        ...rest,
        firstDate: first,
        lastDate: last,
        fetchedAt: new Date(fetchedAt),
      }));
    },

    async upsert(ownerId, { currency, series, dates, rates }, { provider, fetchedAt }, transaction) {
      const { rows } = await executorOf(orm, transaction).execute<{ count: number }>(sql`
        with stored as (
          insert into risk_free_rates (owner_id, currency, date, rate, series, provider, fetched_at)
          select ${ownerId}::uuid, ${currency}, date, rate, ${series}, ${provider}, ${fetchedAt}::timestamptz
          from unnest(${sql.param([...dates])}::date[], ${sql.param([...rates])}::numeric[]) as given (date, rate)
          on conflict (owner_id, currency, date) do update
            set rate = excluded.rate, series = excluded.series, provider = excluded.provider, fetched_at = excluded.fetched_at
            where risk_free_rates.rate <> excluded.rate
          returning 1)
        select count(*)::int as count from stored`);
      return rows[0]?.count ?? 0;
    },
  };
}
