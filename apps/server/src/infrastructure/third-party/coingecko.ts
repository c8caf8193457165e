/** CoinGecko: prices of coins, averaged over exchanges. https://docs.coingecko.com */
import { z } from 'zod';
import { dayFromIso } from '../../domain/market-data/calendar.ts';
import { cryptoJumpMax } from '../../domain/market-data/plausible-move.ts';
import type { MarketDataProvider, ProviderFailure } from '../../domain/market-data/provider-port.ts';
import { nothingOffered } from './nothing-offered.ts';
import { presentHistory, presentQuote } from './present-history.ts';
import { type AdapterParts, createProviderClient } from './provider-client.ts';
import { notFound, unsupported } from './provider-failure.ts';
import { inAMinute } from './quota-ends.ts';
import { addressOf, dayOfMoment, type QuotedCurrency, readCurrency, requireSymbol, usDollars } from './read-values.ts';

const host = 'api.coingecko.com';
const daySeconds = 86_400;
const dayMs = 86_400_000;
const hitsMax = 20;
const chart = z.object({ prices: z.array(z.array(z.unknown()).length(2)) });
const simplePrice = z.record(z.string(), z.record(z.string(), z.unknown()));
const hits = z.object({ coins: z.array(z.object({ id: z.string(), name: z.string(), symbol: z.string() })) });
const status = z.object({ error_code: z.number(), error_message: z.string() });
const failure = z.union([z.object({ status }), z.object({ error: z.object({ status }) })]);
const pastTimeRange = 10_012;

export function coingecko(parts: AdapterParts, key: string): MarketDataProvider {
  const client = createProviderClient(parts, {
    provider: 'coingecko',
    hosts: [host],
    // 10,000 a month.
    limits: { perMinute: 30, perDay: 330 },
    secrets: [key],
    headers: { 'x-cg-demo-api-key': key },
    readError: readFailure,
  });
  return {
    ...nothingOffered('coingecko', {
      search: true,
      history: true,
      quote: true,
      key: 'required',
      everyDay: true,
      attribution: 'Price data by CoinGecko',
    }),
    history: (request, signal) =>
      client.answer(async () => {
        const quoted = currencyOf(request.currency);
        const address = addressOf(
          host,
          ['api', 'v3', 'coins', requireSymbol(request.symbol), 'market_chart', 'range'],
          {
            vs_currency: quoted.currency.toLowerCase(),
            // The price at midnight ends the day before.
            from: (dayFromIso(request.from) + 1) * daySeconds,
            to: (dayFromIso(request.to) + 1) * daySeconds,
            interval: 'daily',
          },
        );
        const { prices } = await client.json(address, chart, { signal });
        return presentHistory({
          provider: 'coingecko',
          request,
          // The last point is of this moment, not of midnight.
          rows: prices
            .filter(([time]) => typeof time !== 'number' || time % dayMs === 0)
            .map(([time, close]) => ({ date: typeof time === 'number' ? dayOfMoment(time - 1, 1) : null, close })),
          quoted,
          closes: 'raw',
          jumpMax: cryptoJumpMax,
          everyDay: true,
          now: client.now(),
        });
      }),
    quote: (symbol, signal) =>
      client.answer(async () => {
        const parameters = { ids: requireSymbol(symbol), vs_currencies: 'usd', include_last_updated_at: 'true' };
        const body = await client.json(addressOf(host, ['api', 'v3', 'simple', 'price'], parameters), simplePrice, {
          signal,
        });
        const found = new Map(Object.entries(body)).get(symbol);
        if (found === undefined) throw notFound(`coingecko does not know ${symbol}`);
        const atMs = Number(found.last_updated_at) * 1000;
        return presentQuote({
          provider: 'coingecko',
          symbol,
          price: found.usd,
          atMs,
          quoted: usDollars,
          now: client.now(),
        });
      }),
    search: (text, signal) =>
      client.answer(async () => {
        const { coins } = await client.json(addressOf(host, ['api', 'v3', 'search'], { query: text }), hits, {
          signal,
        });
        return coins.slice(0, hitsMax).map(({ id, name, symbol }) => ({
          symbol: id,
          name: `${name} (${symbol})`,
          exchange: null,
          currency: null,
        }));
      }),
  };
}

/** Coins are quoted in whatever one asks for. */
function currencyOf(expected: string | undefined): QuotedCurrency {
  const quoted = readCurrency(expected ?? 'USD');
  if (quoted === null) throw unsupported(`${String(expected).slice(0, 20)} is not a currency code`);
  return quoted;
}

function readFailure(body: unknown, httpStatus: number, now: Date): ProviderFailure | null {
  const read = failure.safeParse(body);
  if (!read.success) return null;
  const { error_code, error_message } = 'status' in read.data ? read.data.status : read.data.error.status;
  const message = `coingecko: ${error_message.slice(0, 200)}`;
  if (error_code === pastTimeRange) return { kind: 'plan-excludes', message };
  if (error_code === 429) return { kind: 'rate-limited', message, until: inAMinute(now) };
  if (httpStatus === 401 || httpStatus === 403) return { kind: 'unauthorised', message };
  return null;
}
