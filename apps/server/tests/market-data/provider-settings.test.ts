/** Keys of users and of the server, switches and orders of providers, and who stands in for one that fails: over HTTP, from a server that answers as they do. */
import type { AssetFeed, AssetRefresh, Problem, ProviderList, ServerProviderList } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createEgress, type Egress } from '../../src/infrastructure/third-party/egress/egress.ts';
import { auditOf, invite, type Somebody, setUpAdministrator } from '../administration/administrators.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { type ProviderServer, startProviderServer } from '../third-party/provider-server.ts';

const tiingo = 'api.tiingo.com';
const coinbase = 'api.exchange.coinbase.com';
const dayMs = 86_400_000;
const serverKey = 'key-of-the-server-1';
const ownKey = 'key-of-bea-2';
/** Whole days up to yesterday, the latest last. */
const days = Array.from({ length: 40 }, (_, back) =>
  new Date(Date.now() - (40 - back) * dayMs).toISOString().slice(0, 10),
);
const closeOf = (index: number) => Number((100 + Math.sin(index)).toFixed(2));

let server: ProviderServer;
let egress: Egress;
let application: TestApplication;
let ada: Somebody;
let bea: Somebody;
let vera: Somebody;

beforeAll(async () => {
  server = await startProviderServer([tiingo, coinbase]);
  egress = createEgress({ allowedLoopback: server.allowedLoopback });
  application = await startTestApplication({
    replaced: { egress },
    environment: { RISKOPTIMIZER_BCRYPT_ROUNDS: '10' },
  });
  ada = await setUpAdministrator(application);
  bea = await invite(application, ada, 'analyst', 'bea@example.com');
  vera = await invite(application, ada, 'viewer', 'vera@example.com');
}, 120_000);
afterAll(async () => {
  await application.stop();
  await server.close();
});

/** What Tiingo answers; Coinbase has the same closes a thousandth higher. */
function serve(tiingoStatus = 200): void {
  server.answerWith((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, `https://${tiingo}`);
    response.setHeader('content-type', 'application/json');
    if (pathname.startsWith('/tiingo/')) {
      if (tiingoStatus !== 200) return response.writeHead(tiingoStatus, { 'retry-after': '600' }).end('{}');
      const [from, to] = [searchParams.get('startDate')!, searchParams.get('endDate')!];
      const rows = days.flatMap((date, index) => {
        const row = {
          date: `${date}T00:00:00.000Z`,
          close: closeOf(index),
          adjClose: null,
          divCash: 0,
          splitFactor: 1,
        };
        return date >= from && date <= to ? [row] : [];
      });
      return response.end(JSON.stringify(rows));
    }
    const [start, end] = [Date.parse(searchParams.get('start')!), Date.parse(searchParams.get('end')!)];
    const rows = days.flatMap((date, index) => {
      const close = Number((closeOf(index) * 1.001).toFixed(2));
      return Date.parse(date) >= start && Date.parse(date) <= end
        ? [[Date.parse(date) / 1000, close, close, close, close, 5]]
        : [];
    });
    return response.end(JSON.stringify(rows.toReversed()));
  });
}

beforeEach(() => serve());

const providersOf = async (somebody: Somebody) =>
  (await somebody.ask<ProviderList>('GET', '/market-data/providers')).body.items;
const oneOf = async (somebody: Somebody, name: string) =>
  (await providersOf(somebody)).find((one) => one.name === name);
const follow = (somebody: Somebody, symbol: string) => {
  const json = { provider: 'tiingo', providerSymbol: symbol, assetClass: 'equity', currency: 'USD' };
  return somebody.ask<AssetRefresh & Problem>('POST', '/market-data/assets', json);
};
const put = (somebody: Somebody, provider: string, json: unknown) =>
  somebody.ask<Problem>('PUT', `/market-data/providers/${provider}`, json);
const askedWith = () => server.requests.map(({ headers }) => headers.authorization);

describe('a provider that needs a key', () => {
  test('cannot be followed without one, and says where to look', async () => {
    expect(await oneOf(bea, 'tiingo')).toMatchObject({ keyNeed: 'required', keyFrom: null, enabled: true });
    const { status, body } = await follow(bea, 'AAPL');
    expect(status).toBe(400);
    expect(body.errors?.[0]).toMatchObject({
      field: '/provider',
      remedy: expect.stringContaining('/market-data/providers'),
    });
    expect(server.requests).toEqual([]);
  });

  test('is asked with the key of the server, and then with the own one', async () => {
    expect((await ada.ask('PUT', '/admin/providers/tiingo', { key: serverKey })).status).toBe(200);
    expect(await oneOf(bea, 'tiingo')).toMatchObject({ keyFrom: 'server' });
    const followed = await follow(bea, 'AAPL');
    expect(followed).toMatchObject({ status: 201, body: { storedCount: 40, feed: { failure: null } } });
    expect(new Set(askedWith())).toEqual(new Set([`Token ${serverKey}`]));

    expect((await put(bea, 'tiingo', { key: ownKey })).body).toMatchObject({ keyFrom: 'user' });
    expect(await oneOf(ada, 'tiingo')).toMatchObject({ keyFrom: 'server' });
    serve();
    await bea.ask('POST', `/assets/${followed.body.asset.id}/refresh`);
    expect(new Set(askedWith())).toEqual(new Set([`Token ${ownKey}`]));

    await bea.ask('DELETE', '/market-data/providers/tiingo');
    expect(await oneOf(bea, 'tiingo')).toMatchObject({ keyFrom: 'server' });
  });

  test('has its key in no answer, no table and no trail', async () => {
    await put(bea, 'tiingo', { key: ownKey });
    await put(bea, 'tiingo', { position: 3 });
    expect(await oneOf(bea, 'tiingo')).toMatchObject({ keyFrom: 'user', position: 3 });
    const texts = [
      JSON.stringify(await providersOf(bea)),
      JSON.stringify((await ada.ask<ServerProviderList>('GET', '/admin/providers')).body),
      JSON.stringify((await application.owner.pool.query('select * from provider_settings')).rows),
      JSON.stringify((await application.owner.pool.query('select content from audit_entries')).rows),
    ];
    expect(texts.filter((text) => text.includes(ownKey) || text.includes(serverKey))).toEqual([]);
    const [first, , last] = (await auditOf(application, 'provider-setting.changed')).slice(-3);
    expect(first?.content.after).toMatchObject({ provider: 'tiingo', hasKey: true, keyChanged: true });
    expect(last?.content.after).toMatchObject({ provider: 'tiingo', hasKey: true, keyChanged: false, position: 3 });
  });
});

