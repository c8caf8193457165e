/** Assets of a provider over HTTP, from a server that answers as Coinbase does: followed, refreshed, doubted; and what stays when it fails. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  AssetQuality,
  AssetRefresh,
  DataQuality,
  MarketDataSearchResult,
} from '../../../../packages/contracts/src/index.ts';
import { createEgress, type Egress } from '../../src/infrastructure/third-party/egress/egress.ts';
import { type Asked, startTestApplication, type TestApplication } from '../api/test-application.ts';
import type { MovableClock } from '../support/movable-clock.ts';
import { createFixedClock } from '../third-party/fixed-clock.ts';
import { type ProviderServer, startProviderServer } from '../third-party/provider-server.ts';

const dayMs = 86_400_000;
const host = 'api.exchange.coinbase.com';
let server: ProviderServer;
let egress: Egress;
let clock: MovableClock;
let application: TestApplication;
let token: string;
/** Close by day; the server answers the days that are asked for. */
const closes = new Map<string, number>();

beforeAll(async () => {
  server = await startProviderServer([host]);
  egress = createEgress({ allowedLoopback: server.allowedLoopback });
  clock = createFixedClock('2026-11-20T12:00:00.000Z');
  application = await startTestApplication({ clock, replaced: { egress } });
  await signIn();
  for (let back = 1; back <= 60; back += 1) {
    const day = new Date(Date.parse('2026-11-20') - back * dayMs).toISOString().slice(0, 10);
    closes.set(day, Number((90_000 * (1 + 0.01 * Math.sin(back))).toFixed(2)));
  }
}, 120_000);
afterAll(async () => {
  await application.stop();
  await server.close();
});

function serve(): void {
  server.answerWith((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, `https://${host}`);
    response.setHeader('content-type', 'application/json');
    if (pathname === '/products') {
      const product = {
        id: 'BTC-USD',
        base_currency: 'BTC',
        quote_currency: 'USD',
        display_name: 'BTC-USD',
        status: 'online',
      };
      response.end(JSON.stringify([{ ...product, trading_disabled: false }]));
      return;
    }
    const [start, end] = [Date.parse(searchParams.get('start')!), Date.parse(searchParams.get('end')!)];
    const rows = [...closes]
      .map(([day, close]) => [Date.parse(day), close] as const)
      .filter(([at]) => at >= start && at <= end)
      .toSorted(([a], [b]) => b - a)
      .map(([at, close]) => [at / 1000, close, close, close, close, 5]);
    response.end(JSON.stringify(rows));
  });
}

function fail(status: number): void {
  server.answerWith((_, response) => response.writeHead(status).end('{}'));
}

/** Sessions end while the clock goes on. */
async function signIn(): Promise<void> {
  const asked = { json: { client: 'app' }, token: null };
  token = (await application.ask<{ accessToken: string }>('POST', '/api/v1/auth/demo', asked)).body.accessToken;
}

function ask<Body>(method: string, path: string, asked: Asked = {}) {
  return application.ask<Body>(method, path, { ...asked, token });
}

const refresh = async (assetId: string) => (await ask<AssetRefresh>('POST', `/api/v1/assets/${assetId}/refresh`)).body;
const qualityOf = async (assetId: string) => (await ask<AssetQuality>('GET', `/api/v1/assets/${assetId}/quality`)).body;
const pricesOf = async (assetId: string) => (await ask('GET', `/api/v1/assets/${assetId}/prices`)).body;

test('an asset is found, followed and refreshed; failures leave the last good prices, and doubtful points are never stored', async () => {
  serve();
  const found = await ask<MarketDataSearchResult>('GET', '/api/v1/market-data/search?text=BTC&provider=coinbase');
  expect(found.body).toMatchObject({
    items: [{ provider: 'coinbase', symbol: 'BTC-USD', currency: 'USD' }],
    refused: [],
  });

  const body = {
    provider: 'coinbase',
    providerSymbol: 'BTC-USD',
    name: 'Bitcoin',
    assetClass: 'crypto',
    currency: 'USD',
  };
  const followed = await ask<AssetRefresh>('POST', '/api/v1/market-data/assets', { json: body });
  expect(followed.status).toBe(201);
  expect(followed.body).toMatchObject({
    asset: { symbol: 'BTC-USD', source: 'provider', prices: { count: 60, lastDate: '2026-11-19' } },
    feed: { provider: 'coinbase', closes: 'raw', failure: null, lastSuccessAt: '2026-11-20T12:00:00.000Z' },
    storedCount: 60,
    quarantinedCount: 0,
  });
  const assetId = followed.body.asset.id;
  const again = await ask('POST', '/api/v1/market-data/assets', { json: body });
  expect(again).toMatchObject({ status: 409, body: { code: 'state-conflict' } });
  const good = await pricesOf(assetId);

  // The provider wants to be left alone: what is stored stays, and ages.
  clock.advance(10 * dayMs);
  await signIn();
  fail(404);
  expect((await refresh(assetId)).feed.failure).toMatchObject({ kind: 'not-found', at: '2026-11-30T12:00:00.000Z' });
  expect(await pricesOf(assetId)).toEqual(good);
  expect(await qualityOf(assetId)).toMatchObject({ ageDays: 11, feed: { failure: { kind: 'not-found' } } });
  expect((await qualityOf(assetId)).doubts.map(({ kind }) => kind)).toContain('stale');

  // A day at a hundredth of the price is kept apart.
  for (let day = 20; day <= 29; day += 1) closes.set(`2026-11-${day}`, day === 24 ? 900 : 90_000 + day);
  serve();
  const mended = await refresh(assetId);
  expect(mended).toMatchObject({ feed: { failure: null }, quarantinedCount: 1, asset: { prices: { count: 69 } } });
  const quality = await qualityOf(assetId);
  expect(quality.doubts.filter(({ kind }) => kind === 'quarantined')).toMatchObject([{ from: '2026-11-24' }]);
  expect((await pricesOf(assetId)) as { dates: string[] }).not.toMatchObject({
    dates: expect.arrayContaining(['2026-11-24']),
  });
  const all = await ask<DataQuality>('GET', '/api/v1/market-data/quality');
  expect(all.body.items.find((item) => item.assetId === assetId)).toMatchObject({ doubts: { quarantined: 1 } });
}, 60_000);

test('an asset that could not be fetched is there without prices, with the reason', async () => {
  fail(404);
  const json = { provider: 'coinbase', providerSymbol: 'NOPE-USD', currency: 'USD' };
  const { status, body } = await ask<AssetRefresh>('POST', '/api/v1/market-data/assets', { json });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    asset: { prices: { count: 0, lastClose: null } },
    feed: { failure: { kind: 'not-found' } },
  });
  expect(await qualityOf(body.asset.id)).toMatchObject({ lastDate: null, ageDays: null });
});

test('what has no provider, or none that is switched on, is refused by name', async () => {
  const json = { provider: 'tiingo', providerSymbol: 'AAPL', currency: 'USD' };
  const refused = await ask('POST', '/api/v1/market-data/assets', { json });
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: '/provider', value: 'tiingo' }] } });
  const { body } = await ask<{ items: { id: string; source: string }[] }>('GET', '/api/v1/assets');
  const simulated = body.items.find(({ source }) => source === 'simulated')!;
  expect((await ask('POST', `/api/v1/assets/${simulated.id}/refresh`)).status).toBe(409);
});
