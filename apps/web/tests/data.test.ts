import type { DataQuality } from '@riskoptimizer/contracts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { getJson } from './support/api.ts';
import { launchBrowser, openPage, type Size, schemes, settled, sizes } from './support/browser.ts';
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
