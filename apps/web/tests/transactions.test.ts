import type { LedgerHoldings, LedgerTransaction, Portfolio, TransactionList } from '@riskoptimizer/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { askAsDemo, getJson } from './support/api.ts';
import { launchBrowser, openPage, patient, settled, type WatchedPage } from './support/browser.ts';
import { expectNoTroubles, expectWellInEveryView } from './support/every-view.ts';
import { demoLedgerOf, dollarAssetsOf, newLedger } from './support/ledger.ts';
import { seriousFindings, sidewaysScroll, smallTargets } from './support/page-checks.ts';
import { type RunningServer, startServer } from './support/server.ts';

describe.skipIf(partOrSkip('chromium'))('the transactions page', () => {
  let server: RunningServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  let ledger: Portfolio;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
    ledger = await demoLedgerOf(server.url);
    // One page for all: going in takes longer than most of the tests.
    watched = await openPage(browser, server.url);
    page = watched.page;
  });
  afterEach(() => expectNoTroubles(watched));
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const stored = async (id: string): Promise<LedgerTransaction[]> =>
    (await getJson<TransactionList>(server.url, `/portfolios/${id}/transactions?limit=500`)).items;
  const rows = () => page.getByRole('region', { name: 'Transactions', exact: true }).locator('tbody tr');
  const drawer = () => page.getByRole('dialog');
  // A label of a field that must be filled in has an asterisk.
  const field = (label: string) => drawer().getByLabel(new RegExp(`^${label}( \\*)?$`));

  it('shows the ledger, and finds in it what the address looks for', async () => {
    await page.goto(`/transactions?portfolio=${ledger.id}`);
    await settled(page);
    const items = await stored(ledger.id);
    expect(await rows().count()).toBe(items.length);
    await page.getByLabel('What happened').selectOption('buy');
    await page.waitForURL(/kind=buy/);
    const buys = items.filter(({ content }) => content.kind === 'buy');
    await expect.poll(() => rows().count(), patient).toBe(buys.length);
    await page.getByLabel('From', { exact: true }).fill('2020-01-01');
    await page.getByLabel('From', { exact: true }).blur();
    await page.waitForURL(/since=2020-01-01/);
    const later = buys.filter(({ content }) => content.date >= '2020-01-01');
    await expect.poll(() => rows().count(), patient).toBe(later.length);
    await page.getByRole('button', { name: 'Show everything' }).click();
    await expect.poll(() => rows().count(), patient).toBe(items.length);
  });

  it('begins a portfolio by transactions, and takes deposit, purchase and sale by keyboard', async () => {
    const [asset] = await dollarAssetsOf(server.url);
    await page.goto('/portfolios/new');
    await page.getByRole('radiogroup', { name: 'Allocation by' }).getByText('By transactions').click();
    await page.getByLabel('Name').fill('By hand');
    await page.getByRole('button', { name: 'Make the portfolio' }).click();
    await page.waitForURL(/\/transactions\?portfolio=/);
    const id = new URL(page.url()).searchParams.get('portfolio') ?? '';

    await page.getByRole('button', { name: 'Enter the first deposit' }).click();
    await field('Date').waitFor();
    await expect.poll(() => field('Date').evaluate((input) => input === document.activeElement), patient).toBe(true);
    await field('Date').fill('2024-01-02');
    await field('Amount').fill('10000,50');
    await page.keyboard.press('Enter');
    await drawer().waitFor({ state: 'hidden' });
    await settled(page);
    expect(await rows().first().textContent()).toContain('+10,000.50 USD');

    await page.getByRole('button', { name: 'New transaction' }).click();
    await field('Date').fill('2024-01-03');
    await field('Asset').selectOption(asset?.id ?? '');
    await field('Quantity').fill('1,250');
    await field('Price of one unit').fill('20');
    await page.keyboard.press('Enter');
    await drawer().getByText('can be read in two ways').waitFor();
    await field('Quantity').fill('12.5');
    await drawer().getByRole('button', { name: 'Enter it and go on' }).click();
    await expect.poll(() => field('Quantity').inputValue(), patient).toBe('');
    expect(await field('Asset').inputValue()).toBe(asset?.id);

    await drawer().getByLabel('What happened').selectOption('sell');
    await field('Date').fill('2024-02-01');
    await field('Quantity').fill('2.5');
    await field('Price of one unit').fill('30');
    await field('Fee').fill('1');
    await page.keyboard.press('Enter');
    await drawer().waitFor({ state: 'hidden' });
    const { holdings, cash } = await getJson<LedgerHoldings>(server.url, `/portfolios/${id}/holdings`);
    expect(holdings.map(({ quantity }) => quantity)).toEqual(['10']);
    expect(cash.map(({ amount }) => Number(amount))).toEqual([10_000.5 - 250 + 74]);
  });

  it('shows what the server refuses at its field', async () => {
    const [asset] = await dollarAssetsOf(server.url);
    const id = await newLedger(server.url, 'Too much', [
      { kind: 'buy', date: '2024-01-03', assetId: asset?.id ?? '', quantity: '10', price: '20', currency: 'USD' },
    ]);
    await page.goto(`/transactions?portfolio=${id}&new=sell`);
    await field('Asset').selectOption(asset?.id ?? '');
    await field('Quantity').fill('11');
    await field('Price of one unit').fill('30');
    await page.keyboard.press('Enter');
    await expect.poll(() => field('Quantity').getAttribute('aria-invalid'), patient).toBe('true');
    expect(await drawer().textContent()).toMatch(/11|10/);
    expect(await stored(id)).toHaveLength(1);
    watched.troubles.length = 0;
    // Nothing of it stays when it is corrected.
    await field('Quantity').fill('10');
    expect(await field('Quantity').getAttribute('aria-invalid')).not.toBe('true');
    await page.keyboard.press('Enter');
    await drawer().waitFor({ state: 'hidden' });
    expect(await stored(id)).toHaveLength(2);
  });

  it('corrects and takes out, and undoes both', async () => {
    const id = await newLedger(server.url, 'Corrected', [
      { kind: 'deposit', date: '2024-01-03', amount: '100', currency: 'USD', note: 'salary' },
    ]);
    await page.goto(`/transactions?portfolio=${id}`);
    await settled(page);
    const amounts = async () => (await stored(id)).map(({ content }) => 'amount' in content && content.amount);
    const undo = page.getByRole('button', { name: 'Undo' });
    await page.getByRole('button', { name: /^Edit Deposit/ }).click();
    await page.waitForURL(/edit=/);
    expect(await field('Note').inputValue()).toBe('salary');
    await field('Amount').fill('250');
    await drawer().getByRole('button', { name: 'Save' }).click();
    await expect.poll(amounts, patient).toEqual(['250']);
    await undo.click();
    await expect.poll(amounts, patient).toEqual(['100']);
    await undo.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: /^Delete Deposit/ }).click();
    await page.getByText('No transaction is entered yet').waitFor();
    expect(await amounts()).toEqual([]);
    await undo.click();
    await expect.poll(amounts, patient).toEqual(['100']);
  });

  it('keeps what was typed when somebody else was quicker, says so, and replaces that only when asked again', async () => {
    const id = await newLedger(server.url, 'Two at once', [
      { kind: 'deposit', date: '2024-01-03', amount: '100', currency: 'USD', note: 'first' },
    ]);
    await page.goto(`/transactions?portfolio=${id}`);
    await settled(page);
    await page.getByRole('button', { name: /^Edit Deposit/ }).click();
    await field('Note').fill('mine');
    const [before] = await stored(id);
    const path = `/portfolios/${id}/transactions/${before?.id}`;
    const content = { ...before?.content, note: 'of somebody else' };
    const headers = { 'if-match': `"${before?.version}"` };
    const quicker = await askAsDemo(server.url, path, { method: 'PUT', body: JSON.stringify(content), headers });
    expect(quicker.status).toBe(200);
    const save = drawer().getByRole('button', { name: 'Save' });
    await save.click();
    await drawer().getByText('By now it says').waitFor();
    expect(await field('Note').inputValue()).toBe('mine');
    expect((await stored(id)).map(({ content: { note } }) => note)).toEqual(['of somebody else']);
    await save.click();
    await expect.poll(async () => (await stored(id)).map(({ content: { note } }) => note), patient).toEqual(['mine']);
    expect(watched.troubles.splice(0)).toEqual([expect.stringMatching(/^status 412/)]);
  });

  it('shows only the fields of the kind', async () => {
    await page.goto(`/transactions?portfolio=${ledger.id}&new=deposit`);
    const labels = async () =>
      (await drawer().locator('form label').allTextContents()).map((text) => text.replace(' *', ''));
    await field('Amount').waitFor();
    expect(await labels()).toEqual([
      'What happened',
      'Date',
      'Account',
      'Amount',
      'Currency',
      'Note',
      'Identifier at the broker',
    ]);
    await drawer().getByLabel('What happened').selectOption('split');
    expect(await labels()).toEqual([
      'What happened',
      'Date',
      'Account',
      'Asset',
      'Ratio',
      'Note',
      'Identifier at the broker',
    ]);
    await page.keyboard.press('Escape');
    await drawer().waitFor({ state: 'hidden' });
    expect(new URL(page.url()).searchParams.get('new')).toBeNull();
  });

  it('has no serious finding, no sideways scroll and no small target, nor has its form', async () => {
    await page.goto(`/transactions?portfolio=${ledger.id}&kind=buy`);
    await settled(page);
    await expectWellInEveryView(page);
    await page.goto(`/transactions?portfolio=${ledger.id}&new=buy`);
    await field('Quantity').waitFor();
    await page.keyboard.press('Enter');
    await drawer().getByText('expected an asset').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    expect(await smallTargets(page)).toEqual([]);
  });
});
