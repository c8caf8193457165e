import { sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { ExchangeRateRepository } from '../../../domain/market-data/ports.ts';
import { executorOf } from '../transactions.ts';

export function createExchangeRateRepository(orm: NodePgDatabase): ExchangeRateRepository {
  return {
    async list(ownerId, source, currencies) {
      const wanted = sql.param([...currencies]);
      const { rows } = await orm.execute<{ base: string; quote: string; days: string; rates: string }>(sql`
        select base, quote, string_agg((date - date '1970-01-01')::text, ',' order by date) as days,
          string_agg(rate::text, ',' order by date) as rates
        from exchange_rates
        where owner_id = ${ownerId} and source = ${source}
          and (base = any(${wanted}::text[]) or quote = any(${wanted}::text[]))
        group by base, quote order by base, quote`);
      return rows.map(({ base, quote, days, rates }) => ({
        base,
        quote,
        days: Int32Array.from(days.split(','), Number),
        rates: rates.split(','),
      }));
    },

    async insert(ownerId, source, { base, quote, dates, rates }, transaction) {
      await executorOf(orm, transaction).execute(sql`
        insert into exchange_rates (owner_id, source, base, quote, date, rate)
        select ${ownerId}::uuid, ${source}, ${base}, ${quote}, date, rate
        from unnest(${sql.param([...dates])}::date[], ${sql.param([...rates])}::numeric[]) as given (date, rate)`);
    },
  };
}
