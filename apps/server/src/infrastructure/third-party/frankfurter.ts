/** Frankfurter: reference rates of central banks, without a key. https://frankfurter.dev */
import { z } from 'zod';
import { dayFromIso, isWeekend } from '../../domain/market-data/calendar.ts';
import type { MarketDataProvider } from '../../domain/market-data/provider-port.ts';
import { nothingOffered } from './nothing-offered.ts';
import { presentFxSeries, provenanceOf } from './present-history.ts';
import { type AdapterParts, createProviderClient } from './provider-client.ts';
import { invalid, unsupported } from './provider-failure.ts';
import { addressOf, readCurrency, readDay } from './read-values.ts';

const host = 'api.frankfurter.dev';
const rateRows = z.array(z.object({ date: z.unknown(), base: z.string(), quote: z.string(), rate: z.unknown() }));

export function frankfurter(parts: AdapterParts): MarketDataProvider {
  const client = createProviderClient(parts, { provider: 'frankfurter', hosts: [host], limits: { perMinute: 30 } });
  return {
    ...nothingOffered('frankfurter', { fxRates: true }),
    fxRates: (request, signal) =>
      client.answer(async () => {
        const { base, quotes, from, to } = request;
        for (const code of [base, ...quotes]) {
          if (readCurrency(code)?.currency !== code) throw unsupported(`${code} is not a currency code`);
        }
        const address = addressOf(host, ['v2', 'rates'], { base, quotes: quotes.join(','), from, to });
        const rows = await client.json(address, rateRows, { signal });
        const asked = new Set(quotes);
        const stray = rows.find((row) => row.base !== base || !asked.has(row.quote));
        if (stray !== undefined) {
          throw invalid(
            `frankfurter was asked for ${base} and answered for ${stray.base}/${stray.quote}`.slice(0, 120),
          );
        }
        const now = client.now();
        return {
          base,
          series: quotes.map((quote) => {
            const points = rows
              .filter((row) => row.quote === quote && !isRepeated(row.date))
              .map(({ date, rate }) => ({ date, value: rate }));
            return presentFxSeries(quote, points, request, now);
          }),
          provenance: provenanceOf('frankfurter', `${base}/${quotes.join('+')}`, base, 'raw', now),
        };
      }),
  };
}

/** On weekends it carries the rate of Friday forward. What nobody published is a day off, and stays one. */
function isRepeated(date: unknown): boolean {
  const day = readDay(date);
  return day !== null && isWeekend(dayFromIso(day));
}
