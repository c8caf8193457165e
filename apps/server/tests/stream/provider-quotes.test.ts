/** Live prices of an asset that a provider feeds, from a server that streams as Binance does: told, interrupted, doubted, switched off. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AssetRefresh, LiveQuote, Portfolio } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { createEgress } from '../../src/infrastructure/third-party/egress/egress.ts';
import { makePeople, type People } from '../access/people.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { until } from '../support/wait.ts';
import { type ProviderServer, startProviderServer } from '../third-party/provider-server.ts';
import { type LiveConnection, openLive } from './live-clients.ts';

const dayMs = 86_400_000;
const close = 90_000;
/** The stream drops a leap as long as it is not said so often: what stays is held against the close alone. */
const believedAfter = 5;
let server: ProviderServer;
let application: TestApplication;
let people: People;
let owner: { readonly token: string };
let friend: { readonly token: string; readonly email: string };
let asset: AssetRefresh['asset'];
let portfolio: Portfolio;
let content: object;
/** Connections to the provider, each with the streams that it asked for. */
const streams: { readonly socket: WebSocket; readonly url: string }[] = [];
const opened: LiveConnection[] = [];

const api = <Body>(token: string, method: string, path: string, json?: unknown) =>
  application.ask<Body>(method, `/api/v1${path}`, { token, ...(json === undefined ? {} : { json }) });
const open = async (token: string) => {
  const connection = await openLive(application, token);
  opened.push(connection);
  return connection;
};
const quotesOf = (connection: LiveConnection): LiveQuote[] => connection.of('quotes').flatMap(({ quotes }) => quotes);
const doubts = () => application.logged.filter((line) => line.includes('is not believed'));
/** As of now, at the newest connection. */
function stream(price: string): void {
  const E = Date.now();
  const data = { e: 'kline', E, s: 'BTCUSDT', k: { t: E, s: 'BTCUSDT', i: '1m', c: price, x: false } };
  streams.at(-1)!.socket.send(JSON.stringify({ stream: 'btcusdt@kline_1m', data }));
}

beforeAll(async () => {
  server = await startProviderServer(['data-api.binance.vision', 'data-stream.binance.vision']);
  server.answerWith((request, response) => {
    const { searchParams } = new URL(request.url!, 'https://data-api.binance.vision');
    const [from, to] = [Number(searchParams.get('startTime')), Number(searchParams.get('endTime'))];
    const yesterday = Math.floor(Date.now() / dayMs - 1) * dayMs;
    const days = Array.from({ length: 30 }, (_, back) => yesterday - back * dayMs).toReversed();
    const rows = days
      .filter((day) => day >= from && day <= to)
      .map((day) => [day, '1', '1', '1', `${close}.00000000`, '5', day + dayMs - 1]);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(rows));
  });
  server.streamWith((socket, { url = '' }) => void streams.push({ socket, url }));
  const egress = createEgress({ allowedLoopback: server.allowedLoopback });
  application = await startTestApplication({ replaced: { egress } });
  people = await makePeople(application);
  const [advisor, analyst] = [await people.person('advisor'), await people.person('analyst')];
  owner = await people.session(advisor.userId);
  friend = { ...analyst, ...(await people.session(analyst.userId)) };
  const coin = { provider: 'binance', providerSymbol: 'BTCUSDT', assetClass: 'crypto' };
  const followed = await api<AssetRefresh>(owner.token, 'POST', '/market-data/assets', { ...coin, currency: 'USD' });
  ({ asset } = followed.body);
  const allocation = { kind: 'quantities', items: [{ assetId: asset.id, quantity: '2' }] };
  content = { name: 'Coins', baseCurrency: 'USD', allocation };
  portfolio = (await api<Portfolio>(owner.token, 'POST', '/portfolios', content)).body;
});
afterAll(async () => {
  for (const { socket } of opened) socket.terminate();
  await people.close();
  await application.stop();
  await server.close();
});

