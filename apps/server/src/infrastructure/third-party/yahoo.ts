/**
 * Yahoo Finance, by choice only: nothing of it is documented or promised, and addresses of data centres are turned away for long.
 */
import { z } from 'zod';
import { dayFromIso } from '../../domain/market-data/calendar.ts';
import type { CorporateActions, HistoryRequest, MarketDataProvider } from '../../domain/market-data/provider-port.ts';
import { Money } from '../../domain/valuation/decimal-and-number.ts';
import { nothingOffered } from './nothing-offered.ts';
import { presentHistory, presentQuote, requireSameSymbol } from './present-history.ts';
import { type AdapterParts, createProviderClient } from './provider-client.ts';
import { invalid, notFound } from './provider-failure.ts';
import {
  addressOf,
  dayOfMoment,
  inWholeUnits,
  type QuotedCurrency,
  readCurrency,
  readPrice,
  requireSymbol,
} from './read-values.ts';

const host = 'query1.finance.yahoo.com';
const daySeconds = 86_400;
const result = z.object({
  meta: z.object({
    symbol: z.string(),
    currency: z.string(),
    gmtoffset: z.number(),
    regularMarketPrice: z.unknown().optional(),
    regularMarketTime: z.number(),
    chartPreviousClose: z.unknown().optional(),
  }),
  timestamp: z.array(z.unknown()).optional(),
  indicators: z.object({
    quote: z.array(z.object({ close: z.array(z.unknown()).optional() })),
    adjclose: z.array(z.object({ adjclose: z.array(z.unknown()) })).optional(),
  }),
  events: z
    .object({
      dividends: z.record(z.string(), z.object({ date: z.unknown(), amount: z.unknown() })).optional(),
      splits: z
        .record(z.string(), z.object({ date: z.unknown(), numerator: z.unknown(), denominator: z.unknown() }))
        .optional(),
    })
    .optional(),
});
const chart = z.object({ chart: z.object({ result: z.array(result).nullable() }) });
const hits = z.object({
  quotes: z.array(z.object({ symbol: z.string(), shortname: z.string().optional(), exchange: z.string().optional() })),
});
type Chart = z.output<typeof result>;

export function yahoo(parts: AdapterParts): MarketDataProvider {
  const client = createProviderClient(parts, {
    provider: 'yahoo',
    hosts: [host],
    limits: { perMinute: 30, perDay: 1000 },
  });

  const readChart = async (symbol: string, range: Record<string, string | number>, signal?: AbortSignal) => {
    const address = addressOf(host, ['v8', 'finance', 'chart', requireSymbol(symbol)], { interval: '1d', ...range });
    const body = await client.json(address, chart, { signal });
    const [found] = body.chart.result ?? [];
    if (found === undefined) throw notFound(`yahoo does not know ${symbol}`);
    requireSameSymbol('yahoo', symbol, found.meta.symbol);
    const quoted = readCurrency(found.meta.currency);
    if (quoted === null) throw invalid(`yahoo does not say in which currency ${symbol} is quoted`);
    return { found, quoted };
  };
  const readRange = ({ symbol, from, to }: Pick<HistoryRequest, 'symbol' | 'from' | 'to'>, signal?: AbortSignal) => {
    const range = { period1: dayFromIso(from) * daySeconds, period2: (dayFromIso(to) + 1) * daySeconds };
    return readChart(symbol, { ...range, events: 'div,splits' }, signal);
  };

  return {
    ...nothingOffered('yahoo', { search: true, history: true, quote: true, corporateActions: true }),
    history: (request, signal) =>
      client.answer(async () => {
        const { found, quoted } = await readRange(request, signal);
        return presentHistory({
          provider: 'yahoo',
          request,
          rows: rowsOf(found, client.now()),
          quoted,
          closes: 'split-adjusted',
          actions: actionsOf(found, quoted),
          now: client.now(),
        });
      }),
    corporateActions: (request, signal) =>
      client.answer(async () => {
        const { found, quoted } = await readRange(request, signal);
        return actionsOf(found, quoted);
      }),
    quote: (symbol, signal) =>
      client.answer(async () => {
        const { found, quoted } = await readChart(symbol, { range: '1d' }, signal);
        const { regularMarketPrice, regularMarketTime, chartPreviousClose } = found.meta;
        return presentQuote({
          provider: 'yahoo',
          symbol,
          price: regularMarketPrice,
          previousClose: chartPreviousClose,
          atMs: regularMarketTime * 1000,
          quoted,
          now: client.now(),
        });
      }),
    search: (text, signal) =>
      client.answer(async () => {
        const { quotes } = await client.json(addressOf(host, ['v1', 'finance', 'search'], { q: text }), hits, {
          signal,
        });
        return quotes.map(({ symbol, shortname, exchange }) => ({
          symbol,
          name: shortname ?? symbol,
          exchange: exchange ?? null,
          currency: null,
        }));
      }),
  };
}

/** The bar of the present day in the time of the exchange is left out: its close is the last price, and may be none yet. */
function rowsOf({ timestamp = [], indicators, meta }: Chart, now: Date) {
  const closes = indicators.quote[0]?.close ?? [];
  const adjusted = indicators.adjclose?.[0]?.adjclose;
  if (closes.length !== timestamp.length || (adjusted !== undefined && adjusted.length !== timestamp.length)) {
    throw invalid('yahoo sent another number of prices than of days');
  }
  const today = dayOfMoment(Math.floor(now.getTime() / 1000), 1000, meta.gmtoffset);
  return timestamp
    .map((time, index) => ({
      date: dayOfMoment(time, 1000, meta.gmtoffset),
      close: closes[index],
      ...(adjusted === undefined ? {} : { adjustedClose: adjusted[index] }),
    }))
    .filter(({ date }) => date === null || date !== today);
}

function actionsOf({ events = {}, meta }: Chart, quoted: QuotedCurrency): CorporateActions {
  return {
    splits: Object.values(events.splits ?? {}).map(({ date, numerator, denominator }) => {
      const [day, after, before] = [
        dayOfMoment(date, 1000, meta.gmtoffset),
        readPrice(numerator),
        readPrice(denominator),
      ];
      if (day === null || after === null || before === null) throw invalid('yahoo has a split that is none');
      return { date: day, ratio: new Money(after).div(before).toSignificantDigits(20).toFixed() };
    }),
    dividends: Object.values(events.dividends ?? {}).map(({ date, amount }) => {
      const [day, paid] = [dayOfMoment(date, 1000, meta.gmtoffset), readPrice(amount)];
      if (day === null || paid === null) throw invalid('yahoo has a dividend that is none');
      return { date: day, amount: inWholeUnits(paid, quoted), currency: quoted.currency };
    }),
  };
}
