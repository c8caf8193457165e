import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Portfolio } from '@riskoptimizer/contracts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { percent } from '../src/platform/format.ts';
import { askAsDemo, assetsOf, getJson, portfoliosOf, riskOf } from './support/api.ts';
import { launchBrowser, openPage, settled } from './support/browser.ts';
import { type RunningServer, startServer } from './support/server.ts';

/** Three assets on forty days whose prices rise and fall: enough for every figure. */
function pricesCsv(symbols: readonly string[], delimiter = ',', decimal = '.'): string {
  const lines = Array.from({ length: 40 }, (_, day) => {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
    const prices = symbols.map((_, asset) => (100 + asset * 10 + ((day * (asset + 3)) % 7) - 3).toFixed(2));
    return [date, ...prices.map((price) => price.replace('.', decimal))].join(delimiter);
  });
  return [['date', ...symbols].join(delimiter), ...lines].join('\n');
}

const badFiles: readonly { name: string; text: string; says: readonly RegExp[] }[] = [
  { name: 'empty', text: '', says: [/empty/i] },
  {
    name: 'text in a price',
    text: 'date,AAA\n2024-01-02,10\n2024-01-03,ten\n',
    says: [/line 3, column 2 \(AAA\)/i, /ten/],
  },
  { name: 'negative price', text: 'date,AAA\n2024-01-02,10\n2024-01-03,-1\n', says: [/line 3, column 2 \(AAA\)/i] },
  { name: 'duplicate date', text: 'date,AAA\n2024-01-02,10\n2024-01-02,11\n', says: [/line 3, column 1/i] },
  { name: 'unordered dates', text: 'date,AAA\n2024-01-03,10\n2024-01-02,11\n', says: [/line 3, column 1/i] },
  { name: 'no dates', text: 'AAA,BBB\n10,11\n12,13\n', says: [/date/i] },
  { name: 'infinity', text: 'date,AAA\n2024-01-02,10\n2024-01-03,Infinity\n', says: [/line 3, column 2 \(AAA\)/i] },
];

