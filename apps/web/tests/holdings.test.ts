import { readFileSync } from 'node:fs';
import type { LedgerHoldings, Portfolio } from '@riskoptimizer/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { decimal, money, percent } from '../src/platform/format.ts';
import { askAsDemo, demoOf, getJson } from './support/api.ts';
import { launchBrowser, openPage, patient, settled, sizes, type WatchedPage } from './support/browser.ts';
import { expectNoTroubles, expectWellInEveryView } from './support/every-view.ts';
import { demoLedgerOf, dollarAssetsOf, newLedger } from './support/ledger.ts';
import { type RunningServer, startServer } from './support/server.ts';

describe.skipIf(partOrSkip('chromium'))('the holdings page', () => {
  let server: RunningServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  let ledger: Portfolio;
  let demo: Portfolio;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
    ledger = await demoLedgerOf(server.url);
    demo = await demoOf(server.url);
    // One page for all: going in takes longer than most of the tests.
    watched = await openPage(browser, server.url);
    page = watched.page;
  });
  afterEach(() => expectNoTroubles(watched));
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const holdingsOf = (id: string, query = '') =>
    getJson<LedgerHoldings>(server.url, `/portfolios/${id}/holdings${query}`);
  const table = () => page.getByRole('region', { name: 'Holdings', exact: true });
  const row = (symbol: string) => table().getByRole('row').filter({ hasText: symbol });

  it('shows what followed from the transactions on a date, and saves it as a file', async () => {
    await page.goto(`/holdings?portfolio=${ledger.id}&date=2023-06-01`);
    await settled(page);
    const answer = await holdingsOf(ledger.id, '?date=2023-06-01');
    const { totals, holdings, cash } = answer;
    expect(await page.getByTestId('verdict').textContent()).toContain(`worth ${money(totals.total, 'USD')}`);
    const figures = (await page.getByLabel('Holdings in figures').textContent()) ?? '';
    for (const amount of [totals.total, totals.cash, totals.cost, totals.unrealised, totals.realised, totals.fees]) {
      expect(figures).toContain(money(amount, 'USD'));
    }
    for (const { symbol, quantity, price, weight, inBaseCurrency } of holdings) {
      const text = (await row(symbol).textContent()) ?? '';
      for (const part of [
        decimal(quantity, 0, 6),
        decimal(price?.close, 2, 4),
        percent(weight),
        decimal(inBaseCurrency.cost, 2, 2),
      ]) {
        expect(text).toContain(part);
      }
    }
    const cashRows = page.getByRole('region', { name: 'Cash', exact: true }).locator('tbody tr');
    expect(await cashRows.count()).toBe(cash.length);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV of Holdings' }).click(),
    ]);
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(holdings.length + 1);
    expect(lines[1]).toContain(`${holdings[0]?.symbol},${holdings[0]?.quantity},`);
  });

  it('answers how a figure came about', async () => {
    await page.goto(`/holdings?portfolio=${ledger.id}`);
    await settled(page);
    await page.getByRole('button', { name: 'Unrealised' }).first().click();
    const answer = page.getByRole('dialog').getByText('value of the holdings − their cost');
    await answer.waitFor();
    expect(await answer.isVisible()).toBe(true);
  });

  it('keeps date, cost basis and grouping in the address, with subtotals that sum to the whole', async () => {
    await page.goto(`/holdings?portfolio=${ledger.id}`);
    await settled(page);
    await page.getByLabel('At the end of').fill('2023-06-01');
    await page.getByLabel('At the end of').blur();
    await page.waitForURL(/date=2023-06-01/);
    await page.getByLabel('Cost basis').selectOption('average');
    await page.getByLabel('Grouped by').selectOption('asset-class');
    await page.waitForURL(/costBasis=average/);
    await page.waitForURL(/group=asset-class/);
    const answer = await holdingsOf(ledger.id, '?date=2023-06-01&costBasis=average');
    await expect
      .poll(async () => await page.getByLabel('Holdings in figures').textContent(), patient)
      .toContain('average cost');
    await settled(page);
    const classes = [...new Set(answer.holdings.map(({ assetClass }) => assetClass.replaceAll('-', ' ')))];
    const heads = table().locator('th[scope="rowgroup"]');
    expect((await heads.allTextContents()).sort()).toEqual(classes.sort());
    const equity = answer.holdings.filter(({ assetClass }) => assetClass === 'equity');
    const value = equity.reduce((sum, { inBaseCurrency }) => sum + Number(inBaseCurrency.value), 0);
    const head = await table()
      .getByRole('row')
      .filter({ has: page.getByText('equity', { exact: true }) })
      .textContent();
    expect(head).toContain(decimal(value.toFixed(2), 2, 2));

    await page.getByLabel('Grouped by').selectOption('account');
    await expect.poll(() => heads.allTextContents(), patient).toEqual(answer.accounts);
  });

  it('puts the prices of this moment in their place, and only for today', async () => {
    await page.goto(`/holdings?portfolio=${ledger.id}`);
    await settled(page);
    const live = table().locator('td', { hasText: /^live$/ });
    await expect.poll(() => live.count(), patient).toBe(ledger.holdings.length);
    const values = () => table().locator('tfoot').textContent();
    const before = await values();
    await expect.poll(values, patient).not.toBe(before);
    await page.goto(`/holdings?portfolio=${ledger.id}&date=2023-06-01`);
    await settled(page);
    expect(await live.count()).toBe(0);
  });

  it('says what is owed, what has no price, and never a nought for it', async () => {
    const [asset] = await dollarAssetsOf(server.url);
    if (!asset) throw new Error('The demo has no asset in dollars.');
    const before = '1990-01-02';
    const id = await newLedger(server.url, 'Bought on credit', [
      { kind: 'buy', date: before, assetId: asset.id, quantity: '3', price: '10', currency: 'USD' },
    ]);
    await page.goto(`/holdings?portfolio=${id}&date=${before}`);
    await settled(page);
    expect(await page.getByTestId('verdict').textContent()).toContain('not known');
    const remarks = (await page.getByLabel('To note').textContent()) ?? '';
    expect(remarks).toContain('is short of 30 USD');
    expect(remarks).toContain(`${asset.symbol}: no value`);
    const text = (await row(asset.symbol).textContent()) ?? '';
    expect(text).toContain('no price');
    expect(text).toContain('30.00');
  });

  it('shows a portfolio that was told what it holds, with targets and drift where there are any', async () => {
    const { version, holdings } = await getJson<Portfolio>(server.url, `/portfolios/${demo.id}`);
    const [first] = holdings;
    const items = [{ assetId: first?.assetId, weight: 0.5, bandAbsolute: 0.05 }];
    const put = await askAsDemo(server.url, `/portfolios/${demo.id}/targets`, {
      method: 'PUT',
      headers: { 'if-match': `"${version}"` },
      body: JSON.stringify({ kind: 'assets', items }),
    });
    expect(put.status).toBe(200);
    await page.goto(`/holdings?portfolio=${demo.id}`);
    await settled(page);
    const header = () => table().locator('thead').textContent();
    // The targets come beside the portfolio, which does not wait for them.
    await expect.poll(header, patient).toContain('Drift');
    expect(await header()).not.toContain('Cost');
    await row(first?.symbol ?? '')
      .getByTitle('Outside its band')
      .waitFor();
  });

  it('says what is missing of a ledger without transactions', async () => {
    const id = await newLedger(server.url, 'Just begun');
    await page.goto(`/holdings?portfolio=${id}`);
    await page.getByText('Nothing is held yet').waitFor();
    await page.getByRole('link', { name: 'To its transactions' }).click();
    await page.waitForURL(`**/transactions?portfolio=${id}`);
    expect(page.url()).toContain(`/transactions?portfolio=${id}`);
  });

  it('folds the pages behind More where there is no room, and finds them there', async () => {
    await page.setViewportSize(sizes.phone.viewport);
    await page.goto(`/holdings?portfolio=${ledger.id}`);
    await settled(page);
    const pages = page.getByRole('navigation', { name: 'Pages' });
    expect(await pages.getByRole('link').allTextContents()).toEqual(['Overview', 'Holdings', 'Performance', 'Risk']);
    await pages.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Transactions' }).click();
    await page.waitForURL(`**/transactions?portfolio=${ledger.id}`);
    await settled(page);
    await page.setViewportSize(sizes.desktop.viewport);
  });

  it('has no serious finding, no sideways scroll and no small target', async () => {
    await page.goto(`/holdings?portfolio=${ledger.id}&group=asset-class`);
    await settled(page);
    await expectWellInEveryView(page);
  });
});
