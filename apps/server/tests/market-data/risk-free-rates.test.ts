/** Risk-free rates of the ECB and of FRED, stored and shown: only of currencies in use, only with a key where one is needed. */
import type { RiskFreeRateRefresh, RiskFreeRateStatus } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEgress, type Egress } from '../../src/infrastructure/third-party/egress/egress.ts';
import { invite, type Somebody, setUpAdministrator } from '../administration/administrators.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { createFixedClock } from '../third-party/fixed-clock.ts';
import { type ProviderServer, startProviderServer } from '../third-party/provider-server.ts';

const hosts = ['data-api.ecb.europa.eu', 'api.stlouisfed.org'];
/** In percent a year; the 20th is a Friday, and of the 11th, a holiday, FRED has a point instead of a number. */
const treasury = { '2026-11-10': '3.90', '2026-11-11': '.', '2026-11-19': '3.85', '2026-11-20': '3.84' };
const shortTerm = { '2026-11-19': '-0.05', '2026-11-20': '1.929' };

let server: ProviderServer;
let egress: Egress;
let application: TestApplication;
let ada: Somebody;
let bea: Somebody;

beforeAll(async () => {
  server = await startProviderServer(hosts);
  egress = createEgress({ allowedLoopback: server.allowedLoopback });
  application = await startTestApplication({
    clock: createFixedClock('2026-11-21T12:00:00.000Z'),
    replaced: { egress },
    environment: { RISKOPTIMIZER_BCRYPT_ROUNDS: '10' },
  });
  ada = await setUpAdministrator(application);
  bea = await invite(application, ada, 'analyst', 'bea@example.com');
}, 120_000);
afterAll(async () => {
  await application.stop();
  await server.close();
});

function serve(percent: Record<string, string> = treasury): void {
  server.answerWith((request, response) => {
    const { searchParams } = new URL(request.url!, 'https://provider');
    const between = (rates: Record<string, string>, from: string, to: string) =>
      Object.entries(rates).filter(([date]) => date >= searchParams.get(from)! && date <= searchParams.get(to)!);
    if (request.headers.host?.startsWith(hosts[0]!) === true) {
      const lines = between(shortTerm, 'startPeriod', 'endPeriod').map(
        ([date, rate]) => `EST.B.EU000A2X2A25.WT,${date},${rate}`,
      );
      return response.end(['KEY,TIME_PERIOD,OBS_VALUE', ...lines].join('\r\n'));
    }
    const observations = between(percent, 'observation_start', 'observation_end').map(([date, value]) => ({
      date,
      value,
    }));
    response.setHeader('content-type', 'application/json');
    return response.end(JSON.stringify({ units: 'lin', observations }));
  });
}

const refresh = async () =>
  (await bea.ask<RiskFreeRateRefresh>('POST', '/market-data/risk-free-rates/refresh')).body.items;
const status = async () => (await bea.ask<RiskFreeRateStatus>('GET', '/market-data/risk-free-rates')).body;
const newPortfolio = (baseCurrency: string) =>
  bea.ask('POST', '/portfolios', { name: `In ${baseCurrency}`, baseCurrency, allocation: { kind: 'ledger' } });

test('nobody is asked for rates of currencies that are not in use', async () => {
  expect(await refresh()).toEqual([]);
  expect(await status()).toEqual({ items: [], missing: [] });
  expect((await newPortfolio('CHF')).status).toBe(201);
  expect(await status()).toEqual({ items: [], missing: [] });
});

test('the rate of the euro comes without a key, that of the dollar with one; both are fractions of the last day', async () => {
  serve();
  await newPortfolio('EUR');
  await newPortfolio('USD');
  expect((await status()).missing).toEqual([
    { currency: 'EUR', series: 'ESTR', provider: 'ecb' },
    { currency: 'USD', series: 'DGS3MO', provider: 'fred' },
  ]);
  expect(await refresh()).toMatchObject([
    { currency: 'EUR', provider: 'ecb', storedCount: 2 },
    { currency: 'USD', source: 'fred', provider: null, storedCount: 0, refused: [] },
  ]);
  expect((await bea.ask('PUT', '/market-data/providers/fred', { enabled: true, key: 'k'.repeat(32) })).status).toBe(
    200,
  );
  expect(await refresh()).toMatchObject([
    { currency: 'EUR', storedCount: 0 },
    { currency: 'USD', provider: 'fred', storedCount: 3, quarantinedCount: 0 },
  ]);
  expect(await status()).toMatchObject({
    items: [
      { currency: 'EUR', series: 'ESTR', rate: 0.01929, lastDate: '2026-11-20', ageDays: 1, count: 2, provider: 'ecb' },
      { currency: 'USD', series: 'DGS3MO', rate: 0.0384, firstDate: '2026-11-10', lastDate: '2026-11-20', count: 3 },
    ],
    missing: [],
  });
});

test('a rate that is corrected replaces the former; one that cannot be is left out; a provider that fails takes nothing away', async () => {
  serve({ ...treasury, '2026-11-19': '3.80', '2026-11-20': '384' });
  expect((await refresh())[1]).toMatchObject({ storedCount: 1, quarantinedCount: 1 });
  expect((await status()).items[1]).toMatchObject({ rate: 0.0384, count: 3 });
  server.answerWith((_, response) => response.writeHead(400).end('no'));
  const failed = await refresh();
  expect(failed.map(({ provider, refused }) => [provider, refused.length])).toEqual([
    [null, 1],
    [null, 1],
  ]);
  expect((await status()).items.map(({ rate }) => rate)).toEqual([0.01929, 0.0384]);
});

test('what one person fetched is nobody else’s', async () => {
  expect((await ada.ask<RiskFreeRateStatus>('GET', '/market-data/risk-free-rates')).body.items).toEqual([]);
});