describe.skipIf(partOrSkip('chromium'))('import', () => {
  let server: RunningServer;
  let browser: Browser;
  const files = mkdtempSync(join(tmpdir(), 'riskoptimizer-files-'));
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  });
  afterAll(async () => {
    rmSync(files, { recursive: true, force: true });
    await browser?.close();
    await server?.stop();
  });

  const chooseFile = (page: Page, name: string, text: string) =>
    page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  const symbols = async () => (await assetsOf(server.url)).map(({ symbol }) => symbol).sort();

  it('stores a large file as a job that shows how far it is, can be cancelled, and ends on the risk page', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    const before = await symbols();
    const names = Array.from({ length: 51 }, (_, index) => `LARGE${index}`);
    const rows = Array.from({ length: 4_000 }, (_, day) => {
      const date = new Date(Date.UTC(2014, 0, 1 + day)).toISOString().slice(0, 10);
      return [date, ...names.map((__, asset) => 100 + ((day * (asset + 3)) % 7))].join(',');
    });
    await page.goto('/import');
    await chooseFile(page, 'Large.csv', [['date', ...names].join(','), ...rows].join('\n'));
    await page.getByText('51 assets on 4,000 dates').waitFor();
    const store = page.getByRole('button', { name: 'Import and show its risk' });
    await store.click();
    await page.getByRole('progressbar', { name: 'Progress of price-import' }).waitFor();
    await page.getByRole('button', { name: 'Cancel the import' }).click();
    await page.getByRole('button', { name: 'Cancel the import' }).waitFor({ state: 'detached' });
    expect(await symbols()).toEqual(before);

    await store.click();
    await page.waitForURL(/\/risk\?portfolio=/, { timeout: 60_000 });
    await settled(page);
    expect(await symbols()).toHaveLength(before.length + names.length);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The import is undone').waitFor({ timeout: 60_000 });
    expect(await symbols()).toEqual(before);
    expect(troubles).toEqual([]);
    await close();
  });

  it('goes from a CSV file to the risk page of the new portfolio, and back again', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    const before = await symbols();
    await page.goto('/import');
    await chooseFile(page, 'My depot.csv', pricesCsv(['ALPHA', 'BETA', 'GAMMA']));
    await page.getByText('3 assets on 40 dates from 1 Jan 2024 to 9 Feb 2024').waitFor();
    expect(await symbols()).toEqual(before);
    await page.reload();
    await page.getByText('new asset').first().waitFor();

    expect(await page.getByLabel('Name of the portfolio').inputValue()).toBe('My depot');
    await page.getByRole('button', { name: 'Import and show its risk' }).click();
    await page.waitForURL(/\/risk\?portfolio=/);
    await settled(page);
    const portfolioId = new URL(page.url()).searchParams.get('portfolio') ?? '';
    const risk = await riskOf(server.url, portfolioId);
    expect(risk.contributions.map(({ weight }) => percent(weight))).toEqual(Array(3).fill(percent(1 / 3)));
    expect(await page.getByTestId('verdict').textContent()).toBe(risk.verdict);
    expect(await page.getByText('Simulated market').count()).toBe(0);

    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The import is undone').waitFor();
    expect(await symbols()).toEqual(before);
    expect((await portfoliosOf(server.url)).some(({ id }) => id === portfolioId)).toBe(false);
    expect(troubles).toEqual([]);
    await close();
  });

  it.each(badFiles)(
    'refuses a file with $name by line and column, and stores nothing',
    async ({ name, text, says }) => {
      const { page, close } = await openPage(browser, server.url);
      const before = await symbols();
      await page.goto('/import');
      await chooseFile(page, `${name}.csv`, text);
      const alert = page.getByRole('alert');
      await alert.waitFor();
      const message = (await alert.textContent()) ?? '';
      expect(message).toContain('nothing was stored');
      expect(message).toMatch(/Request \S+/);
      for (const part of says) expect(message).toMatch(part);
      expect(await symbols()).toEqual(before);
      await close();
    },
  );

  it('refuses a file of 300 MB without sending it', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    const path = join(files, 'huge.csv');
    writeFileSync(path, 'date,AAA\n');
    truncateSync(path, 300_000_000);
    await page.goto('/import');
    await page.locator('input[type="file"]').setInputFiles(path);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/300\s?MB; at most 100\s?MB/);
    expect(troubles).toEqual([]);
    await close();
  });

  it('shows that a file is on its way, and can be stopped', async () => {
    const { page, close } = await openPage(browser, server.url);
    let release: () => void = () => {};
    await page.route('**/api/v1/price-imports', async (route) => {
      await new Promise<void>((resume) => {
        release = resume;
      });
      await route.continue().catch(() => {});
    });
    await page.goto('/import');
    await chooseFile(page, 'slow.csv', pricesCsv(['SLOW']));
    await page.getByText(/(Sending|Reading) slow\.csv/).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Drop a CSV file of prices here').waitFor();
    release();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(new URL(page.url()).search).toBe('');
    await close();
  });

  it('reads semicolons, decimal commas and a byte-order mark, and says so', async () => {
    const { page, close } = await openPage(browser, server.url);
    await page.goto('/import');
    await chooseFile(page, 'german.csv', `\uFEFF${pricesCsv(['DAXX', 'BUND'], ';', ',')}`);
    const found = page.getByLabel('What was found');
    await found.waitFor();
    expect(await found.textContent()).toContain('semicolon');
    expect(await found.textContent()).toContain('decimal comma');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByText('Drop a CSV file of prices here').waitFor();
    await close();
  });

  it('takes weights typed or pasted, and not before they sum to the whole', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto('/import');
    await chooseFile(page, 'weights.csv', pricesCsv(['WONE', 'WTWO']));
    await page
      .getByRole('radiogroup', { name: 'What the portfolio holds' })
      .getByText('Weights', { exact: true })
      .click();
    const commit = page.getByRole('button', { name: 'Import and show its risk' });
    await page.getByLabel('Weight of WONE').fill('30');
    await page.getByLabel('Weight of WTWO').fill('30');
    await page.getByText('The weights sum to 60 %; they must sum to 100 %.').waitFor();
    expect(await commit.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Scale to 100 %' }).click();
    expect(await page.getByLabel('Weight of WONE').inputValue()).toBe('50');

    await page.getByText('Paste them as CSV instead').click();
    const pasted = page.getByLabel('Weights or share counts as CSV');
    await pasted.fill('asset,weight\nWONE,0.25\nNOPE,0.75\n');
    await page.getByRole('button', { name: 'Fill in' }).click();
    await page.getByText(/Line 3, column 1 \(asset\): "NOPE" is not a known asset/).waitFor();
    await pasted.fill('asset,weight\nWONE,0.25\nWTWO,0.75\n');
    await page.getByRole('button', { name: 'Fill in' }).click();
    expect(await page.getByLabel('Weight of WTWO').inputValue()).toBe('75');

    await commit.click();
    await page.waitForURL(/\/risk\?portfolio=/);
    await settled(page);
    const { contributions } = await riskOf(server.url, new URL(page.url()).searchParams.get('portfolio') ?? '');
    expect(contributions.map(({ symbol, weight }) => [symbol, weight])).toEqual([
      ['WONE', 0.25],
      ['WTWO', 0.75],
    ]);
    expect(troubles).toEqual([]);
    await close();
  });

  it('takes share counts and values them; a change made meanwhile is not overwritten', async () => {
    const { page, close } = await openPage(browser, server.url);
    await page.goto('/import');
    await chooseFile(page, 'shares.csv', pricesCsv(['SONE', 'STWO']));
    await page.getByRole('radiogroup', { name: 'What the portfolio holds' }).getByText('Share counts').click();
    await page.getByLabel('Quantity of SONE').fill('100');
    await page.getByLabel('Quantity of STWO').fill('12.5');
    await page.getByRole('button', { name: 'Import and show its risk' }).click();
    await page.waitForURL(/\/risk\?portfolio=/);
    await settled(page);
    const portfolioId = new URL(page.url()).searchParams.get('portfolio') ?? '';
    expect(await page.getByLabel('Risk in figures').textContent()).toContain('USD');

    await page.goto(`/portfolios/${portfolioId}`);
    await page.getByLabel('Quantity of SONE').fill('200');
    await changeElsewhere(portfolioId);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('It was changed in the meantime, and nothing was overwritten').waitFor();
    await page.getByRole('button', { name: /Load version 2/ }).click();
    expect(await page.getByLabel('Quantity of SONE').inputValue()).toBe('7');
    await page.getByLabel('Quantity of SONE').fill('300');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(/\/risk\?portfolio=/);
    const saved = await getJson<{ version: number; holdings: { quantity: string }[] }>(
      server.url,
      `/portfolios/${portfolioId}`,
    );
    expect([saved.version, saved.holdings[0]?.quantity]).toEqual([3, '300']);
    await close();
  });

  it('deletes a portfolio at once and brings it back on request', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    const before = (await portfoliosOf(server.url)).map(({ name }) => name).sort();
    await page.goto('/portfolios');
    await page.getByRole('button', { name: 'Delete weights' }).click();
    await page.getByText('“weights” is deleted').waitFor();
    expect((await portfoliosOf(server.url)).map(({ name }) => name)).not.toContain('weights');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'Edit weights' }).waitFor();
    expect((await portfoliosOf(server.url)).map(({ name }) => name).sort()).toEqual(before);
    expect(troubles).toEqual([]);
    await close();
  });

  it('archives a portfolio, finds it among the archived ones, brings it back, and finds it among the deleted ones', async () => {
    const [asset] = await assetsOf(server.url);
    const allocation = { kind: 'weights', items: [{ assetId: asset!.id, weight: 1 }] };
    const made = await askAsDemo(server.url, '/portfolios', {
      method: 'POST',
      body: JSON.stringify({ name: 'aside', allocation }),
    });
    expect(made.status).toBe(201);
    const names = async () => (await portfoliosOf(server.url)).map(({ name }) => name);
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto('/portfolios');
    await page.getByRole('button', { name: 'Archive aside' }).click();
    await page.getByText('“aside” is archived').waitFor();
    expect(await names()).not.toContain('aside');
    await page.getByText('Archived', { exact: true }).click();
    await page.waitForURL('**/portfolios?state=archived');
    expect(await page.getByRole('link', { name: 'Edit aside' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Restore aside' }).click();
    await page.getByText('No portfolio is archived').waitFor();
    expect(await names()).toContain('aside');
    await page.getByText('Active', { exact: true }).click();
    await page.getByRole('button', { name: 'Delete aside' }).click();
    await page.getByText('“aside” is deleted').waitFor();
    await page.getByText('Deleted', { exact: true }).click();
    await page.getByRole('button', { name: 'Restore aside' }).waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  /** As another window, or another person, would. */
  async function changeElsewhere(portfolioId: string): Promise<void> {
    const path = `/portfolios/${portfolioId}`;
    const read = await getJson<Portfolio>(server.url, path);
    const { name, baseCurrency, benchmark, version, holdings } = read;
    const items = holdings.map(({ assetId }) => ({ assetId, quantity: '7' }));
    const answer = await askAsDemo(server.url, path, {
      method: 'PUT',
      headers: { 'if-match': `"${version}"` },
      body: JSON.stringify({ name, baseCurrency, benchmark, allocation: { kind: 'quantities', items } }),
    });
    expect(answer.status).toBe(200);
  }
});
