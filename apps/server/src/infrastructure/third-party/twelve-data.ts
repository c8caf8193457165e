/** Twelve Data: shares and funds of many exchanges. https://twelvedata.com/docs */
import { z } from 'zod';
import type { MarketDataProvider, ProviderFailure } from '../../domain/market-data/provider-port.ts';
import { nothingOffered } from './nothing-offered.ts';
import { presentHistory, presentQuote, requireSameSymbol } from './present-history.ts';
import { type AdapterParts, createProviderClient } from './provider-client.ts';
import { invalid } from './provider-failure.ts';
import { endOfDay, inAMinute } from './quota-ends.ts';
import { addressOf, type QuotedCurrency, readCurrency, requireSymbol } from './read-values.ts';

const host = 'api.twelvedata.com';
const rowsMax = 5000;
const meta = z.object({ symbol: z.string(), currency: z.string().optional() });
const series = z.object({ meta, values: z.array(z.object({ datetime: z.unknown(), close: z.unknown() })) });
const quote = meta.extend({ close: z.unknown(), previous_close: z.unknown().optional(), timestamp: z.number() });
const hits = z.object({
  data: z.array(
    z.object({
      symbol: z.string(),
      instrument_name: z.string(),
      exchange: z.string().nullish(),
      currency: z.string().nullish(),
    }),
  ),
});
const failure = z.object({ code: z.number(), message: z.string(), status: z.literal('error') });
/** What it says instead of an empty list. */
const emptyMessage = /no data is available/i;

export function twelveData(parts: AdapterParts, key: string): MarketDataProvider {
  const client = createProviderClient(parts, {
    provider: 'twelve-data',
    hosts: [host],
    limits: { perMinute: 8, perDay: 800 },
    secrets: [key],
    headers: { authorization: `apikey ${key}` },
    readError: readFailure,
  });
  return {
    ...nothingOffered('twelve-data', { search: true, history: true, quote: true, key: 'required' }),
    history: (request, signal) =>
      client.answer(async () => {
        const address = addressOf(host, ['time_series'], {
          symbol: requireSymbol(request.symbol),
          interval: '1day',
          start_date: request.from,
          end_date: `${request.to} 23:59:59`,
          outputsize: rowsMax,
          adjust: 'none',
        });
        const { meta, values } = await client.json(address, series, { signal });
        requireSameSymbol('twelve-data', symbolAlone(request.symbol), meta.symbol);
        return presentHistory({
          provider: 'twelve-data',
          request,
          rows: values.map(({ datetime, close }) => ({ date: datetime, close })),
          quoted: currencyOf(meta),
          closes: 'raw',
          now: client.now(),
        });
      }),
    quote: (symbol, signal) =>
      client.answer(async () => {
        const body = await client.json(addressOf(host, ['quote'], { symbol: requireSymbol(symbol) }), quote, {
          signal,
        });
        requireSameSymbol('twelve-data', symbolAlone(symbol), body.symbol);
        return presentQuote({
          provider: 'twelve-data',
          symbol,
          price: body.close,
          previousClose: body.previous_close,
          atMs: body.timestamp * 1000,
          quoted: currencyOf(body),
          now: client.now(),
        });
      }),
    search: (text, signal) =>
      client.answer(async () => {
        const { data } = await client.json(addressOf(host, ['symbol_search'], { symbol: text }), hits, { signal });
        return data.map(({ symbol, instrument_name, exchange, currency }) => ({
          symbol,
          name: instrument_name,
          exchange: exchange ?? null,
          currency: readCurrency(currency)?.currency ?? null,
        }));
      }),
  };
}

/** VOW3:XETR is answered as VOW3. */
function symbolAlone(symbol: string): string {
  return symbol.split(':')[0]!;
}

/** Pairs have no currency of their own: EUR/USD is quoted in dollars. */
function currencyOf({ symbol, currency }: z.output<typeof meta>): QuotedCurrency {
  const quoted = readCurrency(currency ?? symbol.split('/')[1]);
  if (quoted === null) throw invalid(`twelve-data does not say in which currency ${symbol.slice(0, 40)} is quoted`);
  return quoted;
}

function readFailure(body: unknown, status: number, now: Date): ProviderFailure | null {
  const read = failure.safeParse(body);
  if (!read.success) return null;
  const { code, message } = read.data;
  const said = `twelve-data: ${message.slice(0, 200)}`;
  if (code === 429) {
    return /for the day|daily/i.test(message)
      ? { kind: 'quota-used', message: said, until: endOfDay(now) }
      : { kind: 'rate-limited', message: said, until: inAMinute(now) };
  }
  if (code === 401) return { kind: 'unauthorised', message: 'twelve-data does not accept the key' };
  if (code === 403 || /available (starting )?with|upgrad|\bplan\b/i.test(message))
    return { kind: 'plan-excludes', message: said };
  if (code === 404 || emptyMessage.test(message)) return { kind: 'not-found', message: said };
  if (code >= 500 || status >= 500) return { kind: 'unavailable', message: said, until: null };
  return { kind: 'answer-invalid', message: said, quarantined: [] };
}
