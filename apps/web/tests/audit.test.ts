import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { makeAccount, makeOwner, type Owner, openPageOf } from './support/accounts.ts';
import { launchBrowser, patient, type Size, schemes, settled, sizes } from './support/browser.ts';
import { seriousFindings, sidewaysScroll, smallTargets } from './support/page-checks.ts';
import { bob, type Person } from './support/people.ts';
import { type RunningServer, startServer } from './support/server.ts';

const cora: Person = { email: 'cora@example.com', displayName: 'Cora Okafor', password: 'seven brass telescopes' };
const commandLine = resolve(import.meta.dirname, '../../cli/bin/riskoptimizer.mjs');

describe.skipIf(partOrSkip('chromium'))('the audit page', () => {
  let server: RunningServer;
  let browser: Browser;
  let owner: Owner;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'riskoptimizer-audit-'));
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
    owner = await makeOwner(server);
    // Codes are good once in half a minute, and she opens a page in every test.
    await owner.client.updateSettings({ ...(await owner.client.getSettings()), secondFactorRoles: ['admin'] });
    await makeAccount(server, owner, bob, 'analyst');
    await makeAccount(server, owner, cora, 'compliance');
    await changePortfolio(owner);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('searches by the address, and shows a change field by field with a hash that the page computed', async () => {
    const { page, troubles, close } = await openPageOf(browser, server, cora, '/audit');
    await settled(page);
    expect(await page.getByTestId('verdict').textContent()).toMatch(/^\d+ entries, chained and signed on /);
    await page.getByLabel('Action begins with').fill('portfolio.up');
    await page.waitForURL(/action=portfolio\.up/);
    const rows = page.getByRole('region', { name: 'Audit entries' }).getByRole('row');
    await expect.poll(() => rows.count(), patient).toBe(2);
    expect(await rows.nth(1).textContent()).toContain('Changed a portfolio');
    await page.reload();
    await expect.poll(() => rows.count(), patient).toBe(2);

    await page.getByRole('button', { name: /^Open entry / }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('This page hashed the text below by itself and got the same hash.').waitFor();
    const changed = drawer.locator('tr[data-kind="changed"]').filter({ hasText: 'name' });
    expect(await changed.locator('del').textContent()).toMatch(/^Demo/);
    expect(await changed.locator('ins').textContent()).toBe('Renamed for the trail');
    expect(await seriousFindings(page)).toEqual([]);
    await drawer.getByRole('button', { name: 'its whole history' }).click();
    await page.waitForURL(/entityType=portfolio&entityId=/);
    await expect.poll(() => rows.count(), patient).toBeGreaterThan(2);
    expect(troubles).toEqual([]);
    await close();
  });

  it('says so when the text of an entry does not have its hash', async () => {
    const { page, troubles, close } = await openPageOf(browser, server, cora, '/audit');
    await settled(page);
    await page.route(/\/audit\/entries\/\d+$/, async (route) => {
      const answer = await route.fetch();
      const entry = (await answer.json()) as { canonical: string };
      await route.fulfill({ json: { ...entry, canonical: entry.canonical.replace('success', 'refused') } });
    });
    await page
      .getByRole('button', { name: /^Open entry / })
      .first()
      .click();
    await page.getByRole('dialog').getByText('The text below does not have this hash').waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  it('goes on to older entries and back without moving', async () => {
    const { page, troubles, close } = await openPageOf(browser, server, cora, '/audit?result=success');
    for (let index = 0; index < 30; index++) await owner.client.updateAccount({ displayName: `Ada ${index}` });
    await owner.client.updateAccount({ displayName: 'Ada Lovelace' });
    await page.reload();
    await settled(page);
    await page.getByRole('link', { name: 'Older' }).click();
    await page.waitForURL(/result=success&before=\d+/);
    await page.getByText(/before entry/).waitFor();
    const last = page.getByRole('button', { name: /^Open entry / }).last();
    const older = page.getByRole('link', { name: 'Older' });
    // Each page ends with an older entry, down to the first of all.
    const reading = async () => Number((await last.textContent())?.replaceAll(',', ''));
    for (let lowest = Number.POSITIVE_INFINITY; lowest > 1; ) {
      if (Number.isFinite(lowest)) await older.click();
      await expect.poll(reading, patient).toBeLessThan(lowest);
      lowest = await reading();
    }
    await page.getByRole('link', { name: 'Newest' }).click();
    await page.waitForURL(/\/audit\?result=success$/);
    expect(troubles).toEqual([]);
    await close();
  });

  it('exports with a proof that the command line accepts, and refuses once a letter is changed', async () => {
    const { page, troubles, close } = await openPageOf(browser, server, cora, '/audit');
    await settled(page);
    const [key] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the public key' }).click(),
    ]);
    await key.saveAs(join(folder, key.suggestedFilename()));
    await page.getByLabel('From entry').fill('3');
    await page.getByLabel('To entry').fill('2');
    await page.getByText('The last entry comes before the first.').waitFor();
    await page.getByLabel('To entry').fill('20');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export', exact: true }).click(),
    ]);
    const path = join(folder, file.suggestedFilename());
    await file.saveAs(path);
    const command = (await page.locator('pre').textContent())?.split(' ') ?? [];
    expect(command.slice(0, 3)).toEqual(['riskoptimizer', 'audit', 'verify']);
    const verify = () =>
      execFileSync(process.execPath, [commandLine, ...command.slice(1)], { cwd: folder, stdio: 'pipe' }).toString();
    expect(verify()).toContain('all 18 entries are unchanged');
    writeFileSync(path, readFileSync(path, 'utf8').replace('success', 'refused'));
    expect(verify).toThrow(/Command failed/);
    expect(troubles).toEqual([]);
    await close();
  });

  it('is not for everybody', async () => {
    const { page, troubles, close } = await openPageOf(browser, server, bob, '/audit');
    await page.getByText('Your role does not read the audit trail').waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  it('has no serious finding, no sideways scroll and no small target', async () => {
    const { page, troubles, close } = await openPageOf(browser, server, cora, '/audit');
    await settled(page);
    for (const size of Object.keys(sizes) as Size[]) {
      for (const colorScheme of schemes) {
        await page.setViewportSize(sizes[size].viewport);
        await page.emulateMedia({ colorScheme });
        await page.reload();
        await settled(page);
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

/** One change that the trail tells of: another name, the same holdings. */
async function changePortfolio({ client }: Owner): Promise<void> {
  const [summary] = (await client.listPortfolios()).items;
  const { id, version, baseCurrency, benchmark, holdings } = await client.getPortfolio({
    portfolioId: summary?.id ?? '',
  });
  const items = holdings.map(({ assetId, quantity }) => ({ assetId, quantity: quantity ?? '0' }));
  await client.updatePortfolio({
    portfolioId: id,
    version,
    name: 'Renamed for the trail',
    baseCurrency,
    benchmark,
    allocation: { kind: 'quantities', items },
  });
}
