/** Tiingo: end-of-day prices of shares and funds of the United States. https://www.tiingo.com/documentation/end-of-day */
import { z } from 'zod';
import type { CorporateActions, HistoryRequest, MarketDataProvider } from '../../domain/market-data/provider-port.ts';
import { nothingOffered } from './nothing-offered.ts';
import { presentHistory, presentQuote } from './present-history.ts';
import { type AdapterParts, createProviderClient } from './provider-client.ts';
import { invalid } from './provider-failure.ts';
import { addressOf, readDay, readPrice, requireSymbol, usDollars } from './read-values.ts';

const host = 'api.tiingo.com';

const priceRow = z.object({
  date: z.unknown(),
  close: z.unknown(),
  adjClose: z.unknown(),
  divCash: z.number().nonnegative().nullish(),
  splitFactor: z.number().positive().nullish(),
});
const searchRows = z.array(
  z.object({ ticker: z.string(), name: z.string().nullable(), countryCode: z.string().nullish() }),
);

export function tiingo(parts: AdapterParts, key: string): MarketDataProvider {
  const client = createProviderClient(parts, {
    provider: 'tiingo',
    hosts: [host],
    // 50 an hour on the free plan: the refresh spreads what one minute would take.
    limits: { perMinute: 10, perDay: 1000 },
    secrets: [key],
    headers: { authorization: `Token ${key}` },
  });

  const readPrices = async (request: Pick<HistoryRequest, 'symbol' | 'from' | 'to'>, signal?: AbortSignal) => {
    const address = addressOf(host, ['tiingo', 'daily', requireSymbol(request.symbol), 'prices'], {
      startDate: request.from,
      endDate: request.to,
    });
    return client.json(address, z.array(priceRow), { signal });
  };

  return {
    ...nothingOffered('tiingo', { search: true, history: true, quote: true, corporateActions: true, key: 'required' }),
    history: (request, signal) =>
      client.answer(async () => {
        const rows = await readPrices(request, signal);
        return presentHistory({
          provider: 'tiingo',
          request,
          rows: rows.map((row) => ({ date: row.date, close: row.close, adjustedClose: row.adjClose })),
          quoted: usDollars,
          closes: 'raw',
          actions: actionsOf(rows),
          now: client.now(),
        });
      }),
    corporateActions: (request, signal) => client.answer(async () => actionsOf(await readPrices(request, signal))),
    quote: (symbol, signal) =>
      client.answer(async () => {
        const address = addressOf(host, ['tiingo', 'daily', requireSymbol(symbol), 'prices']);
        const [row] = await client.json(address, z.array(priceRow), { signal });
        const day = readDay(row?.date);
        if (row === undefined || day === null) throw invalid(`tiingo has no latest price of ${symbol}`);
        // A close, of which only the day is known: the bell rings at four o'clock in New York.
        const atMs = Math.min(Date.parse(`${day}T21:00:00Z`), client.now().getTime());
        return presentQuote({
          provider: 'tiingo',
          symbol,
          price: row.close,
          atMs,
          quoted: usDollars,
          now: client.now(),
        });
      }),
    search: (text, signal) =>
      client.answer(async () => {
        const rows = await client.json(
          addressOf(host, ['tiingo', 'utilities', 'search'], { query: text }),
          searchRows,
          {
            signal,
          },
        );
        return rows.map(({ ticker, name }) => ({
          symbol: ticker,
          name: name ?? ticker,
          exchange: null,
          currency: 'USD',
        }));
      }),
  };
}

function actionsOf(rows: readonly z.output<typeof priceRow>[]): CorporateActions {
  const dated = rows.flatMap((row) => {
    const date = readDay(row.date);
    return date === null ? [] : [{ date, ratio: readPrice(row.splitFactor), amount: readPrice(row.divCash) }];
  });
  return {
    splits: dated.flatMap(({ date, ratio }) => (ratio === null || Number(ratio) === 1 ? [] : [{ date, ratio }])),
    dividends: dated.flatMap(({ date, amount }) => (amount === null ? [] : [{ date, amount, currency: 'USD' }])),
  };
}
