/** Alpha Vantage: shares of several exchanges; 25 requests a day without a plan. https://www.alphavantage.co/documentation/ */
import { z } from 'zod';
import { dayFromIso } from '../../domain/market-data/calendar.ts';
import type { MarketDataProvider, ProviderFailure } from '../../domain/market-data/provider-port.ts';
import { currencyOfSymbol } from './exchange-currency.ts';
import { nothingOffered } from './nothing-offered.ts';
import { presentHistory, presentQuote, requireSameSymbol } from './present-history.ts';
import { type AdapterParts, createProviderClient } from './provider-client.ts';
import { invalid, notFound } from './provider-failure.ts';
import { endOfDay, inAMinute } from './quota-ends.ts';
import { addressOf, readCurrency, readDay, requireSymbol } from './read-values.ts';

const host = 'www.alphavantage.co';
/** The compact answer has the last hundred points; more is for plans that are paid for. */
const compactDays = 140;
const daily = z.object({
  'Meta Data': z.object({ '2. Symbol': z.string() }),
  'Time Series (Daily)': z.record(z.string(), z.object({ '4. close': z.unknown() })),
});
const quote = z.object({
  'Global Quote': z.object({
    '01. symbol': z.string().optional(),
    '05. price': z.unknown().optional(),
    '07. latest trading day': z.unknown().optional(),
    '08. previous close': z.unknown().optional(),
  }),
});
const hits = z.object({
  bestMatches: z.array(
    z.object({ '1. symbol': z.string(), '2. name': z.string(), '4. region': z.string(), '8. currency': z.string() }),
  ),
});
/** Refusals come with status 200, under one of three names. */
const refusal = z.object({
  Note: z.string().optional(),
  Information: z.string().optional(),
  'Error Message': z.string().optional(),
});

export function alphaVantage(parts: AdapterParts, key: string): MarketDataProvider {
  const client = createProviderClient(parts, {
    provider: 'alpha-vantage',
    hosts: [host],
    limits: { perMinute: 5, perDay: 25 },
    secrets: [key],
    readError: readFailure,
  });
  const address = (parameters: Record<string, string>) => addressOf(host, ['query'], { ...parameters, apikey: key });
  return {
    ...nothingOffered('alpha-vantage', { search: true, history: true, quote: true, key: 'required' }),
    history: (request, signal) =>
      client.answer(async () => {
        const quoted = currencyOfSymbol(request.symbol, request.currency);
        const now = client.now();
        const age = now.getTime() / 86_400_000 - dayFromIso(request.from);
        const body = await client.json(
          address({
            function: 'TIME_SERIES_DAILY',
            symbol: requireSymbol(request.symbol),
            outputsize: age > compactDays ? 'full' : 'compact',
          }),
          daily,
          { signal, inspect: refuseRepeatedDays },
        );
        requireSameSymbol('alpha-vantage', request.symbol, body['Meta Data']['2. Symbol']);
        const points = Object.entries(body['Time Series (Daily)']);
        return presentHistory({
          provider: 'alpha-vantage',
          request,
          rows: points.map(([date, point]) => ({ date, close: point['4. close'] })),
          quoted,
          closes: 'raw',
          now,
        });
      }),
    quote: (symbol, signal) =>
      client.answer(async () => {
        const body = await client.json(address({ function: 'GLOBAL_QUOTE', symbol: requireSymbol(symbol) }), quote, {
          signal,
        });
        const found = body['Global Quote'];
        if (found['01. symbol'] === undefined) throw notFound(`alpha-vantage does not know ${symbol}`);
        requireSameSymbol('alpha-vantage', symbol, found['01. symbol']);
        const day = readDay(found['07. latest trading day']);
        if (day === null) throw invalid('alpha-vantage has a quote without a day');
        const now = client.now();
        return presentQuote({
          provider: 'alpha-vantage',
          symbol,
          price: found['05. price'],
          previousClose: found['08. previous close'],
          atMs: Math.min(Date.parse(`${day}T21:00:00Z`), now.getTime()),
          quoted: currencyOfSymbol(symbol, undefined),
          now,
        });
      }),
    search: (text, signal) =>
      client.answer(async () => {
        const { bestMatches } = await client.json(address({ function: 'SYMBOL_SEARCH', keywords: text }), hits, {
          signal,
        });
        return bestMatches.map((match) => ({
          symbol: match['1. symbol'],
          name: match['2. name'],
          exchange: match['4. region'],
          currency: readCurrency(match['8. currency'])?.currency ?? null,
        }));
      }),
  };
}

/** A key that comes twice in an object is silently taken the second time by every JSON parser. */
function refuseRepeatedDays(text: string): void {
  const days = text.match(/"\d{4}-\d{2}-\d{2}"\s*:/g) ?? [];
  if (new Set(days).size !== days.length) throw invalid('alpha-vantage sent the same day twice');
}

function readFailure(body: unknown, _status: number, now: Date): ProviderFailure | null {
  const read = refusal.safeParse(body);
  if (!read.success) return null;
  const text = read.data.Note ?? read.data.Information;
  if (text !== undefined) {
    const message = `alpha-vantage: ${text.slice(0, 300)}`;
    if (/per day/i.test(text)) return { kind: 'quota-used', message, until: endOfDay(now) };
    if (/rate limit|frequency|per (second|minute)|spread/i.test(text)) {
      return { kind: 'rate-limited', message, until: inAMinute(now) };
    }
    if (/premium/i.test(text)) return { kind: 'plan-excludes', message };
    return { kind: 'unavailable', message, until: null };
  }
  const error = read.data['Error Message'];
  if (error === undefined) return null;
  if (/api ?key/i.test(error)) return { kind: 'unauthorised', message: 'alpha-vantage does not accept the key' };
  return { kind: 'not-found', message: `alpha-vantage: ${error.slice(0, 200)}` };
}
