/** Coinbase Exchange: prices of crypto pairs, without a key. https://docs.cdp.coinbase.com/exchange */
import { z } from 'zod';
import { dayFromIso, isoFromDay } from '../../domain/market-data/calendar.ts';
import { cryptoJumpMax } from '../../domain/market-data/plausible-move.ts';
import type { MarketDataProvider } from '../../domain/market-data/provider-port.ts';
import { currencyOfPair, isFinishedDay, knownCurrencyOfPair } from './crypto-currency.ts';
import { nothingOffered } from './nothing-offered.ts';
import { presentHistory, presentQuote, type RawHistoryPoint } from './present-history.ts';
import { type AdapterParts, createProviderClient } from './provider-client.ts';
import { failed } from './provider-failure.ts';
import { openStream } from './provider-stream.ts';
import { addressOf, dayOfMoment, requireSymbol } from './read-values.ts';

const host = 'api.exchange.coinbase.com';
const streamHost = 'ws-feed.exchange.coinbase.com';
const daySeconds = 86_400;
const candlesMax = 300;
const productsMax = 100;
const hitsMax = 20;

/** [time, low, high, open, close, volume], the latest first. */
const candles = z.array(z.array(z.unknown()).min(5));
const ticker = z.object({ price: z.unknown(), time: z.string() });
const products = z.array(z.object({ id: z.string(), base_currency: z.string(), quote_currency: z.string() }));
const tickerMessage = z.object({
  type: z.literal('ticker'),
  product_id: z.string(),
  price: z.string(),
  time: z.string(),
});

export function coinbase(parts: AdapterParts): MarketDataProvider {
  // 10 a second for one address; candles should "not be polled frequently".
  const client = createProviderClient(parts, { provider: 'coinbase', hosts: [host], limits: { perMinute: 120 } });
  return {
    ...nothingOffered('coinbase', { search: true, history: true, quote: true, stream: true, everyDay: true }),
    history: (request, signal) =>
      client.answer(async () => {
        const symbol = requireSymbol(request.symbol);
        const quoted = currencyOfPair(symbol);
        const rows: RawHistoryPoint[] = [];
        const last = dayFromIso(request.to);
        for (let from = dayFromIso(request.from); from <= last; from += candlesMax) {
          const [start, end] = [from, Math.min(from + candlesMax - 1, last)].map(isoFromDay);
          const address = addressOf(host, ['products', symbol, 'candles'], { granularity: daySeconds, start, end });
          for (const candle of await client.json(address, candles, { signal })) {
            rows.push({ date: dayOfMoment(candle[0], 1000), close: candle[4] });
          }
        }
        const now = client.now();
        return presentHistory({
          provider: 'coinbase',
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
        const address = addressOf(host, ['products', requireSymbol(symbol), 'ticker']);
        const { price, time } = await client.json(address, ticker, { signal });
        const quoted = currencyOfPair(symbol);
        return presentQuote({ provider: 'coinbase', symbol, price, atMs: Date.parse(time), quoted, now: client.now() });
      }),
    search: (text, signal) =>
      client.answer(async () => {
        const wanted = text.trim().toUpperCase();
        const all = await client.json(addressOf(host, ['products']), products, { signal });
        return all
          .filter(({ id, base_currency }) => base_currency === wanted || id.startsWith(wanted))
          .slice(0, hitsMax)
          .map(({ id, base_currency, quote_currency }) => ({
            symbol: id,
            name: `${base_currency} in ${quote_currency}`,
            exchange: 'Coinbase',
            currency: quote_currency,
          }));
      }),
    stream: (symbols, listener) => {
      if (symbols.length === 0 || symbols.length > productsMax) {
        return failed({ kind: 'unsupported', message: `coinbase streams 1 to ${productsMax} pairs such as BTC-USD` });
      }
      const open = openStream(parts, {
        provider: 'coinbase',
        address: `wss://${streamHost}/`,
        hosts: [streamHost],
        symbols,
        quotedIn: knownCurrencyOfPair,
        // One by one, as an unknown product fails all that are subscribed with it. Without heartbeats a quiet product looks like a
        // dead connection.
        greetings: symbols.map((symbol) => ({
          type: 'subscribe',
          product_ids: [symbol],
          channels: ['ticker', 'heartbeat'],
        })),
        readMessage: (message) => {
          const read = tickerMessage.safeParse(message);
          if (!read.success) return null;
          const { product_id, price, time } = read.data;
          return { symbol: product_id, price, atMs: Date.parse(time) };
        },
      });
      return { ok: true, value: open(listener) };
    },
  };
}