test('a key where none is needed, or none that can be one, is refused; so is a viewer and who is no administrator', async () => {
  expect(await put(bea, 'ecb', { key: 'abcdef' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: '/key' }] },
  });
  expect(await put(bea, 'tiingo', { key: 'with a space' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: '/key' }] },
  });
  expect((await put(bea, 'csv', { enabled: false })).status).toBe(404);
  expect((await put(vera, 'tiingo', { key: 'abcdef' })).status).toBe(403);
  expect((await bea.ask('PUT', '/admin/providers/tiingo', { key: 'abcdef' })).status).toBe(403);
});

test('who orders a provider has not switched it on', async () => {
  expect((await put(bea, 'yahoo', { position: 9 })).body).toMatchObject({ enabled: false, position: 9 });
  expect(await oneOf(vera, 'yahoo')).toMatchObject({ enabled: false });
  expect((await ada.ask('PUT', '/admin/providers/yahoo', { position: 9 })).body).toMatchObject({ enabled: false });
  expect(await oneOf(vera, 'yahoo')).toMatchObject({ enabled: false, position: 9 });
  expect((await put(bea, 'yahoo', { enabled: true })).body).toMatchObject({ enabled: true, position: 9 });
  await ada.ask('PUT', '/admin/providers/yahoo', { enabled: false });
  expect(await oneOf(bea, 'yahoo')).toMatchObject({ enabled: false, isForbidden: true });
  await ada.ask('DELETE', '/admin/providers/yahoo');
  expect(await oneOf(bea, 'yahoo')).toMatchObject({ enabled: true, isForbidden: false });
});

test('what the server has switched off nobody asks, and nobody can switch on', async () => {
  await ada.ask('PUT', '/admin/providers/coinbase', { enabled: false });
  expect(await oneOf(bea, 'coinbase')).toMatchObject({ enabled: false, isForbidden: true });
  expect(await put(bea, 'coinbase', { enabled: true })).toMatchObject({
    status: 409,
    body: { code: 'state-conflict' },
  });
  const search = await bea.ask<{ items: unknown[] }>('GET', '/market-data/search?text=BTC&provider=coinbase');
  expect(search.body.items).toEqual([]);
  expect(server.requests).toEqual([]);
  await ada.ask('DELETE', '/admin/providers/coinbase');
  expect(await oneOf(bea, 'coinbase')).toMatchObject({ enabled: true, isForbidden: false });
});

test('one stands in for another that fails; both are told, and the one that fails is left alone until it may be asked', async () => {
  const { body } = await follow(bea, 'MSFT');
  const assetId = body.asset.id;
  const sources = {
    provider: 'tiingo',
    providerSymbol: 'MSFT',
    alternatives: [{ provider: 'coinbase', providerSymbol: 'MSFT-USD' }],
  };
  const changed = await bea.ask<AssetFeed>('PUT', `/assets/${assetId}/feed`, sources);
  expect(changed.body).toMatchObject(sources);
  expect((await auditOf(application, 'asset.feed-changed')).at(-1)?.content).toMatchObject({
    before: { alternatives: [] },
    after: sources,
  });

  serve(429);
  const { body: refreshed } = await bea.ask<AssetRefresh>('POST', `/assets/${assetId}/refresh`);
  expect(refreshed.feed.failure).toMatchObject({ kind: 'rate-limited', until: expect.any(String) });
  expect(refreshed.storedCount).toBe(40);
  const provenance = await application.owner.pool.query<{ provider: string; count: string }>(
    'select provider, count(*) from prices where asset_id = $1 group by provider',
    [assetId],
  );
  expect(provenance.rows).toEqual([{ provider: 'coinbase', count: '40' }]);
  expect(await oneOf(bea, 'tiingo')).toMatchObject({
    state: { until: expect.any(String), reason: expect.stringContaining('tiingo') },
  });

  serve();
  await bea.ask('POST', `/assets/${assetId}/refresh`);
  expect(server.requests.map(({ url }) => url?.startsWith('/tiingo/'))).not.toContain(true);

  const wrong = { ...sources, alternatives: [{ provider: 'fred', providerSymbol: 'MSFT' }] };
  expect(await bea.ask<Problem>('PUT', `/assets/${assetId}/feed`, wrong)).toMatchObject({
    status: 400,
    body: { errors: [{ field: '/alternatives/0/provider' }] },
  });
});
