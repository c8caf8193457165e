import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { launchBrowser, openPage, patient, type Size, schemes, settled, sizes } from './support/browser.ts';
import { seriousFindings, sidewaysScroll, smallTargets } from './support/page-checks.ts';
import { type RunningServer, startServer } from './support/server.ts';

/** Transactions and Performance want a portfolio with a ledger: their own tests look at them in every view. */
const pages = [
  '/',
  '/holdings',
  '/risk',
  '/frontier',
  '/rebalance',
  '/alerts',
  '/data',
  '/jobs',
  '/portfolios',
  '/portfolios/new',
  '/import',
  '/no-such-page',
];
/** Pages before one is signed in, with a token in those that a link opens. */
const token = 'x'.repeat(43);
const doors = [
  '/sign-in',
  '/register',
  '/forgot',
  ...['/set-up', '/confirm', '/invitation', '/reset', '/email-change'].flatMap((path) => [
    path,
    `${path}#token=${token}`,
  ]),
];
/** Pages whose first thing is a verdict that needs the server. */
const withVerdict = new Set([
  '/',
  '/holdings',
  '/risk',
  '/frontier',
  '/rebalance',
  '/alerts',
  '/data',
  '/portfolios',
  '/import',
]);

describe.skipIf(partOrSkip('chromium'))('accessibility', () => {
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const visit = async (page: Page, path: string) => {
    await page.goto(path);
    if (withVerdict.has(path)) await settled(page);
    else await page.getByRole('heading', { level: 1 }).waitFor();
  };

  const views = (Object.keys(sizes) as Size[]).flatMap((size) => schemes.map((scheme) => ({ size, scheme })));
  it.each(views)(
    'no page has a serious finding, an error or a sideways scroll: $size, $scheme',
    async ({ size, scheme }) => {
      const { page, troubles, close } = await openPage(browser, server.url, { size, colorScheme: scheme });
      for (const path of pages) {
        await visit(page, path);
        const sideways = await sidewaysScroll(page);
        expect({ path, findings: await seriousFindings(page), scrollsSideways: sideways > 0 }).toEqual({
          path,
          findings: [],
          scrollsSideways: false,
        });
      }
      expect(troubles).toEqual([]);
      await close();
    },
  );

  it.each(views)('nor has a page before one is signed in: $size, $scheme', async ({ size, scheme }) => {
    const as = 'nobody' as const;
    const { page, troubles, close } = await openPage(browser, server.url, { size, colorScheme: scheme, as });
    for (const path of doors) {
      // By way of another page: only the fragment of the address may differ from the one before.
      await page.goto('about:blank');
      await visit(page, path);
      expect(page.url()).not.toContain(token);
      const sideways = await sidewaysScroll(page);
      const small = await smallTargets(page);
      expect({ path, findings: await seriousFindings(page), small, scrollsSideways: sideways > 0 }).toEqual({
        path,
        findings: [],
        small: size === 'phone' ? [] : small,
        scrollsSideways: false,
      });
    }
    expect(troubles).toEqual([]);
    await close();
  });

  it('the answer to "how computed" has no serious finding either', async () => {
    const { page, close } = await openPage(browser, server.url, { colorScheme: 'dark' });
    await visit(page, '/risk');
    await page.getByRole('button', { name: 'Maximum drawdown' }).first().click();
    await page.getByText('Birth certificate').click();
    expect(await seriousFindings(page)).toEqual([]);
    await close();
  });

  it('everything on the risk page can be reached by keyboard, in sight, from the skip link on', async () => {
    const { page, close } = await openPage(browser, server.url);
    await visit(page, '/risk');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatchObject({ text: 'Skip to the content', outlined: true });
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');

    const stops: Awaited<ReturnType<typeof focused>>[] = [];
    for (let press = 0; press < 60; press++) {
      await page.keyboard.press('Tab');
      stops.push(await focused(page));
    }
    expect(stops.filter(({ outlined }) => !outlined)).toEqual([]);
    expect(stops.filter(({ inSight }) => !inSight)).toEqual([]);
    const names = stops.map(({ text }) => text).join(' | ');
    for (const part of ['Benchmark', 'Risk-free rate', 'CVaR 95', 'Download CSV of Profit and loss', 'Contributions']) {
      expect(names).toContain(part);
    }
    await close();
  });

  it('a window is chosen and an answer opened and closed without a mouse', async () => {
    const { page, close } = await openPage(browser, server.url);
    await visit(page, '/risk');
    await page.getByRole('radio', { name: '5y' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.waitForURL(/window=3y/);
    await settled(page);
    const figure = page.getByRole('button', { name: 'Annual volatility' }).first();
    await figure.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await figure.evaluate((element) => element === document.activeElement)).toBe(true);
    await close();
  });

  it('moving to another page moves the focus to its heading and names the document', async () => {
    const { page, close } = await openPage(browser, server.url);
    await visit(page, '/');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Import' }).press('Enter');
    await page.waitForURL('**/import**');
    // The link that was pressed has the same text, so the name of the element counts too.
    const focused = () => page.evaluate(() => [document.activeElement?.tagName, document.activeElement?.textContent]);
    await expect.poll(focused, patient).toEqual(['H1', 'Import']);
    await expect.poll(() => page.title(), patient).toBe('Import · RiskOptimizer');
    await close();
  });

  it('a finger finds everything: targets of 44 px on a phone', async () => {
    const { page, close } = await openPage(browser, server.url, { size: 'phone' });
    for (const path of ['/', '/risk', '/portfolios', '/import']) {
      await visit(page, path);
      if (path === '/risk') await page.locator('summary').first().click();
      expect({ path, small: await smallTargets(page) }).toEqual({ path, small: [] });
    }
    await close();
  });
});

/** What has the focus: its name, whether a ring is drawn round it, whether it is within the window. */
function focused(page: Page) {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    // A radio is drawn by the label that follows it, which then carries the ring.
    const label = element.nextElementSibling ? getComputedStyle(element.nextElementSibling) : null;
    const ring = (style: string, width: string) => style !== 'none' && Number.parseFloat(width) > 0;
    const box = element.getBoundingClientRect();
    return {
      text: element.getAttribute('aria-label') ?? element.closest('label')?.textContent ?? element.textContent ?? '',
      outlined:
        ring(outlineStyle, outlineWidth) ||
        (label !== null && ring(label.outlineStyle, label.outlineWidth)) ||
        getComputedStyle(element).borderColor === 'rgb(24, 90, 205)',
      inSight: box.bottom > 0 && box.top < window.innerHeight,
    };
  });
}
