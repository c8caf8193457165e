import { readFileSync } from 'node:fs';
import type { Portfolio, PortfolioPerformance, RealisedResults } from '@riskoptimizer/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { decimal, percent, signedPercent } from '../src/platform/format.ts';
import { demoOf, getJson } from './support/api.ts';
import { launchBrowser, openPage, patient, settled, type WatchedPage } from './support/browser.ts';
import { expectNoTroubles, expectWellInEveryView } from './support/every-view.ts';
import { demoLedgerOf, newLedger } from './support/ledger.ts';
import { type RunningServer, startServer } from './support/server.ts';

describe.skipIf(partOrSkip('chromium'))('the performance page', () => {
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

  const performanceOf = (query = '') =>
    getJson<PortfolioPerformance>(server.url, `/portfolios/${ledger.id}/performance${query}`);
  const figures = async () => (await page.getByLabel('Returns in figures').textContent()) ?? '';

  it('shows the three returns side by side, every part, and no trouble', async () => {
    await page.goto(`/performance?portfolio=${ledger.id}`);
    await settled(page);
    const { returns, benchmark, maxDrawdown } = await performanceOf();
    const shown = await figures();
    for (const { total, annual } of [
      returns.timeWeighted,
      returns.moneyWeighted,
      benchmark?.timeWeighted ?? returns.simple,
    ]) {
      expect(shown).toContain(`${signedPercent(total)}${signedPercent(annual)} a year`);
    }
    expect(shown).toContain(signedPercent(returns.simple.total));
    expect(shown).toContain(percent(Math.abs(maxDrawdown ?? Number.NaN)));
    expect(await page.getByTestId('verdict').textContent()).toContain(`${percent(returns.timeWeighted.annual)} a year`);
    const parts = [
      'Value and invested money',
      'Growth',
      'Month by month',
      'Drawdown',
      'Realised by asset',
      'Closings',
      'Flows',
    ];
    for (const name of parts) await page.getByRole('region', { name, exact: true }).waitFor({ timeout: 5000 });
    expect(await page.locator('[role="img"]:has(canvas)').count()).toBe(4);
    expect(await page.locator('body').textContent()).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('answers how a return came about with the formula and inputs of the server', async () => {
    await page.goto(`/performance?portfolio=${ledger.id}`);
    await settled(page);
    const { howComputed } = (await performanceOf()).returns.moneyWeighted;
    await page.getByRole('button', { name: 'Money-weighted return' }).first().click();
    const answer = page.getByRole('dialog');
    await expect.poll(() => answer.textContent(), patient).toContain(howComputed.formula);
    const text = await answer.textContent();
    expect(text).toContain(howComputed.explanation);
    expect(text).toContain('came in: 90,000.00');
  });

  it('keeps the window in the address: by name to the last price, or by dates', async () => {
    await page.goto(`/performance?portfolio=${ledger.id}`);
    await settled(page);
    await page.getByRole('radiogroup', { name: 'Window' }).getByText('YTD').click();
    await page.waitForURL(/span=ytd/);
    const year = Number(ledger.valueDate?.slice(0, 4));
    const soFar = await performanceOf(`?from=${year - 1}-12-31`);
    const total = signedPercent(soFar.returns.timeWeighted.total);
    await expect.poll(() => figures(), patient).toContain(`Time-weighted return${total}less than a year`);
    await settled(page);

    await page.goto(`/performance?portfolio=${ledger.id}&from=2020-12-31&to=2021-12-31`);
    await settled(page);
    const dated = await performanceOf('?from=2020-12-31&to=2021-12-31');
    expect(await figures()).toContain(signedPercent(dated.returns.timeWeighted.total));
    expect(dated.calendar.map(({ total: ofYear }) => signedPercent(ofYear))).toContain(
      signedPercent(dated.returns.timeWeighted.total),
    );
    const realised = await getJson<RealisedResults>(
      server.url,
      `/portfolios/${ledger.id}/realised-results?from=2021-01-01&to=2021-12-31`,
    );
    const results = page.getByRole('region', { name: 'Realised by asset' });
    await expect
      .poll(() => results.locator('tfoot').textContent(), patient)
      .toContain(decimal(realised.totals.dividends, 2, 2));
  });

  it('gives the series and the calendar as files', async () => {
    await page.goto(`/performance?portfolio=${ledger.id}`);
    await settled(page);
    const { series, calendar, flows } = await performanceOf();
    const saved = async (of: string) => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: `Download CSV of ${of}`, exact: true }).click(),
      ]);
      return readFileSync(await file.path(), 'utf8')
        .trim()
        .split('\r\n');
    };
    const value = await saved('Value and invested money');
    expect(value).toHaveLength(series.dates.length + 1);
    expect(value.at(-1)).toBe(
      [series.dates.at(-1), series.total.at(-1), series.cash.at(-1), series.invested.at(-1)].join(','),
    );
    expect(await saved('Month by month')).toHaveLength(calendar.length + 1);
    expect(await saved('Flows')).toHaveLength(flows.length + 1);
  });

  it('says that there is nothing to measure yet, and which portfolios have returns at all', async () => {
    const id = await newLedger(server.url, 'Nothing bought');
    await page.goto(`/performance?portfolio=${id}`);
    await page.getByText('There is nothing to measure yet').waitFor();
    // Too little to measure is an answer, and one with an error status.
    watched.troubles.length = 0;
    await page.goto(`/performance?portfolio=${demo.id}`);
    await page.getByText('is a portfolio by quantity').waitFor();
    await page.getByRole('link', { name: 'Make a portfolio by transactions' }).click();
    await page.waitForURL('**/portfolios/new?kind=ledger');
    expect(new URL(page.url()).pathname).toBe('/portfolios/new');
  });

  it('has no serious finding, no sideways scroll and no small target', async () => {
    await page.goto(`/performance?portfolio=${ledger.id}`);
    await settled(page);
    await expectWellInEveryView(page);
  });
});
