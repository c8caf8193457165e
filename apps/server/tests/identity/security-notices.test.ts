/** Mails about what somebody did to the ways into an account: each once, to the owner, and with nothing that opens a door. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Holder, type Holders, startWithHolders } from './account-holder.ts';
import { SoftwareAuthenticator } from './software-authenticator.ts';

let holders: Holders;
beforeAll(async () => {
  holders = await startWithHolders();
}, 120_000);
afterAll(() => holders.stop());

const mailsTo = ({ email }: Holder) => holders.application.mails.filter(({ to }) => to === email);
const subjectsTo = (holder: Holder) => mailsTo(holder).map(({ subject }) => subject);
const expectSubjects = (holder: Holder, subjects: readonly string[]) =>
  vi.waitFor(() => expect(subjectsTo(holder)).toEqual(subjects));

async function signedIn(): Promise<Holder> {
  const holder = await holders.holder();
  await holder.enterPassword();
  return holder;
}

describe('the owner gets a mail', () => {
  test('when an authenticator app is added and removed', async () => {
    const holder = await signedIn();
    await holder.enrolTotp();
    await expectSubjects(holder, ['A second factor was added']);
    expect((await holder.ask('DELETE', '/me/totp')).status).toBe(204);
    await expectSubjects(holder, ['A second factor was added', 'A second factor was removed']);
    expect(mailsTo(holder)[1]!.text).toContain('An authenticator app was removed from your account.');
  });

  test('when a passkey is added, by the name that it was given', async () => {
    const holder = await signedIn();
    expect((await holder.addPasskey(new SoftwareAuthenticator(holders.named.address), {}, 'Blue key')).status).toBe(
      201,
    );
    await expectSubjects(holder, ['A second factor was added']);
    expect(mailsTo(holder)[0]!.text).toContain('The passkey “Blue key” was added');
  });

  test('when recovery codes are used and made anew, with how many are left and none of them', async () => {
    const holder = await signedIn();
    const codes = await holder.enrolTotp();
    const token = await holder.challengeToken();
    expect((await holder.giveFactor('recovery-code', codes[0]!, token)).status).toBe(200);
    await holder.signInFully();
    const renewed = await holder.ask<{ recoveryCodes: string[] }>('POST', '/me/recovery-codes');
    expect(renewed.status).toBe(200);
    await expectSubjects(holder, [
      'A second factor was added',
      'A recovery code was used',
      'New recovery codes were made',
    ]);
    const texts = mailsTo(holder).map(({ text }) => text);
    expect(texts[1]).toContain('Unused codes left: 9.');
    for (const secret of [...codes, ...renewed.body.recoveryCodes, holder.totpSecret])
      expect(texts.join()).not.toContain(secret);
  });

  test('when an API key is made, without the key', async () => {
    const holder = await signedIn();
    const json = { name: 'Nightly report', scopes: ['portfolio:read'] };
    const { key } = (await holder.ask<{ key: string }>('POST', '/me/api-keys', json)).body;
    await expectSubjects(holder, ['An API key was made']);
    expect(mailsTo(holder)[0]!.text).toContain('The API key “Nightly report” was made');
    expect(mailsTo(holder)[0]!.text).not.toContain(key.slice(3, 11));
  });

  test('when a browser that it does not know signs in, but not at the first and not at a known one', async () => {
    const holder = await holders.holder();
    const home = holder.elsewhere('web');
    await home.enterPassword();
    await home.enterPassword();
    const stranger = holder.elsewhere('web');
    await stranger.enterPassword();
    await expectSubjects(holder, ['A sign-in from a new device']);
  });

  test('when a token of a session comes a second time', async () => {
    const holder = await signedIn();
    const { refreshToken } = holder.session!;
    await holder.refresh();
    holders.clock.advance(60_000);
    expect((await holder.refresh(refreshToken)).status).toBe(401);
    await expectSubjects(holder, ['A session was ended: its token was used twice']);
  });
});

test('nobody gets one for a change that was refused', async () => {
  const holder = await signedIn();
  holder.totpSecret = (await holder.ask<{ secret: string }>('POST', '/me/totp')).body.secret;
  const wrong = await holder.ask('POST', '/me/totp/confirm', { code: holder.wrongCode() });
  expect(wrong.status, wrong.text).toBeGreaterThanOrEqual(400);
  expect((await holder.ask('POST', '/me/api-keys', { name: 'x', scopes: ['user:manage'] })).status).toBe(400);
  await holder.ask('POST', '/me/api-keys', { name: 'Marker', scopes: ['portfolio:read'] });
  await expectSubjects(holder, ['An API key was made']);
});
