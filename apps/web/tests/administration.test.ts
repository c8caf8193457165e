import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { enrol, makeAccount, makeOwner, type Owner, openPageOf } from './support/accounts.ts';
import { launchBrowser, patient, type Size, schemes, settled, sizes } from './support/browser.ts';
import { seriousFindings, sidewaysScroll, smallTargets } from './support/page-checks.ts';
import { type ApiUser, ada, anApp, bob, type Person, vera } from './support/people.ts';
import { type RunningServer, startServer } from './support/server.ts';

const cora: Person = { email: 'cora@example.com', displayName: 'Cora Okafor', password: 'seven brass telescopes' };

/** The tests are one story: each begins with what those before it did. */
describe.skipIf(partOrSkip('chromium'))('the administration page', () => {
  let server: RunningServer;
  let browser: Browser;
  let owner: Owner;
  let compliance: Owner;
  let user: ApiUser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
    owner = await makeOwner(server);
    user = await makeAccount(server, owner, bob, 'analyst');
    await makeAccount(server, owner, vera, 'admin');
    compliance = await enrol(await makeAccount(server, owner, cora, 'compliance'));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const verdict = (page: Page) => page.getByTestId('verdict').textContent();
  const userRow = (page: Page, name: string) => page.getByRole('region', { name: 'Users' }).getByRole('row', { name });
  const bobNow = async () => (await owner.client.listUsers()).items.find(({ email }) => email === bob.email);

  it('says what needs an administrator, finds users, and changes one with an undo', async () => {
    const { page, troubles, close } = await openPageOf(browser, server, ada, '/administration', owner);
    await settled(page);
    expect(await verdict(page)).toBe('One administrator has no second factor.');
    expect(await userRow(page, 'Vera Rubin').textContent()).toContain('no second factor');
    await page.getByLabel('Name, e-mail address or role').fill('bob anal');
    await expect.poll(() => page.getByRole('region', { name: 'Users' }).getByRole('row').count(), patient).toBe(2);
    await page.waitForURL(/q=bob/);

    await page.getByRole('button', { name: bob.displayName }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel(`Role of ${bob.displayName}`).selectOption('advisor');
    await page.getByText('Bob Noyce is advisor now').waitFor();
    expect(await bobNow()).toMatchObject({ role: 'advisor' });
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await bobNow())?.role, patient).toBe('analyst');

    await drawer.getByRole('button', { name: 'End sessions' }).click();
    await page.getByText('Every session of Bob Noyce is ended').waitFor();
    await user.client.getAccount(undefined, { signal: AbortSignal.timeout(3_000) }).catch(() => undefined);
    expect(user.session.state.status).toBe('expired');
    await drawer.getByRole('button', { name: 'Disable' }).click();
    await drawer.getByRole('button', { name: 'Enable' }).waitFor();
    expect(await bobNow()).toMatchObject({ status: 'disabled' });
    await drawer.getByRole('button', { name: 'Enable' }).click();
    await drawer.getByRole('button', { name: 'Disable' }).waitFor();
    expect(await bobNow()).toMatchObject({ status: 'active' });
    expect(troubles).toEqual([]);
    await close();
  });

  it('invites with a link that works until it is taken back', async () => {
    const { page, troubles, close } = await openPageOf(browser, server, ada, '/administration', owner);
    await page.getByLabel('Invite by e-mail address').fill('grace@example.com');
    await page.getByLabel('As', { exact: true }).selectOption('viewer');
    await page.getByRole('button', { name: 'Invite' }).click();
    const link = (await page.getByLabel('Link of the invitation').textContent()) ?? '';
    expect(link).toMatch(/\/invitation#token=[\w-]{43}$/);
    await page.getByRole('button', { name: 'Take back the invitation of grace@example.com' }).click();
    await page.getByText('The invitation of grace@example.com is taken back').waitFor();
    const token = link.split('token=')[1] ?? '';
    const refused = anApp(server).client.acceptInvitation({
      token,
      displayName: 'Grace',
      password: 'six paper lanterns there',
      client: 'app',
    });
    await expect(refused).rejects.toMatchObject({ status: 401 });
    expect(troubles).toEqual([]);
    await close();
  });

  it('changes the rules of signing in, and begins a new key for what is sealed', async () => {
    const { page, troubles, close } = await openPageOf(browser, server, ada, '/administration', owner);
    await settled(page);
    const submit = page.getByRole('button', { name: 'Change the settings' });
    await page.getByLabel('A session ends after, minutes unused').fill('3');
    await submit.click();
    const field = page.getByLabel('A session ends after, minutes unused');
    await expect.poll(() => field.getAttribute('aria-invalid'), patient).toBe('true');
    expect(troubles.splice(0)).toHaveLength(1);
    await field.fill('45');
    await page.getByLabel('advisor', { exact: true }).check();
    await submit.click();
    await page.getByText('The settings are changed').waitFor();
    expect(await owner.client.getSettings()).toMatchObject({
      sessionIdleMinutes: 45,
      secondFactorRoles: expect.arrayContaining(['admin', 'advisor', 'compliance']),
    });

    const { currentKeyId } = await owner.client.getEncryption();
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByText('A new key is in use').waitFor();
    expect((await owner.client.getEncryption()).currentKeyId).not.toBe(currentKeyId);
    await expect.poll(async () => (await owner.client.getEncryption()).pendingCount, patient).toBe(0);
    // The page says so with its next look, and said so before the new key.
    await page.getByText('Every field is sealed with the key in use.').waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  it('shows compliance officers the users and nothing to change, and others nothing', async () => {
    const opened = await openPageOf(browser, server, cora, '/administration', compliance);
    const { page } = opened;
    await settled(page);
    expect(await page.getByRole('region').filter({ hasText: 'Invitations' }).count()).toBe(0);
    await page.getByRole('button', { name: bob.displayName }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'Everything they did' }).waitFor();
    expect(await page.getByRole('dialog').getByRole('button').count()).toBe(1);
    expect(opened.troubles).toEqual([]);
    await opened.close();

    const other = await openPageOf(browser, server, bob, '/administration');
    await other.page.getByText('Your role does not administer this server').waitFor();
    expect(other.troubles).toEqual([]);
    await other.close();
  });

  it('has no serious finding, no sideways scroll and no small target', async () => {
    const { page, troubles, close } = await openPageOf(browser, server, ada, '/administration', owner);
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
