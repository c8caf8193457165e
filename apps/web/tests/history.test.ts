import type { Asset, Portfolio } from '@riskoptimizer/contracts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { askAsDemo, assetsOf, getJson, portfoliosOf } from './support/api.ts';
import { launchBrowser, openPage, patient, settled } from './support/browser.ts';
import { expectWellInEveryView } from './support/every-view.ts';
import { seriousFindings, sidewaysScroll, smallTargets } from './support/page-checks.ts';
import { type RunningServer, startServer } from './support/server.ts';

describe.skipIf(partOrSkip('chromium'))('the history of a portfolio', () => {
  let server: RunningServer;
  let browser: Browser;
  let assets: Asset[];
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
    assets = (await assetsOf(server.url)).slice(0, 3);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const send = async (method: string, path: string, body: unknown, version?: number): Promise<Portfolio> => {
    const answer = await askAsDemo(server.url, path, {
      method,
      body: JSON.stringify(body),
      ...(version !== undefined && { headers: { 'if-match': `"${version}"` } }),
    });
    const text = await answer.text();
    expect([answer.status, text]).toEqual([answer.ok ? answer.status : 'success', text]);
    return JSON.parse(text) as Portfolio;
  };
  const input = (name: string, ...weights: number[]) => ({
    name,
    allocation: {
      kind: 'weights',
      items: weights.map((weight, index) => ({ assetId: assets[index]?.id, weight })),
    },
  });
  const make = (name: string) => send('POST', '/portfolios', input(name, 0.5, 0.5));
  const weightsOf = async (id: string) => {
    const { holdings } = await getJson<Portfolio>(server.url, `/portfolios/${id}`);
    return Object.fromEntries(holdings.map(({ symbol, weight }) => [symbol, weight]));
  };

  it('is reached from the list, names what changed side by side, goes back, and takes that back', async () => {
    const { id } = await make('Changing');
    await send('PUT', `/portfolios/${id}`, input('Changed', 0.2, 0.5, 0.3), 1);
    const [one, two, three] = assets.map(({ symbol }) => symbol) as [string, string, string];
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto('/portfolios');
    await page.getByRole('link', { name: 'History of Changed' }).click();
    await settled(page);
    expect(await page.getByTestId('verdict').textContent()).toContain(`Changed: name, 2 holdings (${one}, ${three}).`);

    await page.getByRole('button', { name: 'Open version 2' }).click();
    const drawer = page.getByRole('dialog');
    const row = (symbol: string) => drawer.getByRole('row', { name: symbol });
    await row(one).waitFor();
    const cells = async (symbol: string) =>
      (await row(symbol).locator('th, td').allTextContents()).map((text) => text.replaceAll('\u00A0', ' '));
    expect(await cells(one)).toEqual([one, '50.00 %', '20.00 %', '−30.00 points']);
    expect(await cells(three)).toEqual([three, 'not held', '30.00 %', '+30.00 points']);
    expect(await row(two).count()).toBe(0);
    expect(await drawer.getByRole('row', { name: 'Name' }).textContent()).toBe('NameChangingChanged');
    // What counts now is nothing to go back to.
    expect(await drawer.getByRole('button', { name: /Go back/ }).count()).toBe(0);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Open version 1' }).click();
    await drawer.getByText('Against now').click();
    await expect.poll(() => cells(one), patient).toEqual([one, '20.00 %', '50.00 %', '+30.00 points']);
    expect(await seriousFindings(page)).toEqual([]);
    await drawer.getByRole('button', { name: 'Go back to version 1' }).click();
    await page.getByText('“Changing” is as in version 1 again').waitFor();
    expect(await weightsOf(id)).toEqual({ [one]: 0.5, [two]: 0.5 });
    await page.getByRole('button', { name: 'Open version 3' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Open version 4' }).waitFor();
    expect(await weightsOf(id)).toEqual({ [one]: 0.2, [two]: 0.5, [three]: 0.3 });
    expect(troubles).toEqual([]);
    await close();
  });

  it('says so when nothing has changed, and when what was shown is old by now', async () => {
    const { id } = await make('Still');
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto(`/portfolios/${id}/history`);
    await settled(page);
    await page.getByText('Nothing has changed since').waitFor();
    await send('PUT', `/portfolios/${id}`, input('Still', 0.4, 0.6), 1);
    await page.goto(`/portfolios/${id}/history?version=1`);
    const back = page.getByRole('button', { name: 'Go back to version 1' });
    await back.waitFor();
    // Somebody is faster: the answer of the page is held until then.
    await page.route(/\/revert$/, async (route) => {
      await send('PUT', `/portfolios/${id}`, input('Still', 0.3, 0.7), 2);
      await route.continue();
    });
    await back.click();
    await page.getByText('nothing was overwritten').waitFor();
    expect(Object.values(await weightsOf(id))).toEqual([0.3, 0.7]);
    expect(troubles.splice(0)).toEqual([expect.stringContaining('status 412')]);
    await page.goto(`/portfolios/${id}/history?version=99`);
    await page.getByText('The version could not be read').waitFor();
    await close();
  });

  it('of a portfolio by transactions is shown without a way back', async () => {
    const summaries = await portfoliosOf(server.url);
    const all = await Promise.all(summaries.map(({ id }) => getJson<Portfolio>(server.url, `/portfolios/${id}`)));
    const ledger = all.find(({ allocationKind }) => allocationKind === 'ledger');
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto(`/portfolios/${ledger?.id}/history?version=1`);
    await settled(page);
    const drawer = page.getByRole('dialog');
    if (ledger?.version === 1) await drawer.getByText('It is the one that counts now').waitFor();
    else await drawer.getByText('Change the transactions instead').waitFor();
    expect(await drawer.getByRole('button', { name: /Go back/ }).count()).toBe(0);
    expect(troubles).toEqual([]);
    await close();
  });

  it('has no serious finding, no sideways scroll and no small target, with a version open and without', async () => {
    const { id } = await make('Looked at');
    await send('PUT', `/portfolios/${id}`, input('Looked at from all sides', 0.1, 0.2, 0.7), 1);
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto(`/portfolios/${id}/history`);
    await settled(page);
    await expectWellInEveryView(page);
    // Left as a dark phone.
    await page.getByRole('button', { name: 'Open version 2' }).click();
    await page.getByRole('dialog').getByText('Difference').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    expect(await smallTargets(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  });
});
