/** Streams of quotes: what is passed on, what is dropped, and how they come back. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import type { ProviderStream, StreamedQuote, StreamState } from '../../src/domain/market-data/provider-port.ts';
import { binance } from '../../src/infrastructure/third-party/binance.ts';
import { coinbase } from '../../src/infrastructure/third-party/coinbase.ts';
import { createEgress, type Egress } from '../../src/infrastructure/third-party/egress/egress.ts';
import { simulated } from '../../src/infrastructure/third-party/simulated.ts';
import { createFixedClock } from './fixed-clock.ts';
import { type ProviderServer, startProviderServer } from './provider-server.ts';

const clock = createFixedClock('2026-11-20T22:00:00.000Z');
const streamPatience = { firstWaitMs: 20, waitMsMax: 80, silenceMs: 300 };
const present = clock.now().getTime();
let server: ProviderServer;
let egress: Egress;
let stream: ProviderStream | undefined;
let quotes: StreamedQuote[];
let states: StreamState[];
const listener = {
  quote: (quote: StreamedQuote) => void quotes.push(quote),
  state: (state: StreamState) => void states.push(state),
};

beforeEach(async () => {
  server = await startProviderServer(['data-stream.binance.vision', 'ws-feed.exchange.coinbase.com']);
  egress = createEgress({ allowedLoopback: server.allowedLoopback });
  quotes = [];
  states = [];
});
afterEach(async () => {
  stream?.close();
  egress.close();
  await server.close();
});

const open = (parts = { egress, clock, streamPatience }) => {
  const answer = binance(parts).stream(['BTCUSDT', 'ETHUSDT'], listener);
  if (!answer.ok) throw new Error(answer.failure.message);
  stream = answer.value;
};
const kline = (price: unknown, atMs = present, symbol = 'BTCUSDT') =>
  JSON.stringify({
    stream: `${symbol.toLowerCase()}@kline_1m`,
    data: { e: 'kline', E: atMs, s: symbol, k: { t: atMs, s: symbol, i: '1m', c: price, x: false } },
  });
const until = async (condition: () => boolean) => {
  await expect.poll(condition, { timeout: 5_000, interval: 10 }).toBe(true);
};

test('Binance: candles of a minute become quotes', async () => {
  server.streamWith((socket, request) => {
    expect(request.url).toBe('/stream?streams=btcusdt@kline_1m/ethusdt@kline_1m');
    socket.send(kline('64000.10'));
    socket.send(kline('3100.5', present + 5, 'ETHUSDT'));
  });
  open();
  await until(() => quotes.length === 2);
  expect(quotes).toEqual([
    { symbol: 'BTCUSDT', price: '64000.10', currency: 'USD', at: '2026-11-20T22:00:00.000Z' },
    { symbol: 'ETHUSDT', price: '3100.5', currency: 'USD', at: '2026-11-20T22:00:00.005Z' },
  ]);
  expect(states).toEqual(['connecting', 'open']);
});

test('what is no price, not asked for, from the future or from before is dropped', async () => {
  server.streamWith((socket) => {
    const wrong = ['NaN', '-1', '0', '1e999', 'x', 5, null];
    for (const price of wrong) socket.send(kline(price));
    socket.send('not JSON');
    socket.send(Buffer.from('binary'));
    socket.send('{"result":null,"id":1}');
    socket.send(kline('1', present, 'DOGEUSDT'));
    socket.send(kline('64000', present + 3_600_000));
    socket.send(kline('64000', present));
    socket.send(kline('63000', present - 1));
    socket.send(kline('6400000', present + 1));
    socket.send(kline('64001', present + 2));
  });
  open();
  await until(() => quotes.length === 2);
  expect(quotes.map(({ price }) => price)).toEqual(['64000', '64001']);
});

test('a new level is believed when it stays', async () => {
  server.streamWith((socket) => {
    socket.send(kline('10', present));
    for (let index = 1; index <= 5; index += 1) socket.send(kline('30', present + index));
  });
  open();
  await until(() => quotes.length === 2);
  expect(quotes.map(({ price }) => price)).toEqual(['10', '30']);
});

test('it comes back when it is cut off, when nothing is heard, and when the frames are too large', async () => {
  const ways: ((socket: WebSocket) => void)[] = [
    (socket) => socket.terminate(),
    () => {},
    (socket) => socket.send('x'.repeat(2_000_000)),
    (socket) => socket.close(1001),
    (socket) => socket.send(kline('64000')),
  ];
  let connections = 0;
  server.streamWith((socket) => ways[Math.min(connections++, ways.length - 1)]!(socket));
  open();
  await until(() => quotes.length === 1);
  expect(connections).toBe(5);
  expect(states.filter((state) => state === 'waiting')).toHaveLength(4);
  stream!.close();
  expect(states.at(-1)).toBe('closed');
  const count = connections;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(connections).toBe(count);
});

test('a server that is not there is tried again, and closing ends it', async () => {
  const away = createEgress({
    allowedLoopback: { ...server.allowedLoopback, ports: new Map([['data-stream.binance.vision', 1]]) },
  });
  open({ egress: away, clock, streamPatience });
  await until(() => states.filter((state) => state === 'waiting').length >= 3);
  stream!.close();
  const count = states.length;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(states.length).toBe(count);
  away.close();
});

test('Coinbase: it subscribes to tickers and heartbeats', async () => {
  const heard: unknown[] = [];
  server.streamWith((socket) => {
    socket.on('message', (data: Buffer) => {
      heard.push(JSON.parse(data.toString()));
      socket.send(JSON.stringify({ type: 'subscriptions', channels: [] }));
      socket.send(
        JSON.stringify({ type: 'heartbeat', sequence: 1, product_id: 'BTC-USD', time: '2026-11-20T21:59:59Z' }),
      );
      socket.send(
        JSON.stringify({
          type: 'ticker',
          sequence: 2,
          product_id: 'BTC-USD',
          price: '64000.5',
          time: '2026-11-20T21:59:59.500000Z',
        }),
      );
    });
  });
  const answer = coinbase({ egress, clock, streamPatience }).stream(['BTC-USD'], listener);
  if (answer.ok) stream = answer.value;
  await until(() => quotes.length === 1);
  expect(heard).toEqual([{ type: 'subscribe', product_ids: ['BTC-USD'], channels: ['ticker', 'heartbeat'] }]);
  expect(quotes).toEqual([{ symbol: 'BTC-USD', price: '64000.5', currency: 'USD', at: '2026-11-20T21:59:59.500Z' }]);
});

test('too many symbols, or names that are none, are refused before anything is asked', () => {
  const parts = { egress, clock, streamPatience };
  const refused = { ok: false, failure: { kind: 'unsupported' } };
  expect(binance(parts).stream([], listener)).toMatchObject(refused);
  expect(binance(parts).stream(['btc@trade/x'], listener)).toMatchObject(refused);
  expect(
    coinbase(parts).stream(
      Array.from({ length: 101 }, () => 'BTC-USD'),
      listener,
    ),
  ).toMatchObject(refused);
  expect(states).toEqual([]);
});

test('the simulated market moves every second', async () => {
  const market = simulated({ clock });
  const found = await market.search('');
  const symbol = found.ok ? found.value[0]!.symbol : '';
  expect(market.stream(['NONE'], listener)).toMatchObject({ ok: false, failure: { kind: 'not-found' } });
  const answer = market.stream([symbol], listener);
  if (answer.ok) stream = answer.value;
  await until(() => quotes.length >= 2);
  expect(quotes[0]).toMatchObject({ symbol, at: '2026-11-20T22:00:00.000Z' });
  expect(Number(quotes[0]!.price)).toBeGreaterThan(0);
});
