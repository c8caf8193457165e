import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { makeAccount, makeOwner, type Owner, openPageOf } from './support/accounts.ts';
import { launchBrowser, openPage, patient, type Size, schemes, settled, sizes } from './support/browser.ts';
import { seriousFindings, sidewaysScroll, smallTargets } from './support/page-checks.ts';
import { type ApiUser, Authenticator, anApp, bob, vera } from './support/people.ts';
import { type RunningServer, startServer } from './support/server.ts';

/** The tests are one story: each begins with what those before it did. */
describe.skipIf(partOrSkip('chromium'))('the security page', () => {
  let server: RunningServer;
  let browser: Browser;
  let owner: Owner;
  let otherDevice: ApiUser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const verdict = (page: Page) => page.getByTestId('verdict').textContent();
  const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true }).first();

  it('says in the demo what an account would bring', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.goto('/security');
    await settled(page);
    expect(await verdict(page)).toBe('The demo has no account, so there is nothing to secure yet.');
    await page.getByText('The terminal in which RiskOptimizer was started').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  });

  it('sees that there is no second factor, sets one up, and shows the recovery codes once', async () => {
    owner = await makeOwner(server);
    await makeAccount(server, owner, bob, 'analyst');
    otherDevice = await makeAccount(server, owner, vera, 'analyst');
    const { page, troubles, close } = await openPageOf(browser, server, bob, '/security');
    await settled(page);
    expect(await verdict(page)).toContain('You have no second factor');
    await page.getByRole('button', { name: 'Set up' }).click();
    const secret = (await page.getByRole('dialog').locator('form code').first().textContent()) ?? '';
    const authenticator = new Authenticator(secret);
    await page.getByLabel('Code that the app shows').fill(await authenticator.code());
    await page.getByRole('button', { name: 'Turn it on' }).click();
    const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await codes.first().waitFor();
    expect(await codes.count()).toBe(10);
    const first = (await codes.first().textContent()) ?? '';
    expect(await seriousFindings(page)).toEqual([]);
    // A key of the keyboard must not lose what is shown only now.
    await page.keyboard.press('Escape');
    await page.getByLabel('I have kept them').check();
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect.poll(() => verdict(page), patient).toContain('Nothing unusual in 30 days');
    expect(await panel(page, 'Second factors').textContent()).toContain('10 left');
    expect(await page.content()).not.toContain(first);
    expect(troubles).toEqual([]);
    await close();
  });

  it('makes an API key that is good for what was ticked, shows it once, and ends it', async () => {
    const { page, troubles, close } = await openPageOf(browser, server, vera, '/security');
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByLabel('Name', { exact: true }).fill('nightly report');
    expect(await page.getByRole('button', { name: 'Make the key' }).isDisabled()).toBe(true);
    await page.getByLabel('Read portfolios').check();
    await page.getByRole('button', { name: 'Make the key' }).click();
    const key = (await page.getByLabel('API key', { exact: true }).textContent()) ?? '';
    const ask = async (path: string) =>
      (await fetch(`${server.url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect({ portfolios: await ask('/portfolios'), assets: await ask('/assets') }).toEqual({
      portfolios: 200,
      assets: 403,
    });
    await page.getByLabel('I have kept it').check();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('row', { name: /nightly report/ }).waitFor();
    expect(await page.content()).not.toContain(key);
    await page.getByRole('button', { name: 'Revoke the API key nightly report' }).click();
    await page.getByText(/^revoked /).waitFor();
    expect(await ask('/portfolios')).toBe(401);
    expect(troubles).toEqual([]);
    await close();
  });

  it('ends the session of another device', async () => {
    const { page, troubles, close } = await openPageOf(browser, server, vera, '/security');
    await settled(page);
    const sessions = panel(page, 'Sessions').getByRole('row');
    const before = await sessions.count();
    expect(await panel(page, 'Sessions').textContent()).toContain('this device');
    await otherDevice.client.getAccount();
    await page.getByRole('button', { name: /^End (the other one|all)/ }).click();
    await expect.poll(() => sessions.count(), patient).toBe(2);
    expect(before).toBeGreaterThan(2);
    // The session is over for the server, and so the client waits for somebody to sign in again.
    await otherDevice.client.getAccount(undefined, { signal: AbortSignal.timeout(3_000) }).catch(() => undefined);
    expect(otherDevice.session.state.status).toBe('expired');
    expect(troubles).toEqual([]);
    await close();
  });

  it('keeps a wallet address whose checksum is right, and refuses one with a typing error beside the field', async () => {
    const { page, troubles, close } = await openPageOf(browser, server, vera, '/security');
    // From EIP-55; the other one has a letter of the wrong case.
    const right = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
    await page.getByRole('button', { name: 'Add: wallet' }).click();
    const field = page.getByRole('textbox', { name: 'Wallet address' });
    await field.fill(right.replace('5aA', '5AA'));
    await page.getByRole('button', { name: 'Keep it' }).click();
    await expect.poll(() => field.getAttribute('aria-invalid'), patient).toBe('true');
    expect(troubles.splice(0)).toEqual([`status 400: ${server.url}/api/v1/me`]);
    await field.fill(right);
    await page.getByRole('button', { name: 'Keep it' }).click();
    await expect.poll(() => panel(page, 'Account').textContent(), patient).toContain(right);
    expect(troubles).toEqual([]);
    await close();
  });

  it('changes the password, says while typing how long it is, and goes on in the same page', async () => {
    const carl = { email: 'carl@example.com', displayName: 'Carl Gauss', password: 'seventeen golden polygons' };
    await makeAccount(server, owner, carl, 'viewer');
    const { page, troubles, close } = await openPageOf(browser, server, carl, '/security');
    await page.getByRole('button', { name: 'Change: password' }).click();
    await page.getByLabel('Present password', { exact: true }).fill('not the password of carl');
    await page.getByLabel('New password', { exact: true }).fill('too short');
    await page.getByText('9 of at least 15 characters').waitFor();
    await page.getByLabel('New password', { exact: true }).fill('nineteen silver triangles');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByRole('dialog').getByRole('alert').or(page.locator('[aria-invalid="true"]')).first().waitFor();
    await expect.poll(() => troubles.length).toBe(1);
    troubles.splice(0);
    await page.getByLabel('Present password', { exact: true }).fill(carl.password);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('Your password is changed').waitFor();
    await page.waitForLoadState('networkidle');
    await page.reload();
    await settled(page);
    const signIn = (password: string) =>
      anApp(server)
        .client.signIn({ email: carl.email, password, client: 'app' })
        .then(
          ({ status }) => status,
          (problem: { code: string }) => problem.code,
        );
    expect(await signIn('nineteen silver triangles')).toBe('signed-in');
    expect(await signIn(carl.password)).toBe('sign-in-refused');
    expect(troubles).toEqual([]);
    await close();
  });

  it('tells of refused sign-ins with their time and address', async () => {
    for (let attempt = 0; attempt < 2; attempt++) {
      const guess = { email: vera.email, password: 'a guess of somebody else', client: 'app' } as const;
      await anApp(server)
        .client.signIn(guess)
        .catch(() => undefined);
    }
    const { page, close } = await openPageOf(browser, server, vera, '/security');
    await settled(page);
    expect(await verdict(page)).toContain('You have no second factor');
    const activity = await panel(page, 'Recent activity').textContent();
    expect(activity?.match(/Sign-in refused: password wrong\d+ \w+ 20\d\d, \d\d:\d\d UTC127\.0\.0\.1/g)).toHaveLength(
      2,
    );
    await close();
  });

  it('has no serious finding, no sideways scroll and no small target', async () => {
    const { page, troubles, close } = await openPageOf(browser, server, vera, '/security');
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