test('its prices reach whoever watches; cut off it connects again; what is absurd is not told; the portfolio follows', async () => {
  expect(asset.prices.count).toBe(30);
  expect(portfolio.totalValue).toBe('180000.00');
  const connection = await open(owner.token);
  connection.say({ type: 'subscribe', topics: [`quotes:${asset.id}`, `portfolio:${portfolio.id}`] });
  expect((await connection.next('subscribed')).topics).toHaveLength(2);
  await until('the provider is asked', () => streams.length === 1);
  expect(streams[0]!.url).toBe('/stream?streams=btcusdt@kline_1m');
  const told = (price: string) => until(`${price} is told`, () => quotesOf(connection).at(-1)?.price === price);
  const worth = (value: string) =>
    until(`it is worth ${value}`, () => connection.of('portfolio').at(-1)?.value === value);

  stream('91000.50000000');
  await told('91000.5');
  expect(quotesOf(connection).at(-1)).toMatchObject({
    assetId: asset.id,
    previousClose: asset.prices.lastClose,
    provider: 'binance',
    simulated: false,
  });
  await worth('182001.00');
  expect(connection.of('portfolio').at(-1)).toMatchObject({ intradayResult: '2001.00', simulated: false, gaps: [] });

  streams[0]!.socket.terminate();
  await until('it connects again', () => streams.length === 2);
  for (let count = 1; count <= believedAfter + 1; count += 1) stream('910000');
  await until('the doubt is logged', () => doubts().length === 1);
  stream('910001');
  await sleep(1_500);
  expect(quotesOf(connection).map(({ price }) => price)).toEqual(['91000.5']);
  expect(doubts()).toHaveLength(1);
  expect(connection.of('portfolio').at(-1)!.value).toBe('182001.00');

  streams[1]!.socket.terminate();
  await until('it connects once more', () => streams.length === 3);
  for (let count = 1; count <= believedAfter; count += 1) stream('92000');
  await told('92000');
  await worth('184000.00');
  // No live price is ever a close.
  const { rows } = await application.owner.pool.query('select max(close)::text as close from prices');
  expect(rows).toEqual([{ close: asset.prices.lastClose }]);
});

test('whoever it is shared with hears it too, until the owner switches the provider off', async () => {
  const shared = { email: friend.email, level: 'read', expiresAt: null };
  expect((await api(owner.token, 'POST', `/portfolios/${portfolio.id}/shares`, shared)).status).toBe(201);
  const connection = await open(friend.token);
  connection.say({ type: 'subscribe', topics: [`quotes:${asset.id}`] });
  await connection.next('subscribed');
  stream('92500');
  await until('it is told', () => quotesOf(connection).at(-1)?.price === '92500');

  const off = await api(owner.token, 'PUT', '/market-data/providers/binance', { enabled: false });
  expect(off.status).toBe(200);
  // Access is asked about anew when anything of the owner changes, and each minute.
  const renamed = await application.ask('PUT', `/api/v1/portfolios/${portfolio.id}`, {
    token: owner.token,
    json: { ...content, name: 'Coins at their closes' },
    headers: { 'if-match': '*' },
  });
  expect(renamed.status).toBe(200);
  const ended = [{ topic: `quotes:${asset.id}`, reason: 'no-live-source' }];
  for (const each of opened) expect((await each.next('closed')).topics).toEqual(ended);
  await until(
    'the portfolio counts at closes',
    () => opened[0]!.of('portfolio').at(-1)?.value === portfolio.totalValue,
  );
  expect(opened[0]!.of('portfolio').at(-1)!.gaps).toMatchObject([{ assetId: asset.id, reason: 'no-live-source' }]);
  const late = await open(owner.token);
  late.say({ type: 'subscribe', topics: [`quotes:${asset.id}`] });
  expect((await late.next('refused')).topics).toEqual(ended);
});

test('an asset in another currency than the prices of its provider has none', async () => {
  await api(owner.token, 'DELETE', '/market-data/providers/binance');
  const coin = { provider: 'binance', providerSymbol: 'ETHUSDT', assetClass: 'crypto', currency: 'EUR' };
  const { body } = await api<AssetRefresh>(owner.token, 'POST', '/market-data/assets', coin);
  expect(body.feed.failure).toMatchObject({ kind: 'answer-invalid' });
  const connection = await open(owner.token);
  const topics = [`quotes:${body.asset.id}`];
  connection.say({ type: 'subscribe', topics });
  expect((await connection.next('refused')).topics).toEqual([{ topic: topics[0], reason: 'no-live-source' }]);
});
