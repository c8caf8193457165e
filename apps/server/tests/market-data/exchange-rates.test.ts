/** Exchange rates of the ECB and of Frankfurter, stored and used: a portfolio in euros of an asset in dollars, by hand, and without a network. */
import type {
  Asset,
  ExchangeRateRefresh,
  ExchangeRateStatus,
  LedgerHoldings,
  Portfolio,
  Problem,
} from '@riskoptimizer/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEgress, type Egress } from '../../src/infrastructure/third-party/egress/egress.ts';
import { invite, type Somebody, setUpAdministrator } from '../administration/administrators.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { createFixedClock } from '../third-party/fixed-clock.ts';
import { type ProviderServer, startProviderServer } from '../third-party/provider-server.ts';

const hosts = ['data-api.ecb.europa.eu', 'api.frankfurter.dev'];
/** What one euro costs in dollars; the 20th is a Friday. */
const dollars = { '2026-11-17': '1.25', '2026-11-18': '1.20', '2026-11-19': '1.1000', '2026-11-20': '1.1250' };

let server: ProviderServer;
let egress: Egress;
let application: TestApplication;
let bea: Somebody;

beforeAll(async () => {
  server = await startProviderServer(hosts);
  egress = createEgress({ allowedLoopback: server.allowedLoopback });
  application = await startTestApplication({
    clock: createFixedClock('2026-11-21T12:00:00.000Z'),
    replaced: { egress },
    environment: { RISKOPTIMIZER_BCRYPT_ROUNDS: '10' },
  });
  bea = await invite(application, await setUpAdministrator(application), 'analyst', 'bea@example.com');
}, 120_000);
afterAll(async () => {
  await application.stop();
  await server.close();
});

function serve(ecb: 'answers' | 'fails', rates: Record<string, string> = dollars): void {
  server.answerWith((request, response) => {
    const { searchParams } = new URL(request.url!, 'https://ecb');
    const inRange = (from: string, to: string) => Object.entries(rates).filter(([date]) => date >= from && date <= to);
    if (request.headers.host?.startsWith(hosts[0]!) === true) {
      if (ecb === 'fails') return response.writeHead(400).end('no');
      const rows = inRange(searchParams.get('startPeriod')!, searchParams.get('endPeriod')!);
      const lines = rows.map(([date, rate]) => `EXR.D.USD.EUR.SP00.A,${date},${rate}`);
      return response.end(['KEY,TIME_PERIOD,OBS_VALUE', ...lines].join('\r\n'));
    }
    const rows = inRange(searchParams.get('from')!, searchParams.get('to')!);
    response.setHeader('content-type', 'application/json');
    return response.end(
      JSON.stringify(rows.map(([date, rate]) => ({ date, base: 'EUR', quote: 'USD', rate: Number(rate) }))),
    );
  });
}

const refresh = async (currencies?: string[]) =>
  (await bea.ask<ExchangeRateRefresh>('POST', '/market-data/exchange-rates/refresh', { currencies })).body;
const status = async () => (await bea.ask<ExchangeRateStatus>('GET', '/market-data/exchange-rates')).body;

async function importPrices(): Promise<string> {
  const csv = 'date,ACME\n2026-11-17,100\n2026-11-18,102\n2026-11-19,101\n2026-11-20,104\n';
  const preview = await application.ask<{ id: string; assets: unknown[] }>('POST', '/api/v1/price-imports', {
    body: csv,
    headers: { authorization: `Bearer ${bea.session.accessToken}`, 'content-type': 'text/csv' },
  });
  const done = await bea.ask<{ assetIds: string[] }>('POST', `/price-imports/${preview.body.id}/commit`, {
    currency: 'USD',
  });
  return done.body.assetIds[0]!;
}

