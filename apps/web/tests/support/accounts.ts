/** A server that somebody has made theirs, and pages on which a person is signed in. */
import type { Role } from '@riskoptimizer/contracts';
import type { Browser, Page } from 'playwright-core';
import { openPage, type PageOptions, type WatchedPage } from './browser.ts';
import { type ApiUser, Authenticator, ada, anApp, invitationFor, type Person, setUpToken } from './people.ts';
import type { RunningServer } from './server.ts';

export interface Owner extends ApiUser {
  readonly authenticator: Authenticator;
}

/** Makes Ada the administrator, with an authenticator app. */
export async function makeOwner(server: RunningServer): Promise<Owner> {
  const user = anApp(server);
  const answer = await user.client.setUp({ token: setUpToken(server), ...ada, client: 'app' });
  await user.session.accept(answer);
  return enrol(user);
}

/** Gives somebody an authenticator app. */
export async function enrol(user: ApiUser): Promise<Owner> {
  const authenticator = new Authenticator((await user.client.beginTotp()).secret);
  await user.client.confirmTotp({ code: await authenticator.code() });
  // The tokens of now still say that the factor is missing.
  await user.session.refresh();
  return { ...user, authenticator };
}

/** Makes an account by an invitation of the owner. */
export async function makeAccount(server: RunningServer, owner: ApiUser, person: Person, role: Role): Promise<ApiUser> {
  const { displayName, password } = person;
  const token = await invitationFor(owner, person, role);
  const user = anApp(server);
  const answer = await user.client.acceptInvitation({ token, displayName, password, client: 'app' });
  await user.session.accept(answer);
  return user;
}

/** A page on which the person has signed in, where they wanted to go. */
export async function openPageOf(
  browser: Browser,
  server: RunningServer,
  { email, displayName, password }: Person,
  path: string,
  { authenticator, ...options }: Omit<PageOptions, 'as'> & { readonly authenticator?: Authenticator } = {},
): Promise<WatchedPage> {
  const watched = await openPage(browser, server.url, { ...options, as: 'nobody' });
  const { page } = watched;
  await page.goto(path);
  await page.getByLabel('E-mail', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await signInButton(page).click();
  if (authenticator) {
    await page.getByLabel('Code of the authenticator', { exact: true }).fill(await authenticator.code());
    await signInButton(page).click();
  }
  await page.getByRole('button', { name: new RegExp(`${displayName}, `) }).waitFor();
  return watched;
}

function signInButton(page: Page) {
  return page.getByRole('button', { name: 'Sign in', exact: true });
}
