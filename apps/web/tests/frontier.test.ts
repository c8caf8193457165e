/** The Frontier page in a real browser against the real server: what its worker answers is held against the engine in Node. */
import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { PortfolioFrontier } from '@riskoptimizer/contracts';
import {
  efficientFrontier,
  matrixFromRows,
  maximumSharpe,
  type OptimalFrontier,
  targetRisk,
} from '@riskoptimizer/engine';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { askAsDemo, demoOf } from './support/api.ts';
import { launchBrowser, openPage, settled, type WatchedPage } from './support/browser.ts';
import { type RunningServer, startServer } from './support/server.ts';

const everyAsset = 'every asset without bounds of its own, per cent';

interface CsvRows {
  readonly columns: readonly string[];
  readonly rows: readonly string[][];
}

describe.skipIf(partOrSkip('chromium'))('the frontier page', () => {
  let server: RunningServer;
  let browser: Browser;
  let answer: PortfolioFrontier;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
    const { id } = await demoOf(server.url);
    const response = await askAsDemo(server.url, `/portfolios/${id}/frontier`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ riskFree: 0.02 }),
    });
    answer = (await response.json()) as PortfolioFrontier;
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function visit(search = '', options: Parameters<typeof openPage>[2] = {}): Promise<WatchedPage> {
    const watched = await openPage(browser, server.url, options);
    await watched.page.goto(`/frontier?riskFree=0.02${search}`);
    await settled(watched.page);
    return watched;
  }

  /** The frontier of the engine in Node, with the same bounds for every asset but those named. */
  function engineProblem(lower: number, upper: number, own: Record<string, [number, number]> = {}) {
    const { assets, moments } = answer;
    return {
      expectedReturns: moments.expectedReturnsAnnual,
      covariance: matrixFromRows(moments.covarianceAnnual),
      bounds: {
        lower: assets.map(({ symbol }) => own[symbol]?.[0] ?? lower),
        upper: assets.map(({ symbol }) => own[symbol]?.[1] ?? upper),
      },
    };
  }
  function engineFrontier(...bounds: Parameters<typeof engineProblem>): OptimalFrontier {
    const frontier = efficientFrontier(engineProblem(...bounds));
    if (frontier.status === 'infeasible') throw new Error(frontier.conflict.message);
    return frontier;
  }

  async function csvOf(page: Page, panel: string): Promise<CsvRows> {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: `Download CSV of ${panel}` }).click(),
    ]);
    const text = await readFile(await file.path(), 'utf8');
    const [columns = [], ...rows] = text
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    return { columns, rows };
  }

  async function cornersOf(page: Page): Promise<number[][]> {
    const { rows } = await csvOf(page, 'Corner portfolios');
    return rows.map((row) => row.slice(1).map(Number));
  }

  function cornersOfEngine({ corners }: OptimalFrontier): number[][] {
    return corners.map(({ expectedReturn, standardDeviation, weights }) => [
      expectedReturn,
      standardDeviation,
      (expectedReturn - 0.02) / standardDeviation,
      ...weights,
    ]);
  }

  /** Moves a thumb with the mouse to a share of its track, in steps, and lets go. */
  async function dragThumb(page: Page, thumb: Locator, from: number, to: number, letGo = true): Promise<void> {
    await thumb.scrollIntoViewIfNeeded();
    const box = await thumb.boundingBox();
    if (box === null) throw new Error('The slider is not on the screen.');
    const radius = 8;
    const place = (share: number) => box.x + radius + share * (box.width - 2 * radius);
    await page.mouse.move(place(from), box.y + box.height / 2);
    await page.mouse.down();
    for (let step = 1; step <= 12; step++) {
      await page.mouse.move(place(from + ((to - from) * step) / 12), box.y + box.height / 2);
    }
    if (letGo) await page.mouse.up();
  }

  const thumbOf = (page: Page, side: 'Lowest' | 'Highest', name = everyAsset) =>
    page.getByRole('slider', { name: `${side} weight of ${name}` });

  it('opens with the verdict, the figures of the engine, and says that the market is simulated', async () => {
    const { page, troubles, close } = await visit();
    expect(await page.getByTestId('verdict').textContent()).toBe(answer.verdict);
    await page.getByText('Simulated market').first().waitFor();
    const figures = page.locator('dl[aria-label="Reachable portfolios in figures"]');
    const shown = (await figures.textContent())?.replaceAll('\u00a0', ' ') ?? '';
    for (const solution of [
      maximumSharpe(engineProblem(0, 1), 0.02),
      targetRisk(engineProblem(0, 1), answer.own.volatilityAnnual),
    ]) {
      const expected = solution.status === 'optimal' ? solution.expectedReturn : Number.NaN;
      expect(shown).toContain(`${(expected * 100).toFixed(1)} % a year`);
    }
    expect(await page.getByTestId('compute-time').textContent()).toMatch(/^\d+\.\d ms$/);
    expect(await cornersOf(page)).toEqual(cornersOfEngine(engineFrontier(0, 1)));
    expect(troubles).toEqual([]);
    await close();
  });

  it('answers a dragged bound at once, with the corners of the engine in Node bit for bit', async () => {
    const { page, troubles, close } = await visit();
    const before = await page.getByTestId('selected-point').textContent();
    await dragThumb(page, thumbOf(page, 'Highest'), 1, 0.25, false);
    // The button is still down: the frontier has followed, and nothing is kept yet.
    const followed = page.getByTestId('selected-point').filter({ hasNotText: before ?? '' });
    await followed.waitFor();
    expect(new URL(page.url()).searchParams.get('b')).toBeNull();
    await page.mouse.up();
    await page.waitForURL((url) => url.searchParams.has('b'));
    const upper = Number(await thumbOf(page, 'Highest').inputValue()) / 100;
    expect(new URL(page.url()).searchParams.get('b')).toBe(`0~${Math.round(upper * 100)}`);
    expect(upper).toBeCloseTo(0.25, 1);
    expect(await cornersOf(page)).toEqual(cornersOfEngine(engineFrontier(0, upper)));
    expect(await page.getByTestId('verdict').textContent()).toMatch(/^Within these bounds/);
    expect(troubles).toEqual([]);
    await close();
  });

  it('takes bounds by keyboard, slider and field alike, and undoes and redoes them', async () => {
    const { page, troubles, close } = await visit();
    const [first] = answer.assets;
    const symbol = first?.symbol ?? '';
    await thumbOf(page, 'Lowest', `${symbol}, per cent`).focus();
    for (let press = 0; press < 5; press++) await page.keyboard.press('ArrowRight');
    const field = page.getByRole('textbox', { name: `Highest weight of ${everyAsset}` });
    await field.fill('22,5');
    await field.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('b') === `0~22.5,${symbol}:5~100`);
    expect(await cornersOf(page)).toEqual(cornersOfEngine(engineFrontier(0, 0.225, { [symbol]: [0.05, 1] })));

    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.waitForURL((url) => url.searchParams.get('b') === `0~100,${symbol}:5~100`);
    await page.getByRole('button', { name: 'Redo' }).click();
    await page.waitForURL((url) => url.searchParams.get('b') === `0~22.5,${symbol}:5~100`);
    await page.getByRole('button', { name: 'Reset bounds' }).click();
    await page.waitForURL((url) => !url.searchParams.has('b'));
    expect(await page.getByTestId('verdict').textContent()).toBe(answer.verdict);

    await field.fill('half');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await field.press('Escape');
    expect(await field.inputValue()).toBe('100');
    expect(troubles).toEqual([]);
    await close();
  });

  it('opens a shared address the same: bounds, selected point, close-up and estimators', async () => {
    const symbol = answer.assets[1]?.symbol ?? '';
    const first = await visit('&at=maximum-sharpe&returns=geometric&covariance=ledoit-wolf-single-factor');
    await dragThumb(first.page, thumbOf(first.page, 'Highest'), 1, 0.3);
    await first.page.waitForURL((url) => url.searchParams.has('b'));
    const low = first.page.getByRole('textbox', { name: `Lowest weight of ${symbol}, per cent` });
    await low.fill('3');
    await low.press('Enter');
    await first.page.waitForURL((url) => url.searchParams.get('b')?.includes(symbol) ?? false);
    await first.page.getByText('Close up').click();
    const walk = first.page.getByRole('slider', { name: 'Point on the frontier' });
    await walk.focus();
    await walk.press('ArrowRight');
    await first.page.waitForURL(
      (url) => url.searchParams.get('view') === 'curve' && url.searchParams.get('at') !== 'maximum-sharpe',
    );
    const address = new URL(first.page.url());

    const second = await visit(`&${address.search.slice(1)}`);
    const seen = async ({ page }: WatchedPage) => ({
      point: await page.getByTestId('selected-point').textContent(),
      verdict: await page.getByTestId('verdict').textContent(),
      weights: await csvOf(page, 'Weights and bounds'),
      closeUp: await page.getByRole('radio', { name: 'Close up' }).isChecked(),
      selects: await page
        .locator('select')
        .evaluateAll((selects) => selects.map((select) => (select as HTMLSelectElement).value)),
    });
    expect(await seen(second)).toEqual(await seen(first));
    expect([...first.troubles, ...second.troubles]).toEqual([]);
    await first.close();
    await second.close();
  });

  it('says which bounds are in conflict, and mends them in one step that can be undone', async () => {
    const { page, troubles, close } = await visit('&b=0~5');
    const count = answer.assets.length;
    const plain = async (locator: Locator) => (await locator.textContent())?.replaceAll('\u00a0', ' ');
    expect(await plain(page.getByTestId('verdict'))).toBe(
      `No portfolio meets these bounds: the highest weights add up to ${(count * 5).toFixed(1)} %, and 100 % has to be invested.`,
    );
    const notice = page.getByRole('alert', { name: 'Bounds in conflict' });
    expect(await plain(notice)).toContain(`each of ${count} assets at most 5.0 %`);
    expect(await seriousFindings(page)).toEqual([]);

    await notice.getByRole('button', { name: `Apply the nearest bounds that work (${count} assets)` }).click();
    await notice.waitFor({ state: 'detached' });
    const { columns, rows } = await csvOf(page, 'Weights and bounds');
    const upper = rows.map((row) => Number(row[columns.indexOf('upperBound')]));
    expect(upper.reduce((sum, bound) => sum + bound, 0)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...upper)).toBeLessThan(1 / count + 2e-4);
    expect(await page.getByTestId('verdict').textContent()).toMatch(/^Within these bounds/);

    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await notice.waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  it('names an asset whose bounds cross', async () => {
    const symbol = answer.assets[2]?.symbol ?? '';
    const { page, close } = await visit(`&b=0~100,${symbol}:50~20`);
    expect(await page.getByTestId('verdict').textContent()).toMatch(/one asset has a lowest weight above the highest/);
    await page.getByRole('button', { name: /^Apply the nearest/ }).click();
    await page.waitForURL((url) => url.searchParams.get('b') === `0~100,${symbol}:20~50`);
    await close();
  });

  it('shows the weights of the point under the pointer, and keeps the one that is clicked', async () => {
    const { page, troubles, close } = await visit();
    const point = page.getByTestId('selected-point');
    const selected = await point.textContent();
    const box = await page.getByRole('img', { name: /^Efficient frontier of/ }).boundingBox();
    if (box === null) throw new Error('The chart is not on the screen.');
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.4);
    await page.mouse.move(box.x + box.width * 0.62, box.y + box.height * 0.42);
    await point.filter({ hasText: 'At the pointer' }).waitFor();
    const pointed = await point.textContent();
    expect(pointed).not.toBe(selected);
    await page.mouse.down();
    await page.mouse.up();
    await page.waitForURL((url) => url.searchParams.has('at'));
    await page.mouse.move(box.x + box.width / 2, 5);
    await point
      .filter({ hasText: pointed?.replace('At the pointer: ', '') ?? '', hasNotText: 'At the pointer' })
      .waitFor();
    const { columns, rows } = await csvOf(page, 'Weights and bounds');
    const weights = rows.map((row) => Number(row[columns.indexOf('selectedWeight')]));
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(troubles).toEqual([]);
    await close();
  });

  it('hands out the whole frontier as CSV and the chart as PNG', async () => {
    const { page, troubles, close } = await visit('&b=0~30');
    const { columns, rows } = await csvOf(page, 'Efficient frontier');
    expect(columns).toEqual([
      'portfolio',
      'expectedReturnAnnual',
      'volatilityAnnual',
      'sharpeRatio',
      ...answer.assets.map(({ symbol }) => symbol),
    ]);
    const { corners } = engineFrontier(0, 0.3);
    expect(rows.filter(([kind]) => kind === 'corner').map((row) => Number(row[1]))).toEqual(
      corners.map(({ expectedReturn }) => expectedReturn).reverse(),
    );
    expect(
      rows
        .find(([kind]) => kind === 'own')
        ?.slice(4)
        .map(Number),
    ).toEqual(answer.own.weights);
    expect(rows.length).toBeGreaterThan(160);
    const [picture] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download PNG of Efficient frontier' }).click(),
    ]);
    expect(picture.suggestedFilename()).toMatch(/frontier.*\.png$/);
    expect([...(await readFile(await picture.path())).subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
    expect(troubles).toEqual([]);
    await close();
  });

  it('shows one chart at a time on a phone, with targets for a finger', async () => {
    const { page, troubles, close } = await visit('&b=0~20', { size: 'phone', colorScheme: 'dark' });
    const frontier = page.getByRole('heading', { name: 'Efficient frontier' });
    const map = page.getByRole('heading', { name: 'What is held along the frontier' });
    expect([await frontier.count(), await map.count()]).toEqual([1, 0]);
    await page.getByText('Weights along it').click();
    await map.waitFor();
    expect(await frontier.count()).toBe(0);
    // The dot of a radio button is hidden; its label is what the finger meets.
    const targets = 'button, input:not([type=radio]), select, summary, .mantine-SegmentedControl-label';
    const small = await page
      .locator(`main :is(${targets})`)
      .evaluateAll((found) =>
        found
          .filter((target) => target.checkVisibility() && target.getBoundingClientRect().height < 43.5)
          .map((target) => target.getAttribute('aria-label') ?? target.textContent),
      );
    expect(small).toEqual([]);
    await page.getByRole('slider', { name: /^Highest weight of every asset/ }).press('ArrowRight');
    await page.waitForURL((url) => url.searchParams.get('b') === '0~21');
    expect(await seriousFindings(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  });

  it('says so when the engine cannot be loaded, and tries again', async () => {
    const { page, close } = await openPage(browser, server.url);
    await page.route(/engine-worker/, (route) => route.abort());
    await page.goto('/frontier');
    const problem = page.getByRole('alert');
    await problem.waitFor();
    expect(await problem.textContent()).toMatch(/The engine could not be loaded into this browser/);
    await page.unroute(/engine-worker/);
    await problem.getByRole('button', { name: 'Try again' }).click();
    await settled(page);
    expect(await page.getByTestId('compute-time').count()).toBe(1);
    await close();
  });

  it('says what is wrong with a portfolio that does not exist', async () => {
    const { page, close } = await openPage(browser, server.url);
    await page.goto('/frontier?portfolio=00000000-0000-4000-8000-000000000000');
    const problem = page.getByRole('alert');
    await problem.waitFor();
    expect(await problem.textContent()).toMatch(/The frontier could not be computed.*Try again/s);
    await close();
  });
});

async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
