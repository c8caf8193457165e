/** A split of a ledger whose asset has prices of a file: raw or adjusted, performance and risk say the same of it. */
import type { LedgerHoldings, PortfolioPerformance, PortfolioRisk } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePeople, type People } from '../access/people.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';

let application: TestApplication;
let people: People;
let token: string;

beforeAll(async () => {
  application = await startTestApplication();
  people = await makePeople(application);
  ({ token } = await people.session((await people.person('analyst')).userId));
}, 60_000);
afterAll(async () => {
  await people.close();
  await application.stop();
});

const ask = <Body>(method: string, path: string, json?: unknown) =>
  application.ask<Body>(method, `/api/v1${path}`, { token, ...(json === undefined ? {} : { json }) });

const weekdays = Array.from({ length: 140 }, (_, day) => new Date(Date.UTC(2025, 0, 1 + day)))
  .filter((date) => date.getUTCDay() % 6 !== 0)
  .map((date) => date.toISOString().slice(0, 10));
const splitPlace = 50;
/** In today's units: it never falls, and ends a tenth above its first close. */
const adjusted = weekdays.map((_, place) => 40 + (4 * place) / (weekdays.length - 1));

async function importCloses(symbol: string, closes: readonly number[]): Promise<string> {
  const rows = weekdays.map((date, place) => `${date},${closes[place]!.toFixed(6)}`);
  const preview = await application.ask<{ id: string }>('POST', '/api/v1/price-imports', {
    body: [`date,${symbol}`, ...rows, ''].join('\n'),
    headers: { 'content-type': 'text/csv' },
    token,
  });
  const done = await ask<{ assetIds: string[] }>('POST', `/price-imports/${preview.body.id}/commit`, {});
  expect(done.status).toBe(200);
  return done.body.assetIds[0]!;
}

/** Thirty units at 80 before a split of two for one. */
async function ledgerOf(assetId: string, splitDate: string): Promise<string> {
  const { id } = (await ask<{ id: string }>('POST', '/portfolios', { name: assetId, allocation: { kind: 'ledger' } }))
    .body;
  const of = { account: 'Main', note: null, externalId: null };
  const money = { ...of, currency: 'USD' };
  const items = [
    { kind: 'deposit', date: weekdays[0], amount: '2400', ...money },
    { kind: 'buy', date: weekdays[0], assetId, quantity: '30', price: '80', fee: '0', tax: '0', ...money },
    { kind: 'split', date: splitDate, assetId, ratio: '2', ...of },
  ];
  const answer = await ask('POST', `/portfolios/${id}/transactions/bulk`, { items });
  expect(answer.status, answer.text).toBe(201);
  return id;
}

describe.each([
  ['raw closes', adjusted.map((close, place) => (place < splitPlace ? close * 2 : close)), splitPlace],
  [
    'raw closes, booked two days late',
    adjusted.map((close, place) => (place < splitPlace ? close * 2 : close)),
    splitPlace + 2,
  ],
  ['adjusted closes', adjusted, splitPlace],
])('%s', (name, closes, bookedPlace) => {
  let portfolioId: string;
  beforeAll(async () => {
    const assetId = await importCloses(`S${name.replaceAll(/\W/g, '')}`, closes);
    portfolioId = await ledgerOf(assetId, weekdays[bookedPlace]!);
  });

  test('the risk page knows no fall', async () => {
    const { status, body, text } = await ask<PortfolioRisk>('GET', `/portfolios/${portfolioId}/risk?window=max`);
    expect(status, text.slice(0, 400)).toBe(200);
    expect(body.measures['max-drawdown']).toBeCloseTo(0, 9);
    expect(body.performance.totalReturn).toBeCloseTo(0.1, 6);
  });

  test('what is held is worth a tenth more than what was paid', async () => {
    const { body } = await ask<LedgerHoldings>('GET', `/portfolios/${portfolioId}/holdings?date=${weekdays.at(-1)}`);
    expect(body.holdings).toMatchObject([{ quantity: '60', inBaseCurrency: { cost: '2400.00', value: '2640.00' } }]);
  });

  test('the performance has earned a tenth, and fell only where the booking came days after the closes', async () => {
    const { body } = await ask<PortfolioPerformance>('GET', `/portfolios/${portfolioId}/performance`);
    expect(body.returns.timeWeighted.total).toBeCloseTo(0.1, 6);
    expect(body.maxDrawdown).toBeCloseTo(bookedPlace === splitPlace ? 0 : 0.5, 1);
  });
});
