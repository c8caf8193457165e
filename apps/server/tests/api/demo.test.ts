import type {
  Asset,
  LedgerHoldings,
  PortfolioPerformance,
  PortfolioSummary,
  PriceSeries,
} from '@riskoptimizer/contracts';
import { simulateDemoMarket } from '@riskoptimizer/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApplication, type TestApplication } from './test-application.ts';

let application: TestApplication;
beforeAll(async () => {
  application = await startTestApplication();
});
afterAll(() => application.stop());

const market = simulateDemoMarket();
const portfolios = async () =>
  (await application.ask<{ items: PortfolioSummary[] }>('GET', '/api/v1/portfolios')).body.items;

describe('the demo', () => {
  test('is the simulated market of the engine, price for price, and says so', async () => {
    const { items } = (await application.ask<{ items: Asset[] }>('GET', '/api/v1/assets')).body;
    expect(items.map(({ symbol }) => symbol).toSorted()).toEqual(market.assets.map(({ symbol }) => symbol).toSorted());
    expect(items.every(({ source }) => source === 'simulated')).toBe(true);
    const column = 3;
    const asset = items.find(({ symbol }) => symbol === market.assets[column]!.symbol)!;
    const { body } = await application.ask<PriceSeries>('GET', `/api/v1/assets/${asset.id}/prices`);
    const simulated = market.prices.dates.map(
      (_, row) => market.prices.prices.data[row * market.prices.assets.length + column]!,
    );
    expect(body.dates).toEqual(market.prices.dates.filter((_, row) => !Number.isNaN(simulated[row])));
    expect(body.closes.map(Number)).toEqual(simulated.filter((price) => !Number.isNaN(price)));
    const shown = { simulated: true, name: expect.stringContaining('simulated') };
    expect(await portfolios()).toMatchObject([shown, shown]);
  });

  test('one asset starts late, one has a gap, and the list shows both', async () => {
    const { items } = (await application.ask<{ items: Asset[] }>('GET', '/api/v1/assets')).body;
    expect(items.filter(({ prices }) => prices.firstDate! > market.prices.dates[0]!)).toHaveLength(1);
    expect(items.filter(({ prices }) => prices.gaps.length > 0)).toHaveLength(1);
    expect(new Set(items.map(({ currency }) => currency)).size).toBeGreaterThan(2);
  });

  test('has a ledger whose performance is filled, with two currencies and a split that changes no value', async () => {
    const { id } = (await portfolios()).find(({ name }) => name.includes('savings'))!;
    const { status, body } = await application.ask<PortfolioPerformance>('GET', `/api/v1/portfolios/${id}/performance`);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.series.total.every((value) => value !== null)).toBe(true);
    for (const { total, annual } of Object.values(body.returns)) expect([total, annual]).not.toContain(undefined);
    expect(body.returns.timeWeighted.annual).not.toBeNull();
    const { body: held } = await application.ask<LedgerHoldings>('GET', `/api/v1/portfolios/${id}/holdings`);
    expect(held.cash.map(({ currency }) => currency).toSorted()).toEqual(['EUR', 'USD']);
    expect(held.cash.filter(({ amount }) => amount.startsWith('-'))).toEqual([]);
    const split = market.prices.dates[1290]!;
    const place = body.series.dates.indexOf(split);
    expect(Math.abs(body.series.total[place]! / body.series.total[place - 1]! - 1)).toBeLessThan(0.05);
  });

  test('is stored once: another start adds nothing, and a deleted one does not come back', async () => {
    const before = await application.countRows();
    await (await startTestApplication({ on: application })).stop();
    expect(await application.countRows()).toEqual(before);
    for (const { id } of await portfolios())
      await application.ask('DELETE', `/api/v1/portfolios/${id}`, { headers: { 'if-match': '"1"' } });
    await (await startTestApplication({ on: application })).stop();
    expect(await portfolios()).toEqual([]);
  });
});
