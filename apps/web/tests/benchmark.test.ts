import type { Asset, Portfolio, PortfolioRisk } from '@riskoptimizer/contracts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { askAsDemo, assetsOf, getJson, riskOf } from './support/api.ts';
import { launchBrowser, openPage, patient, type Size, schemes, sizes } from './support/browser.ts';
import { seriousFindings, sidewaysScroll, smallTargets } from './support/page-checks.ts';
import { type RunningServer, startServer } from './support/server.ts';

describe.skipIf(partOrSkip('chromium'))('the benchmark of a portfolio', () => {
  let server: RunningServer;
  let browser: Browser;
  let assets: [Asset, Asset, Asset];
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
    assets = (await assetsOf(server.url)).slice(0, 3) as typeof assets;
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const make = async (name: string, benchmark: Portfolio['benchmark'] = null): Promise<Portfolio> => {
    const allocation = { kind: 'weights', items: [{ assetId: assets[0].id, weight: 1 }] };
    const body = JSON.stringify({ name, benchmark, allocation });
    const answer = await askAsDemo(server.url, '/portfolios', { method: 'POST', body });
    expect(answer.status).toBe(201);
    return (await answer.json()) as Portfolio;
  };
  const benchmarkOf = async (id: string) => (await getJson<Portfolio>(server.url, `/portfolios/${id}`)).benchmark;

  it('is a mix that has to sum to the whole, kept to the last digit while something else is changed', async () => {
    const { id } = await make('Against a mix', { kind: 'asset', assetId: assets[1].id });
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto(`/portfolios/${id}`);
    await page.getByLabel('Benchmark', { exact: true }).selectOption('mix');
    const mix = page.getByRole('region', { name: 'Mix of the benchmark' });
    const weight = ({ symbol }: Asset) => mix.getByLabel(`Weight of ${symbol} in the benchmark`);
    expect(await weight(assets[1]).inputValue()).toBe('100');
    await mix.getByLabel('Add an asset to the mix').selectOption(assets[2].id);
    await weight(assets[1]).fill('1');
    await weight(assets[2]).fill('2');
    await mix.getByText('The weights sum to 3 %; they must sum to 100 %.').waitFor();
    const save = page.getByRole('button', { name: 'Save' });
    expect(await save.isDisabled()).toBe(true);
    await mix.getByRole('button', { name: 'Scale to 100 %' }).click();
    await save.click();
    await page.waitForURL(/\/risk/);
    const items = [
      { assetId: assets[1].id, weight: expect.closeTo(1 / 3, 8) },
      { assetId: assets[2].id, weight: expect.closeTo(2 / 3, 8) },
    ];
    const stored = await benchmarkOf(id);
    expect(stored).toEqual({ kind: 'mix', items });
    const risk: PortfolioRisk = await riskOf(server.url, id);
    expect(risk.benchmark).not.toBeNull();

    await page.goto(`/portfolios/${id}`);
    await page.getByLabel('Name').fill('Renamed, against a mix');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(/\/risk/);
    expect(await benchmarkOf(id)).toEqual(stored);
    expect(troubles).toEqual([]);
    await close();
  });

  it('is another portfolio, and says so when a circle would close', async () => {
    const first = await make('First of two');
    const second = await make('Second of two', { kind: 'portfolio', portfolioId: first.id });
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto(`/portfolios/${second.id}`);
    const field = page.getByLabel('Benchmark', { exact: true });
    await expect.poll(() => field.locator('option:checked').textContent(), patient).toBe('portfolio “First of two”');
    await page.goto(`/portfolios/${first.id}`);
    await field.selectOption({ label: 'portfolio “Second of two”' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The portfolio would be measured against itself').waitFor();
    expect(troubles.splice(0)).toEqual([expect.stringContaining('status 4')]);
    await field.selectOption('');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(/\/risk/);
    expect(await benchmarkOf(first.id)).toBeNull();
    expect(troubles).toEqual([]);
    await close();
  });

  it('as a mix has no serious finding, no sideways scroll and no small target', async () => {
    const items = assets.slice(0, 2).map(({ id: assetId }) => ({ assetId, weight: 0.5 }));
    const { id } = await make('Looked at', { kind: 'mix', items });
    const { page, troubles, close } = await openPage(browser, server.url);
    for (const size of Object.keys(sizes) as Size[]) {
      for (const colorScheme of schemes) {
        await page.setViewportSize(sizes[size].viewport);
        await page.emulateMedia({ colorScheme });
        await page.goto(`/portfolios/${id}`);
        await page.getByRole('region', { name: 'Mix of the benchmark' }).waitFor();
        const view = `${size}, ${colorScheme}`;
        expect({ view, findings: await seriousFindings(page) }).toEqual({ view, findings: [] });
        expect({ view, sideways: await sidewaysScroll(page) }).toEqual({ view, sideways: 0 });
        if (size === 'phone') expect({ view, small: await smallTargets(page) }).toEqual({ view, small: [] });
      }
    }
    expect(troubles).toEqual([]);
    await close();
  });
});
