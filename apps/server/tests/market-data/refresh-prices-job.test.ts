/** The job that brings all assets up to date: one provider that works, one that wants to be left alone, one that never answers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AssetRefresh, DataQuality, Job } from '../../../../packages/contracts/src/index.ts';
import { createEgress } from '../../src/infrastructure/third-party/egress/egress.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { type ProviderServer, startProviderServer } from '../third-party/provider-server.ts';

let server: ProviderServer;
let application: TestApplication;

beforeAll(async () => {
  server = await startProviderServer(['api.exchange.coinbase.com']);
  const egress = createEgress({ allowedLoopback: server.allowedLoopback });
  application = await startTestApplication({ environment: { RISKOPTIMIZER_WORKERS: '1' }, replaced: { egress } });
}, 120_000);
afterAll(async () => {
  await application.stop();
  await server.close();
});

async function follow(provider: string, providerSymbol: string): Promise<AssetRefresh> {
  const json = { provider, providerSymbol, currency: 'USD' };
  const { status, body } = await application.ask<AssetRefresh>('POST', '/api/v1/market-data/assets', { json });
  expect(status).toBe(201);
  return body;
}

async function start(input: object = {}): Promise<string> {
  const json = { kind: 'refresh-prices', input };
  const { status, body } = await application.ask<Job>('POST', '/api/v1/jobs', { json });
  expect(status).toBe(201);
  return body.id;
}

async function reach(jobId: string, isThere: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const { body } = await application.ask<Job>('GET', `/api/v1/jobs/${jobId}`);
    if (isThere(body)) return body;
    await sleep(50);
  }
}
const ended = (jobId: string) => reach(jobId, ({ state }) => state !== 'queued' && state !== 'active');

test('a job whose provider never answers is cancelled within two seconds, and stores nothing', async () => {
  server.answerWith((_, response) => response.writeHead(404).end('{}'));
  const { asset } = await follow('coinbase', 'ETH-USD');
  server.answerWith(() => {});
  const jobId = await start({ assetIds: [asset.id] });
  await reach(jobId, ({ state }) => state === 'active' && server.requests.length > 0);
  const began = performance.now();
  await application.ask('POST', `/api/v1/jobs/${jobId}/cancel`);
  expect(await ended(jobId)).toMatchObject({ state: 'cancelled' });
  expect(performance.now() - began).toBeLessThan(2_000);
  const { body } = await application.ask<{ dates: string[] }>('GET', `/api/v1/assets/${asset.id}/prices`);
  expect(body.dates).toEqual([]);
}, 20_000);

// After the other: a provider that wants to be left alone is, for every asset.
test('every asset is tried, and each failure is named with the time until which nothing is asked', async () => {
  const good = await follow('simulated', 'NORTHW');
  expect(good).toMatchObject({ feed: { failure: null } });
  server.answerWith((_, response) => response.writeHead(429, { 'retry-after': '3600' }).end('{"message":"slow down"}'));
  const limited = await follow('coinbase', 'BTC-USD');
  expect(limited).toMatchObject({ storedCount: 0, feed: { failure: { kind: 'rate-limited' } } });
  const until = Date.parse(limited.feed.failure!.until!);
  expect(until - Date.now()).toBeGreaterThan(3_500_000);

  const askedBefore = server.requests.length;
  const jobId = await start();
  expect(await ended(jobId)).toMatchObject({ state: 'done' });
  const { body } = await application.ask<{ result: { items: unknown[] } }>('GET', `/api/v1/jobs/${jobId}/result`);
  expect(body.result.items).toHaveLength(3);
  expect(body.result.items).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ symbol: 'NORTHW', failure: null }),
      expect.objectContaining({ symbol: 'BTC-USD', storedCount: 0, failure: limited.feed.failure }),
    ]),
  );
  expect(server.requests.length).toBe(askedBefore);
  const { items } = (await application.ask<DataQuality>('GET', '/api/v1/market-data/quality')).body;
  expect(items.find(({ assetId }) => assetId === limited.asset.id)).toMatchObject({
    lastDate: null,
    ageDays: null,
    feed: { failure: { kind: 'rate-limited', until: new Date(until).toISOString() } },
  });
}, 20_000);
