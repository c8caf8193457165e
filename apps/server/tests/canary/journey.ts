/** Everything that people do, by the book, with values that can be found again. */
import { randomBytes } from 'node:crypto';
import type { PasskeyChallenge, SignedIn } from '@riskoptimizer/contracts';
import { priceFile } from '../api/price-files.ts';
import type { Answer, TestApplication } from '../api/test-application.ts';
import { Holder, underName } from '../identity/account-holder.ts';
import { mailedToken, Person, setUpToken } from '../identity/people.ts';
import { SoftwareAuthenticator } from '../identity/software-authenticator.ts';
import type { MovableClock } from '../support/movable-clock.ts';
import { until } from '../support/wait.ts';
import type { Canaries } from './canaries.ts';

export interface Everybody {
  readonly ada: Holder;
  readonly bob: Holder;
  readonly carol: Holder;
  readonly portfolioId: string;
  readonly assetId: string;
  readonly apiKey: string;
}

type Parts = { readonly application: TestApplication; readonly clock: MovableClock; readonly canaries: Canaries };

const wallet = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

/** Accounts, factors, keys, links and portfolios of three people; every secret that was handed out is noted. */
export async function live(parts: Parts): Promise<Everybody> {
  const { canaries } = parts;
  const ada = await setUp(parts);
  const bob = await acceptInvitation(parts, ada);
  const carol = await register(parts, ada);
  await changeAccount(parts, bob);
  await usePasskey(parts, bob);
  const portfolio = await importAndShare(parts, bob, carol);
  await resetPassword(parts, carol);
  const created = await good<{ key: string }>(
    await bob.ask('POST', '/me/api-keys', { name: 'Script', scopes: ['portfolio:read'] }),
  );
  const apiKey = canaries.note('secret', 'API key', created.key);
  await good(await parts.application.ask('GET', '/api/v1/portfolios', { token: apiKey }));
  for (const [somebody, path] of [
    [bob, '/market-data/providers/tiingo'],
    [ada, '/admin/providers/tiingo'],
  ] as const) {
    const key = canaries.note('secret', 'provider key', randomBytes(20).toString('hex'));
    await good(await somebody.ask('PUT', path, { key }));
  }
  for (const somebody of [ada, bob, carol]) {
    const { ticket } = await good<{ ticket: string }>(await somebody.ask('POST', '/stream/tickets'));
    canaries.note('secret', 'stream ticket', ticket);
    await parts.application.ask('GET', `/api/v1/stream?ticket=${ticket}`, { token: null });
  }
  await good(await ada.ask('POST', '/audit/exports', {}));
  return { ada, bob, carol, ...portfolio, apiKey };
}

/** The tokens of a session, as they are now. */
export function noteSession(canaries: Canaries, { session, cookies }: Person): void {
  canaries.note('secret', 'access token', session?.accessToken);
  canaries.note('secret', 'refresh token', session?.refreshToken);
  canaries.note('secret', 'CSRF token', session?.csrfToken);
  for (const value of cookies.values()) canaries.note('secret', 'cookie', value);
}

async function setUp({ application, clock, canaries }: Parts): Promise<Holder> {
  const account = accountOf(canaries, 'ada');
  const ada = new Holder(underName(application), clock, { userId: '', ...account }, 'web');
  const token = canaries.note('secret', 'set-up link', setUpToken(application));
  const displayName = canaries.note('confidential', 'display name', 'Adelheid Kanariengelb');
  await good(await ada.enter('/auth/set-up', { token, ...account, displayName }));
  noteSession(canaries, ada);
  await enrol(canaries, ada);
  const settings = { registration: 'open', secondFactorRoles: ['admin'], sessionIdleMinutes: 60, sessionHours: 12 };
  await good(await ada.ask('PUT', '/admin/settings', settings));
  canaries.note('personal', 'wallet', wallet);
  await good(await ada.ask('PATCH', '/me', { walletAddress: wallet }));
  await good(await ada.ask('POST', '/auth/refresh', {}, { origin: ada.application.address }));
  noteSession(canaries, ada);
  return ada;
}

async function acceptInvitation({ application, clock, canaries }: Parts, ada: Holder): Promise<Holder> {
  const { email, password } = accountOf(canaries, 'bob');
  const { link } = await good<{ link: string }>(
    await ada.ask('POST', '/admin/invitations', { email, role: 'advisor' }),
  );
  const token = canaries.note('secret', 'invitation link', link.split('#token=')[1]!);
  const bob = new Holder(underName(application), clock, { userId: '', email, password });
  const displayName = canaries.note('confidential', 'display name', 'Bobo Zeisiggrün');
  await good(await bob.enter('/auth/invitations/accept', { token, displayName, password }));
  noteSession(canaries, bob);
  await enrol(canaries, bob);
  const code = bob.recoveryCodes[0]!;
  const challengeToken = canaries.note('secret', 'challenge token', await bob.challengeToken());
  bob.session = (await bob.giveFactor('recovery-code', code, challengeToken)).body;
  noteSession(canaries, bob);
  canaries.note('secret', 'one-time code', bob.code());
  await bob.signInFully();
  noteSession(canaries, bob);
  // The first one of a family, used again after the grace, ends it.
  const first = bob.session?.refreshToken ?? null;
  await good(await bob.refresh());
  noteSession(canaries, bob);
  clock.advance(20_000);
  await bob.refresh(first);
  canaries.note('secret', 'one-time code', bob.code());
  await bob.signInFully();
  noteSession(canaries, bob);
  return bob;
}

