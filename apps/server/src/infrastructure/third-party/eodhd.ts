/** EODHD: end-of-day prices of exchanges all over the world. https://eodhd.com/financial-apis */
import { z } from 'zod';
import type { CorporateActions, MarketDataProvider, ProviderFailure } from '../../domain/market-data/provider-port.ts';
import { Money } from '../../domain/valuation/decimal-and-number.ts';
import { currencyOfSymbol } from './exchange-currency.ts';
import { nothingOffered } from './nothing-offered.ts';
import { presentHistory, presentQuote, requireSameSymbol } from './present-history.ts';
import { type AdapterParts, createProviderClient } from './provider-client.ts';
import { invalid, notFound } from './provider-failure.ts';
import { endOfDay } from './quota-ends.ts';
import { addressOf, readCurrency, readDay, readPrice, requireSymbol } from './read-values.ts';

const host = 'eodhd.com';
const rows = z.array(z.object({ date: z.unknown(), close: z.unknown(), adjusted_close: z.unknown() }));
const quote = z.object({
  code: z.string(),
  timestamp: z.union([z.number(), z.literal('NA')]),
  close: z.unknown(),
  previousClose: z.unknown().optional(),
});
const hits = z.array(
  z.object({ Code: z.string(), Exchange: z.string(), Name: z.string(), Currency: z.string().nullish() }),
);
const splits = z.array(z.object({ date: z.unknown(), split: z.string() }));
const dividends = z.array(z.object({ date: z.unknown(), value: z.unknown(), currency: z.string().nullish() }));

export function eodhd(parts: AdapterParts, key: string): MarketDataProvider {
  const client = createProviderClient(parts, {
    provider: 'eodhd',
    hosts: [host],
    limits: { perMinute: 20, perDay: 20 },
    secrets: [key],
    readError: readFailure,
  });
  const address = (path: readonly string[], parameters: Record<string, string> = {}) =>
    addressOf(host, ['api', ...path], { api_token: key, fmt: 'json', ...parameters });

  return {
    ...nothingOffered('eodhd', { search: true, history: true, quote: true, corporateActions: true, key: 'required' }),
    history: (request, signal) =>
      client.answer(async () => {
        const { from, to } = request;
        const quoted = currencyOfSymbol(request.symbol, request.currency);
        const body = await client.json(
          address(['eod', requireSymbol(request.symbol)], { period: 'd', from, to }),
          rows,
          {
            signal,
          },
        );
        return presentHistory({
          provider: 'eodhd',
          request,
          rows: body.map(({ date, close, adjusted_close }) => ({ date, close, adjustedClose: adjusted_close })),
          quoted,
          closes: 'raw',
          now: client.now(),
        });
      }),
    corporateActions: ({ symbol, from, to, currency }, signal) =>
      client.answer(async (): Promise<CorporateActions> => {
        const found = await client.json(address(['splits', requireSymbol(symbol)], { from, to }), splits, { signal });
        const paid = await client.json(address(['div', requireSymbol(symbol)], { from, to }), dividends, { signal });
        return {
          splits: found.map(({ date, split }) => ({ date: requireDay(date), ratio: readRatio(split) })),
          dividends: paid.map(({ date, value, currency: code }) => {
            const amount = readPrice(value);
            const quoted = readCurrency(code) ?? currencyOfSymbol(symbol, currency);
            if (amount === null) throw invalid('eodhd has a dividend that is no amount');
            return { date: requireDay(date), amount, currency: quoted.currency };
          }),
        };
      }),
    quote: (symbol, signal) =>
      client.answer(async () => {
        const body = await client.json(address(['real-time', requireSymbol(symbol)]), quote, { signal });
        requireSameSymbol('eodhd', symbol, body.code);
        if (body.timestamp === 'NA') throw notFound(`eodhd has no quote of ${symbol}`);
        return presentQuote({
          provider: 'eodhd',
          symbol,
          price: body.close,
          previousClose: body.previousClose,
          atMs: body.timestamp * 1000,
          quoted: currencyOfSymbol(symbol, undefined),
          now: client.now(),
        });
      }),
    search: (text, signal) =>
      client.answer(async () => {
        const body = await client.json(address(['search', text.slice(0, 60)]), hits, { signal });
        return body.map(({ Code, Exchange, Name, Currency }) => ({
          symbol: `${Code}.${Exchange}`,
          name: Name,
          exchange: Exchange,
          currency: readCurrency(Currency)?.currency ?? null,
        }));
      }),
  };
}

/** 402 is how EODHD says that the requests of the day are used. */
function readFailure(_: unknown, status: number, now: Date): ProviderFailure | null {
  if (status !== 402) return null;
  return { kind: 'quota-used', message: 'the requests a day of eodhd are used', until: endOfDay(now) };
}

function requireDay(value: unknown): string {
  const day = readDay(value);
  if (day === null) throw invalid('eodhd has a corporate action on a day that is none');
  return day;
}

/** "4.000000/1.000000" is four new shares for one old one. */
function readRatio(text: string): string {
  const [after, before] = text.split('/').map(readPrice);
  if (after == null || before == null) throw invalid(`eodhd has a split of ${text.slice(0, 40)}, which is no ratio`);
  return new Money(after).div(before).toSignificantDigits(20).toFixed();
}
