import type { DataQuality } from '@riskoptimizer/contracts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { getJson } from './support/api.ts';
import { launchBrowser, openPage, patient, type Size, schemes, settled, sizes } from './support/browser.ts';
import { seriousFindings, sidewaysScroll, smallTargets } from './support/page-checks.ts';
import { type RunningServer, startServer } from './support/server.ts';

describe.skipIf(partOrSkip('chromium'))('the data page', () => {
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('has a row for each asset as the server examined it, and opens its doubts', async () => {
    const { items } = await getJson<DataQuality>(server.url, '/market-data/quality');
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto('/data');
    await settled(page);
    const table = page.getByRole('region', { name: 'State of the prices' });
    expect(await table.locator('tbody tr').count()).toBe(items.length);
    expect(await page.getByTestId('verdict').textContent()).toContain(`Of ${items.length} assets`);
    const first = items[0];
    await table.getByRole('button', { name: `Open ${first?.symbol}`, exact: true }).click();
    await page.waitForURL(new RegExp(`asset=${first?.assetId}`));
    const drawer = page.getByRole('dialog');
    await drawer.getByText(`${first?.symbol}, ${first?.name}`).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  });

  it('follows an asset by hand, shows it without a reload, and refreshes everything as a job', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto('/data');
    await settled(page);
    const form = page.getByRole('form', { name: 'Follow' });
    await form.getByLabel('Provider').selectOption('simulated');
    await form.getByLabel('Its symbol there').fill('NORTHW');
    await form.getByLabel('Name').fill('Northwall, followed');
    await form.getByLabel('Currency').fill('usd');
    await form.getByRole('button', { name: 'Follow' }).click();
    await form.getByText(/NORTHW is followed: [\d,]+ prices stored/).waitFor();
    const row = page
      .getByRole('region', { name: 'State of the prices' })
      .locator('tr', { hasText: 'Northwall, followed' });
    await row.getByText('simulated', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Refresh all' }).click();
    const done = async () =>
      (await getJson<{ items: { kind: string; state: string }[] }>(server.url, '/jobs')).items.find(
        ({ kind }) => kind === 'refresh-prices',
      )?.state;
    await expect.poll(done, patient).toBe('done');
    await page.getByRole('button', { name: 'Refresh all' }).waitFor();

    await row.getByRole('button', { name: 'Open NORTHW' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('button', { name: 'Refresh this asset' }).waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    expect(troubles).toEqual([]);
    await close();
  });

  it('says why nothing can be followed there: the field, and what was expected', async () => {
    const { page, close } = await openPage(browser, server.url);
    await page.goto('/data');
    await settled(page);
    const form = page.getByRole('form', { name: 'Follow' });
    await form.getByLabel('Its symbol there').fill('NORTHW');
    await form.getByLabel('Currency').fill('dollars');
    await form.getByRole('button', { name: 'Follow' }).click();
    await form
      .getByText(/expected/i)
      .first()
      .waitFor();
    await close();
  });

  it('tells of each provider whether it can be asked, and offers the demo no keys', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto('/data');
    await settled(page);
    const table = page.getByRole('region', { name: 'Providers', exact: true }).last();
    await table.locator('tr', { hasText: 'tiingo' }).getByText('needs a key').waitFor();
    await table.locator('tr', { hasText: 'ecb' }).getByText('yes', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Open tiingo' }).count()).toBe(0);
    expect(troubles).toEqual([]);
    await close();
  });

  it('has no serious finding, no sideways scroll and no small target', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto('/data');
    await settled(page);
    for (const size of Object.keys(sizes) as Size[]) {
      for (const colorScheme of schemes) {
        await page.setViewportSize(sizes[size].viewport);
        await page.emulateMedia({ colorScheme });
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
