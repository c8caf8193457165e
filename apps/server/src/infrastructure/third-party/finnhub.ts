/** Finnhub: quotes of shares of the United States; candles with a paid plan. https://finnhub.io/docs/api */
import { z } from 'zod';
import { dayFromIso } from '../../domain/market-data/calendar.ts';
import type { MarketDataProvider, ProviderFailure } from '../../domain/market-data/provider-port.ts';
import { nothingOffered } from './nothing-offered.ts';
import { presentHistory, presentQuote } from './present-history.ts';
import { type AdapterParts, createProviderClient } from './provider-client.ts';
import { invalid, notFound, unsupported } from './provider-failure.ts';
import { addressOf, dayOfMoment, requireSymbol, usDollars } from './read-values.ts';

const host = 'finnhub.io';
const daySeconds = 86_400;
const candles = z.discriminatedUnion('s', [
  z.object({ s: z.literal('ok'), c: z.array(z.unknown()), t: z.array(z.unknown()) }),
  z.object({ s: z.literal('no_data') }),
]);
const quote = z.object({ c: z.unknown(), pc: z.unknown().optional(), t: z.number() });
const hits = z.object({ result: z.array(z.object({ symbol: z.string(), description: z.string() })) });
const failure = z.object({ error: z.string() });

export function finnhub(parts: AdapterParts, key: string): MarketDataProvider {
  const client = createProviderClient(parts, {
    provider: 'finnhub',
    hosts: [host],
    limits: { perMinute: 60 },
    secrets: [key],
    headers: { 'x-finnhub-token': key },
    readError: readFailure,
  });
  return {
    ...nothingOffered('finnhub', { search: true, history: true, quote: true, key: 'required' }),
    history: (request, signal) =>
      client.answer(async () => {
        const address = addressOf(host, ['api', 'v1', 'stock', 'candle'], {
          symbol: requireAmerican(request.symbol),
          resolution: 'D',
          from: dayFromIso(request.from) * daySeconds,
          to: (dayFromIso(request.to) + 1) * daySeconds - 1,
        });
        const body = await client.json(address, candles, { signal });
        const { c, t } = body.s === 'ok' ? body : { c: [], t: [] };
        if (c.length !== t.length) throw invalid('finnhub sent another number of prices than of days');
        return presentHistory({
          provider: 'finnhub',
          request,
          rows: t.map((time, index) => ({ date: dayOfMoment(time, 1000), close: c[index] })),
          quoted: usDollars,
          closes: 'split-adjusted',
          now: client.now(),
        });
      }),
    quote: (symbol, signal) =>
      client.answer(async () => {
        const address = addressOf(host, ['api', 'v1', 'quote'], { symbol: requireAmerican(symbol) });
        const { c, pc, t } = await client.json(address, quote, { signal });
        // What it does not know it quotes at nothing, at no time.
        if (c === 0 && t === 0) throw notFound(`finnhub does not know ${symbol}`);
        const now = client.now();
        return presentQuote({
          provider: 'finnhub',
          symbol,
          price: c,
          previousClose: pc,
          atMs: t * 1000,
          quoted: usDollars,
          now,
        });
      }),
    search: (text, signal) =>
      client.answer(async () => {
        const { result } = await client.json(addressOf(host, ['api', 'v1', 'search'], { q: text }), hits, { signal });
        return result.map(({ symbol, description }) => ({
          symbol,
          name: description,
          exchange: null,
          currency: symbol.includes('.') ? null : 'USD',
        }));
      }),
  };
}

/** Its prices come without a currency; for what is listed in the United States that is the dollar. BRK.B is, VOD.L is not. */
function requireAmerican(symbol: string): string {
  if (symbol.includes(':') || (symbol.includes('.') && !/\.[A-C]$/.test(symbol))) {
    throw unsupported('finnhub is asked for shares of the United States');
  }
  return requireSymbol(symbol);
}

function readFailure(body: unknown, status: number): ProviderFailure | null {
  const read = failure.safeParse(body);
  if (!read.success || status === 429) return null;
  const message = `finnhub: ${read.data.error.slice(0, 200)}`;
  if (/access/i.test(read.data.error)) return { kind: 'plan-excludes', message };
  if (status === 401) return { kind: 'unauthorised', message: 'finnhub does not accept the key' };
  if (status >= 500) return { kind: 'unavailable', message, until: null };
  return status === 200 ? { kind: 'answer-invalid', message, quarantined: [] } : null;
}