async function register({ application, clock, canaries }: Parts, ada: Holder): Promise<Holder> {
  const { email, password } = accountOf(canaries, 'carol');
  const displayName = canaries.note('confidential', 'display name', 'Carola Stieglitzrot');
  await good(await new Person(application).ask('POST', '/auth/registrations', { email, displayName, password }));
  const token = canaries.note('secret', 'confirmation link', await linkOf(application, email));
  await good(await new Person(application).ask('POST', '/auth/registrations/confirm', { token }));
  const carol = new Holder(underName(application), clock, { userId: '', email, password });
  await good(await carol.enterPassword());
  noteSession(canaries, carol);
  await good(await ada.ask('PATCH', `/admin/users/${carol.session!.user.id}`, { role: 'analyst' }));
  return carol;
}

async function changeAccount({ application, canaries }: Parts, bob: Holder): Promise<void> {
  await good(await bob.stepUp({ method: 'recovery-code', code: bob.recoveryCodes[1] }));
  const email = canaries.note('personal', 'e-mail address', 'bob.new.canary@canaries.example');
  await good(await bob.ask('POST', '/me/email', { email }));
  const token = canaries.note('secret', 'e-mail change link', await linkOf(application, email));
  await good(await bob.ask('POST', '/auth/email-changes/confirm', { token }));
  const newPassword = canaries.note('secret', 'password', 'siskins gather thistledown 88');
  const changed = await bob.ask<SignedIn>('POST', '/me/password', { currentPassword: bob.password, newPassword });
  bob.session = await good(changed);
  noteSession(canaries, bob);
}

async function usePasskey({ canaries }: Parts, bob: Holder): Promise<void> {
  await good(await bob.stepUp({ method: 'recovery-code', code: bob.recoveryCodes[2] }));
  const key = new SoftwareAuthenticator(bob.application.address);
  const begun = await good<PasskeyChallenge>(await bob.beginPasskey());
  noteChallenge(canaries, begun);
  const response = key.create(begun.options as never);
  await good(await bob.ask('POST', '/me/passkeys', { challengeId: begun.challengeId, name: 'Key', response }));
  const asked = await good<PasskeyChallenge>(await bob.passkeyChallenge());
  noteChallenge(canaries, asked);
  bob.session = await good(await bob.answerPasskey(asked.challengeId, key.get(asked.options as never)));
  noteSession(canaries, bob);
}

async function importAndShare({ application, canaries }: Parts, bob: Holder, carol: Holder) {
  const name = canaries.note('confidential', 'portfolio name', 'Kanarienvogel Altersvorsorge');
  const fileName = canaries.note('confidential', 'file name', 'kontoauszug-kanarienvogel.csv');
  const form = new FormData();
  const csv = priceFile(['FINCHCO', 'SISKINAG'], 40);
  form.append('file', new Blob([csv], { type: 'text/csv' }), fileName);
  const token = bob.session!.accessToken;
  const preview = await good<{ id: string }>(
    await application.ask('POST', '/api/v1/price-imports', { body: form, token }),
  );
  const portfolio = { name, allocation: { kind: 'equal' } };
  const { portfolioId } = await good<{ portfolioId: string }>(
    await bob.ask('POST', `/price-imports/${preview.id}/commit`, { currency: 'EUR', portfolio }),
  );
  const { items } = await good<{ items: { id: string }[] }>(await bob.ask('GET', '/assets'));
  await good(await bob.ask('GET', `/portfolios/${portfolioId}/risk?window=max`));
  await good(await bob.ask('POST', `/portfolios/${portfolioId}/shares`, { email: carol.email, level: 'read' }));
  await good(await carol.ask('GET', `/portfolios/${portfolioId}`));
  return { portfolioId, assetId: items[0]!.id };
}

async function resetPassword({ application, canaries }: Parts, carol: Holder): Promise<void> {
  const sent = application.mails.length;
  await good(await carol.ask('POST', '/auth/password-resets', { email: carol.email }));
  await until('the mail is sent', async () => application.mails.length > sent);
  const token = canaries.note('secret', 'reset link', mailedToken(application, carol.email));
  carol.password = canaries.note('secret', 'password', 'chaffinch under umbrella 31');
  await good(await carol.ask('POST', '/auth/password-resets/complete', { token, password: carol.password }));
  await good(await carol.enterPassword());
  noteSession(canaries, carol);
}

async function enrol(canaries: Canaries, somebody: Holder): Promise<void> {
  await somebody.enrolTotp();
  canaries.note('secret', 'TOTP secret', somebody.totpSecret);
  // The code that was used, of the step before.
  canaries.note('secret', 'one-time code', somebody.code(-1));
  for (const code of somebody.recoveryCodes) canaries.note('secret', 'recovery code', code);
}

function noteChallenge(canaries: Canaries, { challengeId, options }: PasskeyChallenge): void {
  canaries.note('secret', 'passkey challenge', challengeId);
  canaries.note('nonce', 'passkey challenge', (options as { challenge: string }).challenge);
}

function accountOf(canaries: Canaries, name: string) {
  return {
    email: canaries.note('personal', 'e-mail address', `${name}.canary@canaries.example`),
    password: canaries.note('secret', 'password', `${name} whistles quietly 4711`),
  };
}

/** Mails are sent after the answer. */
async function linkOf(application: TestApplication, email: string): Promise<string> {
  await until('the mail is sent', async () => mailedToken(application, email) !== '');
  return mailedToken(application, email);
}

async function good<Body>(answer: Answer<unknown>): Promise<Body> {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body as Body;
}
