import type { AssetRefresh, DataQuality, Job } from '@riskoptimizer/contracts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { makeAccount, makeOwner, openPageOf } from './support/accounts.ts';
import { askAsDemo, assetsOf, getJson } from './support/api.ts';
import { launchBrowser, openPage, patient, type Size, schemes, settled, sizes } from './support/browser.ts';
import { expectNoTroubles } from './support/every-view.ts';
import { seriousFindings, sidewaysScroll, smallTargets } from './support/page-checks.ts';
import { bob } from './support/people.ts';
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

  it('finds an instrument, follows it, and refreshes it as a job that the page hears of', async () => {
    const [known] = await assetsOf(server.url);
    const symbol = known?.symbol ?? 'none';
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto('/data');
    await settled(page);
    const panel = page.getByRole('region', { name: 'Follow an asset' });
    await panel.getByLabel('Symbol, name or ISIN').fill(symbol);
    await panel.getByLabel('Asked is').selectOption('simulated');
    await panel.getByRole('button', { name: 'Search' }).click();
    await panel.getByRole('button', { name: `Choose ${symbol} of simulated`, exact: true }).click();
    const form = panel.getByRole('form', { name: `Follow ${symbol}` });
    const own = form.getByLabel('Your symbol');
    expect(await own.evaluate((element) => element === document.activeElement)).toBe(true);
    await own.fill('FOLLOWED');
    expect(await form.getByLabel('Currency').inputValue()).toBe(known?.currency);
    await form.getByLabel('Currency').fill('');
    await form.getByRole('button', { name: 'Follow and fetch the prices' }).click();
    await expect.poll(() => form.getByLabel('Currency').getAttribute('aria-invalid'), patient).toBe('true');
    expect(troubles.splice(0)).toEqual([expect.stringMatching(/^status 400: .*\/market-data\/assets$/)]);
    await form.getByLabel('Currency').fill(known?.currency ?? '');
    expect(await seriousFindings(page)).toEqual([]);
    await form.getByRole('button', { name: 'Follow and fetch the prices' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText(`simulated, there ${symbol}`).waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });

    const followed = async () =>
      (await getJson<DataQuality>(server.url, '/market-data/quality')).items.find((one) => one.symbol === 'FOLLOWED');
    const before = await followed();
    expect(before?.lastDate).toBe(known?.prices.lastDate);
    const examined = page.waitForResponse((response) => response.url().endsWith('/market-data/quality'));
    await page.getByRole('button', { name: 'Refresh all' }).click();
    await examined;
    expect((await followed())?.feed?.lastSuccessAt).not.toBe(before?.feed?.lastSuccessAt);
    const jobs = await getJson<{ items: Job[] }>(server.url, '/jobs');
    expect(jobs.items[0]).toMatchObject({ kind: 'refresh-prices', state: 'done' });
    expect(troubles).toEqual([]);

    // A real one is over before it is drawn: its state is written over in the answer.
    const waiting = { ...jobs.items[0], state: 'active', finishedAt: null, progress: 0.25 };
    await page.route(/\/api\/v1\/jobs$/, (route) => route.fulfill({ json: { items: [waiting], nextCursor: null } }));
    const asked: string[] = [];
    await page.route(/\/jobs\/[^/]+\/cancel$/, async (route) => {
      asked.push(new URL(route.request().url()).pathname);
      await route.fulfill({ json: waiting });
    });
    await page.reload();
    await page.getByText(/^Refreshing, 25/).waitFor();
    await page.getByRole('button', { name: 'Cancel the refresh' }).click();
    await expect.poll(() => asked, patient).toEqual([`/api/v1/jobs/${waiting.id}/cancel`]);
    await close();
  });

  it('says why an asset has no prices and why a provider gave no answer, and gives the focus back', async () => {
    const json = { provider: 'simulated', providerSymbol: 'NOSUCH', currency: 'USD' };
    const answer = await askAsDemo(server.url, '/market-data/assets', { method: 'POST', body: JSON.stringify(json) });
    const { feed } = (await answer.json()) as AssetRefresh;
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto('/data?source=provider&state=stale');
    await settled(page);
    const row = page.getByRole('region', { name: 'State of the prices' }).locator('tbody tr', { hasText: 'NOSUCH' });
    expect(await row.textContent()).toContain(feed.failure?.message);
    expect(await row.textContent()).not.toMatch(/\b0[.,]00/);
    const opener = row.getByRole('button', { name: 'Open NOSUCH' });
    await opener.focus();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByText(feed.failure?.message ?? 'no message').waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    await expect.poll(() => opener.evaluate((element) => element === document.activeElement), patient).toBe(true);

    // Who refuses depends on the network of the machine: the refusal of a limit is written into the answer.
    const refused = [
      { provider: 'coinbase', kind: 'rate-limited', message: 'Rate limit.', until: '2026-11-20T14:05:00.000Z' },
    ];
    await page.route(/\/market-data\/search/, (route) => route.fulfill({ json: { items: [], refused } }));
    const panel = page.getByRole('region', { name: 'Follow an asset' });
    await panel.getByLabel('Symbol, name or ISIN').fill('BTC');
    await panel.getByRole('button', { name: 'Search' }).click();
    await panel.getByText(/^coinbase gave no answer: Rate limit\. Until .*14:05 UTC\.$/).waitFor();
    await panel.getByText(/^Nothing was found/).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  });

  it('leaves a doubtful price out with a reason, and takes it back', async () => {
    const { items } = await getJson<DataQuality>(server.url, '/market-data/quality');
    const world = items.find(({ symbol }) => symbol === 'WORLDX');
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto(`/data?asset=${world?.assetId}`);
    const drawer = page.getByRole('dialog');
    const form = drawer.getByRole('form', { name: 'Decide about a price' });
    await form.getByLabel('Day').fill(world?.lastDate ?? '');
    await form.getByLabel('Reason').fill('Misprinted');
    await form.getByRole('button', { name: 'Decide' }).click();
    const row = drawer.getByRole('region', { name: 'Decisions about prices' }).locator('tbody tr');
    await row.getByText('Misprinted').waitFor();
    await row.getByText('left out').waitFor();
    const lastDate = async () =>
      (await getJson<DataQuality>(server.url, '/market-data/quality')).items.find(({ symbol }) => symbol === 'WORLDX')
        ?.lastDate;
    expect(await lastDate()).not.toBe(world?.lastDate);
    expect(await seriousFindings(page)).toEqual([]);
    await row.getByRole('button', { name: /^Take back/ }).click();
    await row.waitFor({ state: 'detached' });
    expect(await lastDate()).toBe(world?.lastDate);
    expect(troubles).toEqual([]);
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

  // The last one: with an account on the server there is no demo any more.
  it('takes keys of providers for oneself and for everybody, and shows them to nobody', async () => {
    const owner = await makeOwner(server);
    const { client } = await makeAccount(server, owner, bob, 'analyst');
    const watched = await openPageOf(browser, server, bob, '/data');
    const { page } = watched;
    const row = page.getByRole('region', { name: 'Providers' }).locator('tr', { hasText: 'tiingo' });
    await row.getByText('needs a key').waitFor();
    await row.getByRole('button', { name: 'Open tiingo' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel('Your key').fill('with a space');
    await drawer.getByRole('button', { name: 'Keep the key' }).click();
    await drawer
      .getByText(/expected|must match/i)
      .first()
      .waitFor();
    expect(watched.troubles.splice(0)).toEqual([expect.stringMatching(/^status 400: /)]);
    await drawer.getByLabel('Your key').fill('key-of-bob-1234');
    await drawer.getByRole('button', { name: 'Keep the key' }).click();
    await drawer.getByRole('button', { name: 'Take my key away' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await drawer.getByLabel('For everybody on this server').count()).toBe(0);
    await page.keyboard.press('Escape');
    await row.getByText('yours').waitFor();
    await page.reload();
    await row.getByText('yours').waitFor();
    expect(await page.content()).not.toContain('key-of-bob');
    await row.getByRole('button', { name: 'Open tiingo' }).click();
    await drawer.getByRole('button', { name: 'Ask it no more' }).click();
    await drawer.getByRole('button', { name: 'Ask it', exact: true }).click();
    await drawer.getByRole('button', { name: 'Take my key away' }).click();
    await drawer.getByRole('button', { name: 'Take my key away' }).waitFor({ state: 'detached' });
    await row.getByText('needs a key').waitFor({ state: 'attached' });

    // The owner has a key for everybody: bob sees that there is one.
    await owner.client.putServerProvider({ provider: 'tiingo', key: 'key-of-the-server' });
    await page.reload();
    await drawer.getByText('of the server').waitFor();
    expect((await client.listProviders()).items.find(({ name }) => name === 'tiingo')?.keyFrom).toBe('server');
    expectNoTroubles(watched);
    await watched.close();
  });
});