test('an asset in dollars is worth nothing known in euros until rates are there; then by hand, from the ECB, and offline', async () => {
  expect(await refresh()).toEqual({ items: [] });
  const assetId = await importPrices();
  expect(await status()).toEqual({ items: [], missing: [] });
  const allocation = { kind: 'quantities', items: [{ assetId, quantity: '10' }] };
  const body = { name: 'In euros', baseCurrency: 'EUR', allocation };
  expect(await bea.ask<Problem>('POST', '/portfolios', body)).toMatchObject({
    status: 422,
    body: { code: 'exchange-rate-missing', detail: expect.stringContaining('Data page') },
  });

  serve('answers');
  expect((await refresh()).items).toMatchObject([
    { base: 'EUR', quote: 'USD', provider: 'ecb', storedCount: 4, quarantinedCount: 0 },
  ]);
  const made = (await bea.ask<Portfolio>('POST', '/portfolios', body)).body.id;
  expect(await status()).toMatchObject({
    items: [{ base: 'EUR', quote: 'USD', lastDate: '2026-11-20', ageDays: 1, provider: 'ecb', count: 4 }],
    missing: [],
  });
  const value = async () => (await bea.ask<Portfolio>('GET', `/portfolios/${made}`)).body;
  // 10 shares at 104 dollars, at 1.125 dollars for a euro.
  expect(await value()).toMatchObject({ totalValue: (1040 / 1.125).toFixed(2), valueDate: '2026-11-20' });

  serve('fails', {});
  const failed = (await refresh()).items[0];
  expect(failed).toMatchObject({ provider: null, storedCount: 0 });
  expect(failed?.refused.map(({ provider }) => provider)).toEqual(['ecb', 'frankfurter']);
  expect(await value()).toMatchObject({ totalValue: (1040 / 1.125).toFixed(2) });
  expect((await status()).items[0]).toMatchObject({ lastDate: '2026-11-20', ageDays: 1 });

  // Frankfurter stands in; a corrected rate replaces the one before.
  serve('fails', { ...dollars, '2026-11-20': '1.3' });
  expect((await refresh()).items).toMatchObject([
    { provider: 'frankfurter', storedCount: 1, refused: [{ provider: 'ecb' }] },
  ]);
  expect(await value()).toMatchObject({ totalValue: '800.00' });
}, 60_000);

test('a currency that nothing needs yet is fetched when it is asked for, and kept up to date from then on', async () => {
  serve('answers');
  expect((await refresh(['CHF'])).items.map(({ quote, provider }) => [quote, provider])).toEqual([
    ['CHF', null],
    ['USD', 'ecb'],
  ]);
  expect((await bea.ask('POST', '/market-data/exchange-rates/refresh', { currencies: ['chf'] })).status).toBe(400);
});

test('a ledger of which a rate is missing can be opened, read and corrected; it says why it has no value', async () => {
  const body = { name: 'No rate', baseCurrency: 'JPY', allocation: { kind: 'ledger' } };
  const { id } = (await bea.ask<Portfolio>('POST', '/portfolios', body)).body;
  const { items } = (await bea.ask<{ items: Asset[] }>('GET', '/assets')).body;
  const assetId = items.find(({ symbol }) => symbol === 'ACME')!.id;
  const trade = {
    kind: 'buy',
    date: '2026-11-18',
    account: 'Main',
    assetId,
    quantity: '2',
    price: '102',
    currency: 'USD',
  };
  expect((await bea.ask('POST', `/portfolios/${id}/transactions`, trade)).status).toBe(201);
  const opened = await bea.ask<Portfolio>('GET', `/portfolios/${id}`);
  expect(opened).toMatchObject({
    status: 200,
    body: {
      totalValue: null,
      unvalued: { code: 'exchange-rate-missing' },
      holdings: [{ weight: null, quantity: '2', value: null }],
    },
  });
  expect((await bea.ask<LedgerHoldings>('GET', `/portfolios/${id}/holdings`)).body.holdings).toMatchObject([
    { quantity: '2' },
  ]);
  // Where a value is needed, the reason is told.
  expect((await bea.ask<Problem>('GET', `/portfolios/${id}/risk`)).body.code).toBe('exchange-rate-missing');
  const headers = { 'if-match': `"${opened.body.version}"` };
  const asked = { ...body, baseCurrency: 'USD' };
  const changed = await application.ask<Portfolio>('PUT', `/api/v1/portfolios/${id}`, {
    json: asked,
    headers: { ...headers, authorization: `Bearer ${bea.session.accessToken}` },
  });
  expect(changed).toMatchObject({ status: 200, body: { baseCurrency: 'USD', totalValue: '208.00', unvalued: null } });
});

test('quantities that have no value are refused, and the portfolio stays as it was', async () => {
  const { items } = (await bea.ask<{ items: Asset[] }>('GET', '/assets')).body;
  const assetId = items.find(({ symbol }) => symbol === 'ACME')!.id;
  const allocation = { kind: 'quantities', items: [{ assetId, quantity: '1' }] };
  const made = (await bea.ask<Portfolio>('POST', '/portfolios', { name: 'Kept', baseCurrency: 'USD', allocation }))
    .body;
  const changed = await application.ask<Problem>('PUT', `/api/v1/portfolios/${made.id}`, {
    json: { name: 'Kept', baseCurrency: 'JPY', allocation },
    headers: { 'if-match': `"${made.version}"`, authorization: `Bearer ${bea.session.accessToken}` },
  });
  expect(changed).toMatchObject({ status: 422, body: { code: 'exchange-rate-missing' } });
  const after = (await bea.ask<Portfolio>('GET', `/portfolios/${made.id}`)).body;
  expect(after).toMatchObject({ baseCurrency: 'USD', version: made.version });
});
