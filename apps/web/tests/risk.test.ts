import { readFileSync } from 'node:fs';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { dateMedium, missing, number, percent } from '../src/platform/format.ts';
import { askAsDemo, assetsOf, demoOf, riskOf } from './support/api.ts';
import { launchBrowser, openPage, patient, settled } from './support/browser.ts';
import { type RunningServer, startServer } from './support/server.ts';

describe.skipIf(partOrSkip('chromium'))('risk', () => {
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);
  const figures = async (page: Page) => (await page.getByLabel('Risk in figures').textContent()) ?? '';
  /** Clicks one segment of a control, and waits until its figures are there. */
  const choose = async (page: Page, control: string, option: string) => {
    await page.getByRole('radiogroup', { name: control }).getByText(option, { exact: true }).click();
    await settled(page);
  };

  it('is filled with every part, without a word of trouble', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto('/risk');
    await settled(page);
    const parts = [
      'Profit and loss',
      'Drawdown',
      'Who carries the risk',
      'Contributions to risk',
      'Deepest drawdowns',
      'Rolling volatility',
      'Correlation',
      'Data coverage',
      'All measures',
    ];
    for (const name of parts) await page.getByRole('region', { name, exact: true }).waitFor({ timeout: 5000 });
    expect(await page.locator('[role="img"]:has(canvas)').count()).toBe(6);
    expect(await page.locator('body').textContent()).not.toMatch(/NaN|undefined|Infinity/);
    expect(troubles).toEqual([]);
    await close();
  });

  it('keeps every control in the address, and leaves defaults out of it', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    const demo = await demoOf(server.url);
    await page.goto('/risk');
    await settled(page);

    await choose(page, 'Window', '3y');
    await choose(page, 'Confidence', '99 %'.replace(' ', '\u00A0'));
    await choose(page, 'Horizon', '10');
    await page.getByLabel('Benchmark').selectOption('none');
    await page.getByLabel('Risk-free rate').fill('2,5');
    await page.keyboard.press('Enter');
    await page.waitForURL(/riskFree=0\.025/);
    await settled(page);
    const names = ['window', 'confidence', 'horizon', 'benchmark', 'riskFree'];
    expect(names.map((name) => parameter(page, name))).toEqual(['3y', '0.99', '10', 'none', '0.025']);

    const query = '?window=3y&confidence=0.99&horizon=10&benchmark=none&riskFree=0.025';
    const risk = await riskOf(server.url, demo.id, query);
    // The address is there before its figures are; the risk-free rate came last.
    await expect.poll(() => figures(page), patient).toContain(`Sharpe ratio${number(risk.performance.sharpeRatio)}`);
    const shown = await figures(page);
    expect(shown).toContain(percent(risk.measures['value-at-risk'], 2));
    expect(shown).toContain(percent(risk.measures.cvar, 2));
    expect(shown).toContain(`Beta${missing}`);

    await page.reload();
    await settled(page);
    expect(await figures(page)).toBe(shown);

    await choose(page, 'Window', '5y');
    await choose(page, 'Horizon', '1');
    await expect.poll(() => [parameter(page, 'window'), parameter(page, 'horizon')], patient).toEqual([null, null]);
    expect(troubles).toEqual([]);
    await close();
  });

  it('takes dates of its own, and refuses a confidence that makes no sense where it is typed', async () => {
    const { page, close } = await openPage(browser, server.url);
    const { coverage } = await riskOf(server.url, (await demoOf(server.url)).id);
    const year = Number(coverage.to.slice(0, 4)) - 2;
    await page.goto(`/risk?from=${year}-01-01&to=${year}-12-31`);
    await settled(page);
    await page
      .getByText(new RegExp(`to 3?\\d Dec ${year}`))
      .first()
      .waitFor();

    await page.getByRole('radiogroup', { name: 'Confidence' }).getByText('other').click();
    const field = page.getByLabel('Confidence in per cent');
    await field.fill('100');
    await page.keyboard.press('Enter');
    await page.getByText('expected 50.01 to 99.99').waitFor();
    expect(parameter(page, 'confidence')).toBeNull();
    await field.fill('99.5');
    await page.keyboard.press('Enter');
    await page.waitForURL(/confidence=0\.995/);
    await close();
  });

  it('splits the risk: components sum to the whole, sorted and by measure as the address says', async () => {
    const { page, close } = await openPage(browser, server.url);
    await page.goto('/risk?measure=cvar&sort=symbol');
    await settled(page);
    const risk = await riskOf(server.url, (await demoOf(server.url)).id);
    const table = page.getByRole('region', { name: /^Contributions of every asset to the CVaR/ });
    const footer = await table.locator('tfoot td').allTextContents();
    expect(footer[0]).toBe('Sum');
    expect(footer[4]).toBe(percent(risk.measures.cvar, 3));
    expect(footer[5]).toBe(percent(1));
    const symbols = await table.locator('tbody th').allTextContents();
    expect(symbols).toEqual([...symbols].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })));

    await table.getByRole('button', { name: 'Weight', exact: true }).click();
    await page.waitForURL(/sort=-weight/);
    const heaviest = [...risk.contributions].sort((a, b) => b.weight - a.weight)[0];
    await expect.poll(() => table.locator('tbody th').first().textContent(), patient).toBe(heaviest?.symbol);
    await page.getByRole('radiogroup', { name: 'Measure' }).getByText('VaR', { exact: true }).click();
    await page.waitForURL(/measure=value-at-risk/);
    await close();
  });

  it('names the asset that limits the window', async () => {
    const { page, close } = await openPage(browser, server.url);
    const { portfolioId, youngest } = await makePortfolioOfYoungest();
    await page.goto(`/risk?window=max&portfolio=${portfolioId}`);
    await settled(page);
    const { window } = await riskOf(server.url, portfolioId, '?window=max');
    const panel = await page.getByRole('region', { name: 'Data coverage' }).textContent();
    expect(panel).toContain(`${youngest.symbol} limits the window`);
    expect(panel).toContain(`All assets share ${dateMedium(window.from)}`);
    await close();
  });

  it('gives the tables as CSV at full precision, and the charts as PNG', async () => {
    const { page, close } = await openPage(browser, server.url);
    await page.goto('/risk');
    await settled(page);
    const risk = await riskOf(server.url, (await demoOf(server.url)).id);
    const saved = async (button: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: button, exact: true }).click(),
      ]);
      return { name: download.suggestedFilename(), content: readFileSync(await pathOf(download)) };
    };
    const csv = await saved('Download CSV of Contributions to risk');
    const rows = csv.content.toString('utf8').trim().split('\r\n');
    expect(csv.name).toMatch(/contributions-standard-deviation.*\.csv$/);
    expect(rows).toHaveLength(risk.contributions.length + 1);
    expect(rows[1]).toContain(String(risk.contributions[0]?.component['standard-deviation']));
    const drawdown = await saved('Download CSV of Drawdown');
    expect(drawdown.content.toString('utf8').split('\r\n')).toHaveLength(risk.path.dates.length + 2);
    const png = await saved('Download PNG of Drawdown');
    expect(png.content.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect(png.content.length).toBeGreaterThan(10_000);
    await close();
  });

  it('walks along a chart by keyboard', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto('/risk');
    await settled(page);
    const chart = page.getByRole('region', { name: 'Rolling volatility' }).getByRole('img');
    await chart.focus();
    await page.keyboard.press('End');
    const tip = chart.locator('.ro-tooltip');
    await tip.waitFor();
    const last = await tip.textContent();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => tip.textContent(), patient).not.toBe(last);
    await page.keyboard.press('Escape');
    await tip.waitFor({ state: 'hidden' });
    expect(troubles).toEqual([]);
    await close();
  });

  it('prints light and whole from a dark screen', async () => {
    const { page, troubles, close } = await openPage(browser, server.url, { colorScheme: 'dark' });
    await page.goto('/risk');
    await settled(page);
    const surface = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await surface()).not.toBe('rgb(255, 255, 255)');
    await page.emulateMedia({ media: 'print' });
    await expect.poll(surface, patient).toBe('rgb(255, 255, 255)');
    // One still picture a chart, and nothing of the controls.
    await expect.poll(() => page.locator('[role="img"] + div > canvas').count(), patient).toBe(6);
    expect(await page.getByRole('radiogroup', { name: 'Window' }).isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    await expect.poll(surface, patient).not.toBe('rgb(255, 255, 255)');
    expect(troubles).toEqual([]);
    await close();
  });

  it('says which portfolio is not there, with the request to quote', async () => {
    const { page, close } = await openPage(browser, server.url);
    await page.goto('/risk?portfolio=00000000-0000-4000-8000-000000000000');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/Request \S+/);
    await page.getByLabel('Portfolio', { exact: true }).selectOption({ index: 1 });
    await settled(page);
    await close();
  });

  /** Half in the asset with the shortest history, half in the one with the longest. */
  async function makePortfolioOfYoungest() {
    const byAge = (await assetsOf(server.url)).sort((a, b) =>
      (a.prices.firstDate ?? '').localeCompare(b.prices.firstDate ?? ''),
    );
    const [oldest, youngest] = [byAge[0], byAge.at(-1)];
    if (!oldest || !youngest) throw new Error('The demo market has no assets.');
    expect(youngest.prices.firstDate).not.toBe(oldest.prices.firstDate);
    const items = [oldest, youngest].map(({ id }) => ({ assetId: id, weight: 0.5 }));
    const answer = await askAsDemo(server.url, '/portfolios', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Young and old', allocation: { kind: 'weights', items } }),
    });
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as { id: string };
    return { portfolioId: id, youngest };
  }
});

async function pathOf(download: Download): Promise<string> {
  const path = await download.path();
  if (!path) throw new Error(`The download failed: ${await download.failure()}`);
  return path;
}
