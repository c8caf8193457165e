/** What ends the API keys of somebody: they outlive sessions, so each way of throwing everybody out says what becomes of them. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { auditOf, type Holder, type Holders, otherPassword, startWithHolders } from './account-holder.ts';
import { mailedToken } from './people.ts';

let holders: Holders;
beforeAll(async () => {
  holders = await startWithHolders();
}, 120_000);
afterAll(() => holders.stop());

async function withKeys(count: number): Promise<{ holder: Holder; keys: string[] }> {
  const holder = await holders.holder();
  await holder.enterPassword();
  const keys: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const json = { name: `Script ${index}`, scopes: ['portfolio:read'] };
    keys.push((await holder.ask<{ key: string }>('POST', '/me/api-keys', json)).body.key);
  }
  return { holder, keys };
}

const statusOf = async (key: string) =>
  (await holders.named.ask('GET', '/api/v1/portfolios', { headers: { authorization: `Bearer ${key}` } })).status;
const statusesOf = (keys: readonly string[]) => Promise.all(keys.map(statusOf));

async function revocationsOf(holder: Holder) {
  const entries = await auditOf(holders.application, holder.userId);
  return entries.filter(({ action }) => action === 'api-key.revoked').map(({ entry }) => entry);
}

const mailTo = (holder: Holder) =>
  vi.waitFor(() => {
    const mail = holders.application.mails.findLast(({ to }) => to === holder.email);
    expect(mail?.subject).toBe('Your password was changed');
    return mail!;
  });

describe('a new password by mail', () => {
  test('revokes all keys, says so in the mail, and leaves an entry for each', async () => {
    const { holder, keys } = await withKeys(2);
    expect(await statusesOf(keys)).toEqual([200, 200]);
    await holder.ask('POST', '/auth/password-resets', { email: holder.email });
    const token = await vi.waitFor(() => {
      const found = mailedToken(holders.application, holder.email);
      expect(found).not.toBe('');
      return found;
    });
    const done = await holder.ask('POST', '/auth/password-resets/complete', { token, password: otherPassword });
    expect(done.status).toBe(204);
    expect(await statusesOf(keys)).toEqual([401, 401]);
    const revocations = await revocationsOf(holder);
    expect(revocations.map(({ reason }) => reason)).toEqual(['password-reset', 'password-reset']);
    expect(revocations[0]).toMatchObject({ before: { revokedAt: null }, after: { revokedAt: expect.any(String) } });
    expect((await mailTo(holder)).text).toContain('2 API keys were revoked');
    for (const key of keys) expect((await mailTo(holder)).text).not.toContain(key);
  });
});

describe('a new password on the page', () => {
  const change = (holder: Holder, also: Record<string, unknown> = {}) =>
    holder.ask('POST', '/me/password', { currentPassword: holder.password, newPassword: otherPassword, ...also });

  test('revokes all keys', async () => {
    const { holder, keys } = await withKeys(1);
    expect((await change(holder)).status).toBe(200);
    expect(await statusesOf(keys)).toEqual([401]);
    expect((await mailTo(holder)).text).toContain('one API key was revoked');
  });

  test('leaves them to whoever asks for that, and says in the mail what stays', async () => {
    const { holder, keys } = await withKeys(1);
    expect((await change(holder, { alsoRevokeApiKeys: false, endOtherSessions: false })).status).toBe(200);
    expect(await statusesOf(keys)).toEqual([200]);
    expect(await revocationsOf(holder)).toEqual([]);
    const { text } = await mailTo(holder);
    expect(text).toContain('Other devices stay signed in.');
    expect(text).not.toContain('revoked');
  });

  test('confirms nothing where there is a second factor', async () => {
    const { holder } = await withKeys(0);
    await holder.enrolTotp();
    holder.clock.advance(11 * 60_000);
    await holder.refresh();
    const answer = await holder.ask<NonNullable<Holder['session']>>('POST', '/me/password', {
      currentPassword: holder.password,
      newPassword: otherPassword,
    });
    holder.session = answer.body;
    const json = { name: 'Script', scopes: ['portfolio:read'] };
    expect(await holder.ask('POST', '/me/api-keys', json)).toMatchObject({ body: { code: 'step-up-required' } });
  });
});

describe('signing out everywhere', () => {
  test.each([
    ['leaves keys alone', undefined, 200],
    ['leaves keys alone when told so', { alsoRevokeApiKeys: false }, 200],
    ['revokes them when asked to', { alsoRevokeApiKeys: true }, 401],
  ])('%s', async (_, json, status) => {
    const { holder, keys } = await withKeys(1);
    expect((await holder.ask('POST', '/auth/sign-out-everywhere', json)).status).toBe(204);
    expect(await statusesOf(keys)).toEqual([status]);
    expect((await revocationsOf(holder)).map(({ reason }) => reason)).toEqual(
      status === 401 ? ['signed-out-everywhere'] : [],
    );
    expect((await holder.refresh()).status).toBe(401);
  });

  test.each([[[]], 'all', { alsoRevokeApiKeys: 'true' }, { everything: true }])('%j is refused', async (json) => {
    const { holder } = await withKeys(0);
    expect((await holder.ask('POST', '/auth/sign-out-everywhere', json)).status).toBe(400);
    expect((await holder.refresh()).status).toBe(200);
  });
});

test('an administrator who ends the sessions of somebody ends their keys, and nobody else’s', async () => {
  const { holder, keys } = await withKeys(2);
  const other = await withKeys(1);
  const admin = await holders.holder('admin');
  await admin.enterPassword();
  await admin.enrolTotp();
  expect((await admin.ask('POST', `/admin/users/${holder.userId}/end-sessions`)).status).toBe(204);
  expect(await statusesOf(keys)).toEqual([401, 401]);
  expect(await statusesOf(other.keys)).toEqual([200]);
  expect((await revocationsOf(holder)).map(({ reason }) => reason)).toEqual([
    'ended-by-administrator',
    'ended-by-administrator',
  ]);
});
