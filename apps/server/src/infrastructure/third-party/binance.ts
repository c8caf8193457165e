/** Binance: prices of crypto pairs, without a key. https://developers.binance.com/docs/binance-spot-api-docs */
import { z } from 'zod';
import { dayFromIso } from '../../domain/market-data/calendar.ts';
import { cryptoJumpMax } from '../../domain/market-data/plausible-move.ts';
import type { MarketDataProvider, ProviderFailure } from '../../domain/market-data/provider-port.ts';
import { currencyOfPair, isFinishedDay, knownCurrencyOfPair } from './crypto-currency.ts';
import { nothingOffered } from './nothing-offered.ts';
import { presentHistory, presentQuote, type RawHistoryPoint, requireSameSymbol } from './present-history.ts';
import { type AdapterParts, createProviderClient } from './provider-client.ts';
import { failed } from './provider-failure.ts';
import { openStream } from './provider-stream.ts';
import { addressOf, dayOfMoment, requireSymbol } from './read-values.ts';

const host = 'data-api.binance.vision';
const streamHost = 'data-stream.binance.vision';
const dayMs = 86_400_000;
const candlesMax = 1000;
const streamsMax = 200;

/** [open time, open, high, low, close, volume, close time, …] */
const candles = z.array(z.array(z.unknown()).min(7));
const ticker = z.object({
  symbol: z.string(),
  lastPrice: z.unknown(),
  prevClosePrice: z.unknown().optional(),
  closeTime: z.number(),
});
const failure = z.object({ code: z.number(), msg: z.string() });
const klineMessage = z.object({
  data: z.object({ e: z.literal('kline'), E: z.number(), s: z.string(), k: z.object({ c: z.string() }) }),
});

export function binance(parts: AdapterParts): MarketDataProvider {
  const client = createProviderClient(parts, {
    provider: 'binance',
    hosts: [host],
    // A candle request weighs 2 of 6000 a minute; staying far below keeps the address from being banned.
    limits: { perMinute: 300 },
    readError: readFailure,
  });
  return {
    ...nothingOffered('binance', { history: true, quote: true, stream: true, everyDay: true }),
    history: (request, signal) =>
      client.answer(async () => {
        const symbol = requireSymbol(request.symbol);
        const quoted = currencyOfPair(symbol);
        const rows: RawHistoryPoint[] = [];
        const last = dayFromIso(request.to);
        for (let from = dayFromIso(request.from); from <= last; from += candlesMax) {
          const to = Math.min(from + candlesMax - 1, last);
          const range = { startTime: from * dayMs, endTime: (to + 1) * dayMs - 1 };
          const address = addressOf(host, ['api', 'v3', 'klines'], {
            symbol,
            interval: '1d',
            ...range,
            limit: candlesMax,
          });
          for (const candle of await client.json(address, candles, { signal })) {
            rows.push({ date: dayOfMoment(candle[0], 1), close: candle[4] });
          }
        }
        const now = client.now();
        return presentHistory({
          provider: 'binance',
          request,
          rows: rows.filter(({ date }) => typeof date !== 'string' || isFinishedDay(date, now)),
          quoted,
          closes: 'raw',
          jumpMax: cryptoJumpMax,
          everyDay: true,
          now,
        });
      }),
    quote: (symbol, signal) =>
      client.answer(async () => {
        const address = addressOf(host, ['api', 'v3', 'ticker', '24hr'], { symbol: requireSymbol(symbol) });
        const body = await client.json(address, ticker, { signal });
        requireSameSymbol('binance', symbol, body.symbol);
        return presentQuote({
          provider: 'binance',
          symbol,
          price: body.lastPrice,
          previousClose: body.prevClosePrice,
          atMs: body.closeTime,
          quoted: currencyOfPair(symbol),
          now: client.now(),
        });
      }),
    stream: (symbols, listener) => {
      if (
        symbols.length === 0 ||
        symbols.length > streamsMax ||
        !symbols.every((symbol) => /^[A-Za-z0-9]{4,20}$/.test(symbol))
      ) {
        return failed({ kind: 'unsupported', message: `binance streams 1 to ${streamsMax} pairs such as BTCUSDT` });
      }
      const names = symbols.map((symbol) => `${symbol.toLowerCase()}@kline_1m`).join('/');
      const open = openStream(parts, {
        provider: 'binance',
        address: `wss://${streamHost}/stream?streams=${names}`,
        hosts: [streamHost],
        symbols,
        quotedIn: knownCurrencyOfPair,
        readMessage: (message) => {
          const read = klineMessage.safeParse(message);
          if (!read.success) return null;
          const { E, s, k } = read.data.data;
          return { symbol: s, price: k.c, atMs: E };
        },
      });
      return { ok: true, value: open(listener) };
    },
  };
}

function readFailure(body: unknown): ProviderFailure | null {
  const read = failure.safeParse(body);
  if (!read.success) return null;
  if (read.data.code === -1121) return { kind: 'not-found', message: 'binance does not know this pair' };
  return { kind: 'answer-invalid', message: `binance: ${read.data.msg.slice(0, 120)}`, quarantined: [] };
}
