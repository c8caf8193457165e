import { readFileSync } from 'node:fs';
import type { Job, JobWithInput } from '@riskoptimizer/contracts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { askAsDemo, demoOf, getJson } from './support/api.ts';
import { launchBrowser, openPage, patient, type Size, schemes, settled, sizes } from './support/browser.ts';
import { seriousFindings, sidewaysScroll, smallTargets } from './support/page-checks.ts';
import { type RunningServer, startServer } from './support/server.ts';

describe.skipIf(partOrSkip('chromium'))('the jobs page', () => {
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const start = async (input: Record<string, unknown>) => {
    const { id } = await demoOf(server.url);
    const body = JSON.stringify({ kind: 'portfolio-risk', input: { portfolioId: id, ...input } });
    expect((await askAsDemo(server.url, '/jobs', { method: 'POST', body })).status).toBe(201);
  };
  const newest = async () => (await getJson<{ items: Job[] }>(server.url, '/jobs')).items[0];

  it('says what jobs are, starts one, shows when it is done without a reload, and how it came about', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto('/jobs');
    await page.getByRole('button', { name: 'Compute the risk of your first portfolio as a job' }).click();
    const row = page.getByRole('region', { name: 'Jobs' }).locator('tbody tr').first();
    await row.getByText('done', { exact: true }).waitFor();
    const listed = await newest();
    const job = await getJson<JobWithInput>(server.url, `/jobs/${listed?.id}`);

    await row.getByRole('button', { name: /^Open Portfolio risk/ }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText(job.inputsHash ?? 'no hash').waitFor();
    const text = (await drawer.textContent()) ?? '';
    for (const part of [job.engineVersion, job.resultHash, job.id, String(job.input['portfolioId'])])
      expect(text).toContain(part);
    expect(await seriousFindings(page)).toEqual([]);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      drawer.getByRole('button', { name: 'Save the result' }).click(),
    ]);
    expect(JSON.parse(readFileSync(await file.path(), 'utf8'))).toMatchObject({
      job: { id: job.id },
      result: { portfolioId: job.input['portfolioId'] },
    });
    expect(troubles).toEqual([]);
    await close();
  });

  it('hears of a job that was started elsewhere, and finds it by its state', async () => {
    await start({ window: '3y' });
    await expect.poll(async () => (await newest())?.state, patient).toBe('done');
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto('/jobs');
    await settled(page);
    const rows = page.getByRole('region', { name: 'Jobs' }).locator('tbody tr');
    const before = await rows.count();
    await start({ window: '1y' });
    await expect.poll(() => rows.count(), patient).toBe(before + 1);
    await page.getByLabel('State').selectOption('cancelled');
    await page.waitForURL(/state=cancelled/);
    await page.getByText('No job is like this').waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  it('shows why a job failed, and does it again when asked', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await start({ from: '2026-10-29', to: '2026-10-30' });
    await expect.poll(async () => (await newest())?.state, patient).toBe('failed');
    await page.goto('/jobs');
    await settled(page);
    const failed = await newest();
    await page.getByText(failed?.error?.detail ?? 'no detail').waitFor();
    expect(await page.getByTestId('verdict').textContent()).toMatch(/1 failed\.$/);
    await page.getByRole('button', { name: /^Retry / }).click();
    const startedAgain = async () => (await newest())?.startedAt !== failed?.startedAt;
    await expect.poll(startedAgain, patient).toBe(true);
    expect((await newest())?.id).toBe(failed?.id);
    expect(troubles).toEqual([]);
    await close();
  });

  it('draws the progress of a job, and asks the server to cancel it', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    // Real jobs of the demo are done before a page is drawn: this one's state is written over in the answer.
    const waiting = { ...(await newest()), state: 'active', finishedAt: null, error: null, progress: 0.25 };
    await page.route(/\/api\/v1\/jobs$/, (route) => route.fulfill({ json: { items: [waiting], nextCursor: null } }));
    const asked: string[] = [];
    await page.route(/\/jobs\/[^/]+\/cancel$/, async (route) => {
      asked.push(new URL(route.request().url()).pathname);
      await route.fulfill({ json: waiting });
    });
    await page.goto('/jobs');
    await settled(page);
    expect(await page.getByTestId('verdict').textContent()).toBe('Of 1 job 1 is under way.');
    expect(await page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('25');
    await page.getByRole('button', { name: /^Cancel / }).click();
    await expect.poll(() => asked, patient).toEqual([`/api/v1/jobs/${waiting.id}/cancel`]);
    expect(troubles).toEqual([]);
    await close();
  });

  it('has no serious finding, no sideways scroll and no small target', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto('/jobs');
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
