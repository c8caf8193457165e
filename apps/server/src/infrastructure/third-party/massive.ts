/** Massive, once Polygon: shares of the United States. https://massive.com/docs/rest */
import { z } from 'zod';
import type { CorporateActions, MarketDataProvider, ProviderFailure } from '../../domain/market-data/provider-port.ts';
import { Money } from '../../domain/valuation/decimal-and-number.ts';
import { nothingOffered } from './nothing-offered.ts';
import { presentHistory, presentQuote, requireSameSymbol } from './present-history.ts';
import { type AdapterParts, createProviderClient } from './provider-client.ts';
import { invalid, notFound, unsupported } from './provider-failure.ts';
import { addressOf, dayOfMoment, readDay, readPrice, requireSymbol, usDollars } from './read-values.ts';

const host = 'api.massive.com';
const rowsMax = 50_000;
const bars = z.object({
  ticker: z.string(),
  status: z.enum(['OK', 'DELAYED']),
  adjusted: z.literal(false),
  resultsCount: z.number(),
  results: z.array(z.object({ t: z.unknown(), c: z.unknown() })).optional(),
});
const previous = z.object({
  ticker: z.string(),
  results: z.array(z.object({ t: z.number(), c: z.unknown() })).optional(),
});
const hits = z.object({
  results: z.array(z.object({ ticker: z.string(), name: z.string(), primary_exchange: z.string().optional() })),
});
const splits = z.object({
  results: z.array(z.object({ execution_date: z.unknown(), split_from: z.unknown(), split_to: z.unknown() })),
});
const dividends = z.object({
  results: z.array(
    z.object({ ex_dividend_date: z.unknown(), cash_amount: z.unknown(), currency: z.string().optional() }),
  ),
});
const failure = z.object({
  status: z.enum(['ERROR', 'NOT_AUTHORIZED', 'NOT_FOUND']),
  error: z.string().optional(),
  message: z.string().optional(),
});

export function massive(parts: AdapterParts, key: string): MarketDataProvider {
  const client = createProviderClient(parts, {
    provider: 'massive',
    hosts: [host],
    limits: { perMinute: 5 },
    secrets: [key],
    headers: { authorization: `Bearer ${key}` },
    readError: readFailure,
  });
  return {
    ...nothingOffered('massive', { search: true, history: true, quote: true, corporateActions: true, key: 'required' }),
    history: (request, signal) =>
      client.answer(async () => {
        const { from, to } = request;
        const symbol = requireShare(request.symbol);
        const path = ['v2', 'aggs', 'ticker', symbol, 'range', '1', 'day', from, to];
        const address = addressOf(host, path, { adjusted: 'false', sort: 'asc', limit: rowsMax });
        const { ticker, results = [], resultsCount } = await client.json(address, bars, { signal });
        requireSameSymbol('massive', symbol, ticker);
        if (results.length !== resultsCount) throw invalid('massive sent another number of bars than it says');
        return presentHistory({
          provider: 'massive',
          request,
          // A bar begins at midnight in New York, which is the same day in UTC.
          rows: results.map(({ t, c }) => ({ date: dayOfMoment(t, 1), close: c })),
          quoted: usDollars,
          closes: 'raw',
          now: client.now(),
        });
      }),
    corporateActions: ({ symbol, from, to }, signal) =>
      client.answer(async (): Promise<CorporateActions> => {
        const ticker = requireShare(symbol);
        const ofSplits = { ticker, 'execution_date.gte': from, 'execution_date.lte': to, limit: 1000 };
        const ofDividends = { ticker, 'ex_dividend_date.gte': from, 'ex_dividend_date.lte': to, limit: 1000 };
        const found = await client.json(addressOf(host, ['v3', 'reference', 'splits'], ofSplits), splits, { signal });
        const paid = await client.json(addressOf(host, ['v3', 'reference', 'dividends'], ofDividends), dividends, {
          signal,
        });
        return {
          splits: found.results.map(({ execution_date, split_from, split_to }) => {
            const [date, before, after] = [readDay(execution_date), readPrice(split_from), readPrice(split_to)];
            if (date === null || before === null || after === null) throw invalid('massive has a split that is none');
            return { date, ratio: new Money(after).div(before).toSignificantDigits(20).toFixed() };
          }),
          dividends: paid.results.map(({ ex_dividend_date, cash_amount, currency }) => {
            const [date, amount] = [readDay(ex_dividend_date), readPrice(cash_amount)];
            if (date === null || amount === null) throw invalid('massive has a dividend that is none');
            return { date, amount, currency: currency ?? 'USD' };
          }),
        };
      }),
    quote: (symbol, signal) =>
      client.answer(async () => {
        const address = addressOf(host, ['v2', 'aggs', 'ticker', requireShare(symbol), 'prev'], { adjusted: 'false' });
        const { ticker, results = [] } = await client.json(address, previous, { signal });
        requireSameSymbol('massive', symbol, ticker);
        const [bar] = results;
        if (bar === undefined) throw notFound(`massive has no last close of ${symbol}`);
        const now = client.now();
        return presentQuote({ provider: 'massive', symbol, price: bar.c, atMs: bar.t, quoted: usDollars, now });
      }),
    search: (text, signal) =>
      client.answer(async () => {
        const address = addressOf(host, ['v3', 'reference', 'tickers'], { search: text, market: 'stocks', limit: 20 });
        const { results } = await client.json(address, hits, { signal });
        return results.map(({ ticker, name, primary_exchange }) => ({
          symbol: ticker,
          name,
          exchange: primary_exchange ?? null,
          currency: 'USD',
        }));
      }),
  };
}

/** X:, C: and I: begin pairs and indices, which are quoted otherwise. */
function requireShare(symbol: string): string {
  if (symbol.includes(':')) throw unsupported('massive is asked for shares and funds of the United States');
  return requireSymbol(symbol);
}

function readFailure(body: unknown, status: number): ProviderFailure | null {
  const read = failure.safeParse(body);
  if (!read.success || status === 429) return null;
  const said = `massive: ${(read.data.error ?? read.data.message ?? read.data.status).slice(0, 200)}`;
  if (read.data.status === 'NOT_AUTHORIZED') return { kind: 'plan-excludes', message: said };
  if (read.data.status === 'NOT_FOUND') return { kind: 'not-found', message: said };
  if (status === 401) return { kind: 'unauthorised', message: 'massive does not accept the key' };
  return status >= 500
    ? { kind: 'unavailable', message: said, until: null }
    : { kind: 'answer-invalid', message: said, quarantined: [] };
}
