import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { money, number, percent } from '../src/platform/format.ts';
import { moneyOfFraction } from '../src/platform/money-at-risk.ts';
import { demoOf, riskOf } from './support/api.ts';
import { launchBrowser, openPage, patient, settled } from './support/browser.ts';
import { type RunningServer, startServer } from './support/server.ts';

describe.skipIf(partOrSkip('chromium'))('overview', () => {
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('is filled within the first minute, says that the market is simulated, and shows what the API says', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    const began = Date.now();
    await page.goto('/');
    await settled(page);
    expect(Date.now() - began).toBeLessThan(60_000);

    const demo = await demoOf(server.url);
    const risk = await riskOf(server.url, demo.id);
    expect(await page.getByTestId('verdict').textContent()).toBe(risk.verdict);
    expect(await page.getByText('Simulated market').first().isVisible()).toBe(true);
    const tiles = (await page.getByLabel('Value and risk').textContent()) ?? '';
    const expected = [
      money(demo.totalValue, demo.baseCurrency),
      percent(risk.performance.volatilityAnnual),
      percent(risk.measures['value-at-risk'], 2),
      moneyOfFraction(risk.measures['value-at-risk'], demo.totalValue, demo.baseCurrency),
      percent(risk.measures.cvar, 2),
      percent(risk.measures['max-drawdown']),
      number(risk.performance.sharpeRatio),
      number(risk.performance.beta),
    ];
    for (const figure of expected) expect(tiles).toContain(figure);
    expect(tiles).not.toContain('NaN');
    expect(await page.getByLabel(`Holdings of ${demo.name}`).locator('tbody tr').count()).toBe(demo.holdings.length);
    expect(troubles).toEqual([]);
    await close();
  });

  it('answers how a figure was computed, with its window and its birth certificate', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto('/');
    await settled(page);
    const { window, birthCertificate } = await riskOf(server.url, (await demoOf(server.url)).id);
    await page.getByRole('button', { name: 'CVaR 95' }).click();
    const answer = page.getByRole('dialog', { name: /CVaR/ });
    await answer.waitFor();
    await answer.getByText('Birth certificate').click();
    const text = (await answer.textContent()) ?? '';
    expect(text).toContain(`${window.periodCount.toLocaleString('en-US')} daily returns`);
    expect(text).toContain(birthCertificate.method);
    expect(text).toContain(birthCertificate.inputsHash);
    await page.keyboard.press('Escape');
    await answer.waitFor({ state: 'hidden' });
    expect(troubles).toEqual([]);
    await close();
  });

  it('groups the allocation by class, currency and sector, each summing to the whole, and keeps the choice in the address', async () => {
    const { page, close } = await openPage(browser, server.url);
    await page.goto('/?by=currency');
    await settled(page);
    const demo = await demoOf(server.url);
    const panel = page.getByRole('region', { name: 'Allocation' });
    const names = async () => panel.locator('tbody th').allTextContents();
    const currencies = new Set(demo.holdings.map(({ currency }) => currency));
    expect((await names()).map((name) => name.slice(0, 3)).sort()).toEqual([...currencies].sort());
    await panel.getByText('Sector').click();
    await page.waitForURL(/by=sector/);
    const sectorCount = new Set(demo.holdings.map(({ sector }) => sector)).size;
    await expect.poll(() => panel.locator('tbody tr').count(), patient).toBe(sectorCount);
    const weights = await panel.locator('tbody tr td:nth-child(3)').allTextContents();
    const sum = weights.reduce((total, text) => total + Number.parseFloat(text), 0);
    // Every weight is rounded to a tenth of a per cent.
    expect(Math.abs(sum - 100)).toBeLessThan(0.05 * sectorCount + 1e-9);
    await close();
  });

  it('takes the portfolio and the window along to the risk page', async () => {
    const { page, close } = await openPage(browser, server.url);
    const demo = await demoOf(server.url);
    await page.goto(`/?portfolio=${demo.id}&window=3y`);
    await settled(page);
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Risk' }).click();
    await page.waitForURL('**/risk?**');
    const search = new URL(page.url()).searchParams;
    expect([search.get('portfolio'), search.get('window')]).toEqual([demo.id, '3y']);
    await close();
  });

  it('follows the system in its colours, and remembers another choice over a reload', async () => {
    const { page, close } = await openPage(browser, server.url, { colorScheme: 'dark' });
    const scheme = () => page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'));
    await page.goto('/');
    await settled(page);
    expect(await scheme()).toBe('dark');
    await page.getByRole('button', { name: /^Colours/ }).click();
    expect(await scheme()).toBe('light');
    await page.reload({ waitUntil: 'commit' });
    await page.waitForFunction(() => document.documentElement.hasAttribute('data-mantine-color-scheme'));
    expect(await scheme()).toBe('light');
    await close();
  });

  it('says what is wrong and what to do when the server is gone, and recovers', async () => {
    const { page, close } = await openPage(browser, server.url);
    await page.route('**/api/v1/**', (route) => route.abort());
    await page.goto('/');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('Check that it is running');
    await page.unroute('**/api/v1/**');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await settled(page);
    await close();
  });

  it('keeps the rest of the app when a part of it cannot be loaded', async () => {
    const { page, close } = await openPage(browser, server.url);
    await page.goto('/');
    await settled(page);
    await page.route('**/assets/import-*.js', (route) => route.abort());
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Import' }).click();
    await page.getByText('This part of the app could not be loaded').waitFor();
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Overview' }).click();
    await settled(page);
    expect(await page.getByRole('alert').count()).toBe(0);
    await close();
  });

  it('leads on from an address that does not exist', async () => {
    const { page, close } = await openPage(browser, server.url);
    await page.goto('/no/such/page');
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await page.locator('main').getByRole('link', { name: 'Overview' }).click();
    await settled(page);
    expect(new URL(page.url()).pathname).toBe('/');
    await close();
  });
});
