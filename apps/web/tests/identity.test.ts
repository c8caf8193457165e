import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrSkip } from '../../../infra/launch/test-parts.ts';
import { launchBrowser, openPage, patient, settled } from './support/browser.ts';
import {
  type ApiUser,
  Authenticator,
  ada,
  bob,
  grace,
  invitationFor,
  type Person,
  setUpToken,
  signInByApi,
  vera,
} from './support/people.ts';
import { type RunningServer, startServer } from './support/server.ts';

/** Told by the live connection: a second, and what a busy machine adds to it. */
const toldWithinMs = 2_000;

/** The tests are one story: each begins with the accounts that those before it made. */
describe.skipIf(partOrSkip('chromium'))('identity', () => {
  let server: RunningServer;
  let browser: Browser;
  let authenticator: Authenticator;
  let administrator: ApiUser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const nobody = { as: 'nobody' } as const;
  const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });

  async function fillSignIn(page: Page, { email, password }: Person): Promise<void> {
    await field(page, 'E-mail').fill(email);
    await field(page, 'Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  async function giveCode(page: Page): Promise<void> {
    await field(page, 'Code of the authenticator').fill(await authenticator.code());
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  /** An analyst, who needs no second factor. */
  async function signInAsBob(page: Page, path: string): Promise<void> {
    await page.goto(path);
    await fillSignIn(page, bob);
    await page.getByRole('button', { name: /Bob Noyce, analyst/ }).waitFor();
  }

  async function fillPortfolio(page: Page, name: string): Promise<void> {
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Add an asset').selectOption({ index: 1 });
    await page.getByLabel(/^Weight of/).fill('100');
  }

  it('opens the demo by one keypress, where one wanted to go, and says what it is', async () => {
    const { page, troubles, close } = await openPage(browser, server.url, nobody);
    await page.goto('/risk?window=3y');
    await page.getByRole('button', { name: 'Look at the demo' }).waitFor();
    await page.keyboard.press('Enter');
    await settled(page);
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/risk?window=3y');
    const banner = page.getByRole('complementary', { name: 'Demo' });
    expect(await banner.textContent()).toContain('anyone at this computer sees the same data');
    await page.reload();
    await settled(page);
    expect(troubles).toEqual([]);
    await close();
  });

  it('makes the first account: link, password, authenticator, recovery codes', async () => {
    const { page, troubles, close } = await openPage(browser, server.url, nobody);
    await page.goto(`/set-up#token=${setUpToken(server)}`);
    await field(page, 'E-mail').fill(ada.email);
    expect(page.url()).toBe(`${server.url}/set-up`);
    await field(page, 'Your name').fill(ada.displayName);
    await field(page, 'Password').fill('password1234567');
    await page.getByRole('button', { name: 'Make the account' }).click();
    await expect.poll(() => field(page, 'Password').getAttribute('aria-invalid'), patient).toBe('true');
    await field(page, 'Password').fill(ada.password);
    await page.getByText('28 characters, long enough').waitFor();
    expect(troubles.splice(0)).toEqual([`status 422: ${server.url}/api/v1/auth/set-up`]);
    await page.getByRole('button', { name: 'Make the account' }).click();

    await page.waitForURL('**/welcome/second-factor');
    await page.getByText('Passkeys are bound to a name').waitFor();
    const secret = (await page.locator('code').first().textContent()) ?? '';
    authenticator = new Authenticator(secret);
    await page.goto('/portfolios');
    await page.waitForURL('**/welcome/second-factor');
    authenticator = new Authenticator((await page.locator('form code').first().textContent()) ?? '');
    await field(page, 'Code that the app shows').fill(await authenticator.code());
    await page.getByRole('button', { name: 'Turn it on' }).click();
    const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await codes.first().waitFor();
    expect(await codes.count()).toBeGreaterThanOrEqual(8);
    expect(await page.getByRole('button', { name: 'Go on' }).isDisabled()).toBe(true);
    await page.getByLabel('I have kept them').check();
    await page.getByRole('button', { name: 'Go on' }).click();
    await settled(page);
    // The user of the demo has become the administrator: what was there stays.
    expect(await page.getByRole('complementary', { name: 'Demo' }).count()).toBe(0);
    await page.getByRole('button', { name: /Ada Lovelace, admin/ }).waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  it('signs in with a code, goes where one wanted to, signs out, and leaves nothing', async () => {
    const { page, troubles, close } = await openPage(browser, server.url, nobody);
    await page.goto('/portfolios?sort=name');
    await fillSignIn(page, { ...ada, password: 'not the password of ada' });
    await page.getByRole('alert').waitFor();
    expect(troubles.splice(0)).toEqual([`status 401: ${server.url}/api/v1/auth/sign-in`]);
    await fillSignIn(page, ada);
    await giveCode(page);
    await page.waitForURL('**/portfolios?sort=name');
    await settled(page);

    const other = await page.context().newPage();
    await other.goto('/risk');
    await settled(other);
    await other.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Portfolios' }).click();
    await settled(other);
    await page.getByRole('button', { name: /Ada Lovelace, admin/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
    for (const tab of [page, other]) {
      await tab.waitForURL('**/sign-in?after=sign-out');
      await tab.getByText('You are signed out').waitFor();
    }
    await other.goBack();
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    const kept = await page.evaluate(() => ({ ...window.localStorage, ...window.sessionStorage }));
    expect(Object.keys(kept).filter((key) => key !== 'riskoptimizer-color-scheme')).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  });

  it('takes an invitation, and shows whoever has no portfolio the way to one', async () => {
    administrator = await signInByApi(server, ada, authenticator);
    const { page, troubles, close } = await openPage(browser, server.url, nobody);
    await page.goto(`/invitation#token=${await invitationFor(administrator, bob, 'analyst')}`);
    await field(page, 'Your name').fill(bob.displayName);
    await field(page, 'Password').fill(bob.password);
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.getByRole('button', { name: 'Load a simulated market to try' }).click();
    await settled(page);
    expect(troubles).toEqual([]);
    await close();
  });

  it('never shows a token to a script, a storage or an answer', async () => {
    const { page, close } = await openPage(browser, server.url, nobody);
    const bodies: string[] = [];
    page.on('response', async (response) => {
      if (response.url().includes('/api/v1/')) bodies.push(await response.text().catch(() => ''));
    });
    await signInAsBob(page, '/portfolios');
    await settled(page);
    await page.reload();
    await settled(page);
    const cookies = await page.context().cookies();
    const session = cookies.filter(({ name }) => name.startsWith('__Host-'));
    expect(session.length).toBeGreaterThanOrEqual(1);
    for (const cookie of session) {
      expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict', path: '/' });
      expect(bodies.filter((body) => body.includes(cookie.value))).toEqual([]);
    }
    const accessToken = /"accessToken":"([^"]+)"/.exec(bodies.join('\n'))?.[1] ?? '';
    expect(accessToken.length).toBeGreaterThan(100);
    const seen = await page.evaluate(() =>
      [document.cookie, JSON.stringify({ ...window.localStorage, ...window.sessionStorage }), document.title].join(),
    );
    for (const secret of [accessToken, ...session.map(({ value }) => value)]) expect(seen).not.toContain(secret);
    expect(await page.evaluate(() => document.cookie)).toBe('');
    await close();
  });

  it('tells at once of a session that was ended elsewhere, and goes on with nothing typed lost', async () => {
    const { page, close } = await openPage(browser, server.url, nobody);
    await signInAsBob(page, '/portfolios/new');
    await fillPortfolio(page, 'Typed before the end');
    await endWebSessions(await signInByApi(server, bob));
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.waitFor({ timeout: toldWithinMs });
    expect(await dialog.textContent()).toContain('ended from another device of yours');
    expect(await field(page, 'E-mail').inputValue()).toBe(bob.email);
    await field(page, 'Password').fill(bob.password);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    expect(await page.getByLabel('Name').inputValue()).toBe('Typed before the end');
    expect(await page.getByLabel(/^Weight of/).inputValue()).toBe('100');
    await close();
  });

  it('finishes a save that an expiry came before, once the same user is back', async () => {
    const { page, close } = await openPage(browser, server.url, nobody);
    // Without the live connection: the end is noticed at the next request.
    await page.routeWebSocket('**/api/v1/stream?**', (socket) => socket.close());
    await signInAsBob(page, '/portfolios/new');
    await fillPortfolio(page, 'Saved after the end');
    await endWebSessions(await signInByApi(server, bob));
    await page.getByRole('button', { name: 'Make the portfolio' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await dialog.waitFor();
    await field(page, 'Password').fill(bob.password);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/risk\?portfolio=/);
    await settled(page);
    await page.goto('/portfolios');
    await settled(page);
    expect(await page.getByRole('link', { name: 'Saved after the end', exact: true }).count()).toBe(1);
    await close();
  });

  it('notices that somebody else signed in with the same browser', async () => {
    const { page, close } = await openPage(browser, server.url, nobody);
    await signInAsBob(page, '/portfolios');
    const token = await invitationFor(administrator, vera, 'viewer');
    const other = await page.context().newPage();
    await other.goto(`/invitation#token=${token}`);
    await field(other, 'Your name').fill(vera.displayName);
    await field(other, 'Password').fill(vera.password);
    await other.getByRole('button', { name: 'Make the account' }).click();
    await other.getByRole('button', { name: /Vera Rubin, viewer/ }).waitFor();

    const dialog = page.getByRole('dialog', { name: 'Vera Rubin is signed in now' });
    await dialog.waitFor();
    await page.getByRole('button', { name: 'Go on as Vera Rubin' }).click();
    await page.getByRole('button', { name: /Vera Rubin, viewer/ }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
    // A viewer is offered nothing that the role does not allow.
    await page.getByText('There is no portfolio for you yet').waitFor();
    expect(await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').allTextContents()).toEqual([
      'Overview',
      'Holdings',
      'Transactions',
      'Performance',
      'Risk',
      'Frontier',
      'Rebalance',
      'Alerts',
      'Portfolios',
      'Data',
    ]);
    await page.goto('/import');
    await page.getByText('Your role does not import prices').waitFor();
    await close();
  });

  it('shows a shared portfolio with its owner, for reading only', async () => {
    const { client } = administrator;
    const { items } = await client.listPortfolios();
    const portfolio = items.find(({ simulated }) => simulated);
    await client.createShare({ portfolioId: portfolio?.id ?? '', email: vera.email, level: 'read' });
    const { page, troubles, close } = await openPage(browser, server.url, nobody);
    await page.goto('/portfolios');
    await fillSignIn(page, vera);
    await settled(page);
    const row = page.getByRole('row').filter({ hasText: portfolio?.name ?? '' });
    expect(await row.textContent()).toContain('Ada Lovelace (you may read)');
    expect(await row.getByRole('link', { name: /^Edit/ }).count()).toBe(0);
    expect(await row.getByRole('button', { name: /^Delete/ }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'New portfolio' }).count()).toBe(0);
    await page.goto(`/portfolios/${portfolio?.id}`);
    await page.getByText('You may look at this portfolio, but not change it').waitFor();
    await page.goto(`/?portfolio=${portfolio?.id}`);
    await settled(page);
    await page.getByText('shared by Ada Lovelace').waitFor();
    expect(await page.getByRole('link', { name: 'Edit what it holds' }).count()).toBe(0);
    expect(troubles).toEqual([]);
    await close();
  });

  it('makes a passkey under a name, and signs in with it alone', async () => {
    const token = await invitationFor(administrator, grace, 'admin');
    const { page, troubles, close } = await openPage(browser, server.namedUrl, nobody);
    const device = await virtualAuthenticator(page);
    await page.goto(`/invitation#token=${token}`);
    await field(page, 'Your name').fill(grace.displayName);
    await field(page, 'Password').fill(grace.password);
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.waitForURL('**/welcome/second-factor');
    await page.getByText('Passkey', { exact: true }).click();
    await field(page, 'Name of the passkey').fill('Test device');
    await page.getByRole('button', { name: 'Make a passkey' }).click();
    await page.getByLabel('I have kept them').check();
    expect(await device.credentialCount()).toBe(1);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('There is no portfolio yet').waitFor();
    await page.getByRole('button', { name: /Grace Hopper, admin/ }).click();
    // Otherwise the device answers the list under the field before anybody has chosen.
    await device.answer(false);
    const offered = page.waitForResponse(challenges);
    await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
    await page.getByText('You are signed out').waitFor();
    await offered;
    // The device answers what it is asked from now on; what waits already, it never answers.
    await page.route(
      challenges,
      async (route) => {
        await device.answer(true);
        await route.continue();
      },
      { times: 1 },
    );
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('button', { name: /Grace Hopper, admin/ }).waitFor();
    expect(troubles).toEqual([]);
    await close();
  });
});

const challenges = '**/auth/passkey-challenges';

async function endWebSessions({ client }: ApiUser): Promise<void> {
  const { items } = await client.listSessions();
  for (const session of items.filter((one) => one.client === 'web')) await client.endSession({ sessionId: session.id });
}

/** A device with passkeys, such as a laptop with a fingerprint reader, played by Chromium itself. */
async function virtualAuthenticator(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    answer: (enabled: boolean) =>
      devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
    credentialCount: async () =>
      (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  };
}
