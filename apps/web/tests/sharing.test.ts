import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { makeAccount, makeOwner, type Owner, openPageOf } from './support/accounts.ts';
import { launchBrowser, openPage, patient, settled } from './support/browser.ts';
import { seriousFindings, sidewaysScroll, smallTargets } from './support/page-checks.ts';
import { type ApiUser, ada, bob } from './support/people.ts';
import { type RunningServer, startServer } from './support/server.ts';

describe.skipIf(partOrSkip('chromium'))('sharing', () => {
  let server: RunningServer;
  let browser: Browser;
  let owner: Owner;
  let reader: ApiUser;
  let portfolioId: string;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const visible = async () => (await reader.client.listPortfolios()).items.map(({ access }) => access);

  it('is not offered in the demo, which has no accounts to share with', async () => {
    const { page, close } = await openPage(browser, server.url);
    await page.goto('/portfolios');
    await settled(page);
    expect(await page.getByRole('button', { name: /^Delete / }).count()).toBe(2);
    expect(await page.getByRole('button', { name: /^Share / }).count()).toBe(0);
    await close();
  });

  it('gives, takes back with an undo, and says who may see it', async () => {
    owner = await makeOwner(server);
    reader = await makeAccount(server, owner, bob, 'analyst');
    const { items } = await owner.client.listPortfolios();
    portfolioId = items.find(({ name }) => name.startsWith('Demo portfolio'))?.id ?? '';
    const { page, troubles, close } = await openPageOf(browser, server, ada, '/portfolios', owner);
    await page.getByRole('button', { name: /^Share Demo portfolio/ }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('Only you. No administrator can see it either.').waitFor();
    await drawer.getByLabel('E-mail address').fill(ada.email);
    await drawer.getByRole('button', { name: 'Share', exact: true }).click();
    await expect.poll(() => drawer.getByLabel('E-mail address').getAttribute('aria-invalid'), patient).toBe('true');
    expect(troubles.splice(0)).toHaveLength(1);

    await drawer.getByLabel('E-mail address').fill(bob.email);
    await drawer.getByLabel('They may').selectOption('edit');
    await drawer.getByLabel('Last day (UTC)').fill('2099-03-03');
    await drawer.getByRole('button', { name: 'Share', exact: true }).click();
    await drawer.getByRole('row', { name: /bob@example\.com.*may change weights.*3 Mar 2099/ }).waitFor();
    await drawer.getByText('You and 1 other, 1 other may change its weights.').waitFor();
    expect(await visible()).toEqual(['edit']);
    expect(await seriousFindings(page)).toEqual([]);

    await drawer.getByRole('button', { name: `Take back the share of ${bob.email}` }).click();
    await page.getByText(`${bob.email} cannot see it any more`).waitFor();
    expect(await visible()).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await drawer.getByRole('row', { name: /bob@example\.com.*3 Mar 2099/ }).waitFor();
    expect(await visible()).toEqual(['edit']);
    expect(troubles).toEqual([]);
    await close();
  });

  it('shows whose portfolio it is, and offers its sharing to nobody else', async () => {
    const { page, troubles, close } = await openPageOf(browser, server, bob, '/portfolios', { size: 'phone' });
    await settled(page);
    await page.getByText('of Ada Lovelace (you may edit)').waitFor();
    expect(await page.getByRole('button', { name: /^Share / }).count()).toBe(0);
    await page.goto(`/portfolios/${portfolioId}`);
    await page.getByText('shared by Ada Lovelace').waitFor();
    expect(await page.getByRole('button', { name: 'Share' }).count()).toBe(0);
    expect(troubles).toEqual([]);
    await close();
  });

  it('fits on a phone', async () => {
    const { page, troubles, close } = await openPageOf(browser, server, ada, `/portfolios/${portfolioId}`, {
      size: 'phone',
      colorScheme: 'dark',
      ...owner,
    });
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await page.getByRole('dialog').getByText('Share it with one more person').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    const small = await smallTargets(page);
    expect(small.filter((element) => element.includes('Drawer') || element.includes('Take back'))).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  });
});
