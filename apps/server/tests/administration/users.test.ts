/** Administrators over users: what they see, what they change, and that nobody is left without one. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem, UserSummary } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import {
  auditOf,
  believedMs,
  givePasskey,
  invite,
  type Somebody,
  setUpAdministrator,
  signIn,
} from './administrators.ts';

let application: TestApplication;
let other: TestApplication;
let ada: Somebody;
const environment = { RISKOPTIMIZER_BCRYPT_ROUNDS: '10' };

beforeAll(async () => {
  application = await startTestApplication({ environment });
  ada = await setUpAdministrator(application);
  other = await startTestApplication({ environment, on: application });
});
afterAll(async () => {
  await other.stop();
  await application.stop();
});

let count = 0;
const person = (role: string) => invite(application, ada, role, `person${++count}@example.com`);
const listed = async () => (await ada.ask<{ items: UserSummary[] }>('GET', '/admin/users')).body.items;
const summaryOf = async (userId: string) => (await listed()).find(({ id }) => id === userId);

describe('the list', () => {
  test('shows everybody with their address, sessions and keys, and nothing secret', async () => {
    const bob = await person('advisor');
    const answer = await ada.ask<{ items: UserSummary[] }>('GET', '/admin/users');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body.items.find(({ id }) => id === bob.userId)).toMatchObject({
      email: bob.email,
      role: 'advisor',
      status: 'active',
      isDemo: false,
      factors: [],
      sessionCount: 1,
      apiKeyCount: 0,
      shareCount: 0,
      lockedUntil: null,
      lastSignedInAt: expect.any(String),
    });
    expect(answer.text).not.toMatch(/\$2b\$|f1\.|sealed|hash/i);
  });

  test('is for administrators and compliance', async () => {
    const compliance = await person('compliance');
    expect((await compliance.ask('GET', '/admin/users')).status).toBe(200);
    expect((await compliance.ask('PATCH', `/admin/users/${ada.userId}`, { role: 'viewer' })).status).toBe(403);
    for (const role of ['viewer', 'analyst', 'advisor'])
      expect((await (await person(role)).ask('GET', '/admin/users')).status).toBe(403);
    expect((await application.ask('GET', '/api/v1/admin/users')).status).toBe(401);
  });
});

describe('roles', () => {
  test('a change counts everywhere within a second, and is in the trail with before and after', async () => {
    const bob = await person('viewer');
    await givePasskey(application, bob.userId);
    expect((await bob.ask('GET', '/admin/users', undefined, other)).status).toBe(403);
    const changed = await ada.ask<UserSummary>('PATCH', `/admin/users/${bob.userId}`, { role: 'compliance' });
    expect(changed.body).toMatchObject({ id: bob.userId, role: 'compliance', sessionCount: 1 });
    await sleep(believedMs);
    for (const at of [application, other])
      expect((await bob.ask('GET', '/admin/users', undefined, at)).status).toBe(200);
    const entry = (await auditOf(application, 'user.updated')).findLast(({ entity_id }) => entity_id === bob.userId);
    expect(entry?.content.before).toMatchObject({ role: 'viewer', status: 'active' });
    expect(entry?.content.after).toMatchObject({ role: 'compliance', status: 'active' });
    expect(JSON.stringify(entry)).not.toContain(bob.email);
  });

  test.each(['admin', 'compliance'])('whoever becomes %s without a second factor sets one up first', async (role) => {
    const bob = await person('analyst');
    expect((await bob.ask('GET', '/portfolios')).status).toBe(200);
    await ada.ask('PATCH', `/admin/users/${bob.userId}`, { role });
    await sleep(believedMs);
    const refused = await bob.ask<Problem>('GET', '/admin/users');
    expect([refused.status, refused.body.code]).toEqual([403, 'second-factor-required']);
    await ada.ask('PATCH', `/admin/users/${bob.userId}`, { role: 'viewer' });
  });

  test('nothing changed is no change', async () => {
    const bob = await person('viewer');
    const before = (await auditOf(application, 'user.updated')).length;
    expect((await ada.ask('PATCH', `/admin/users/${bob.userId}`, {})).status).toBe(200);
    expect((await ada.ask('PATCH', `/admin/users/${bob.userId}`, { role: 'viewer' })).status).toBe(200);
    expect((await auditOf(application, 'user.updated')).length).toBe(before);
  });

  test.each([{ role: 'root' }, { status: 'pending' }, { isDemo: true }, { role: null }, []])(
    '%j is refused',
    async (change) => {
      const bob = await person('viewer');
      expect((await ada.ask('PATCH', `/admin/users/${bob.userId}`, change)).status).toBe(400);
      expect((await summaryOf(bob.userId))?.role).toBe('viewer');
    },
  );

  test('who does not exist', async () => {
    const nobody = '00000000-0000-4000-8000-00000000dead';
    expect((await ada.ask('PATCH', `/admin/users/${nobody}`, { role: 'viewer' })).status).toBe(404);
    for (const action of ['end-sessions', 'unlock', 'reset-factors'])
      expect((await ada.ask('POST', `/admin/users/${nobody}/${action}`)).status).toBe(404);
  });
});

describe('the last administrator', () => {
  test('changes neither the own role nor the own status', async () => {
    for (const change of [{ role: 'viewer' }, { status: 'disabled' }]) {
      const refused = await ada.ask<Problem>('PATCH', `/admin/users/${ada.userId}`, change);
      expect([refused.status, refused.body.code]).toEqual([409, 'state-conflict']);
    }
    expect(await summaryOf(ada.userId)).toMatchObject({ role: 'admin', status: 'active' });
  });

  test('of two who demote each other at the same moment one stays', async () => {
    for (let round = 0; round < 10; round += 1) {
      const eve = await person('admin');
      const [one, two] = await Promise.all([
        ada.ask('PATCH', `/admin/users/${eve.userId}`, { role: 'viewer' }),
        eve.ask('PATCH', `/admin/users/${ada.userId}`, { role: 'viewer' }, other),
      ]);
      expect([one.status, two.status].toSorted((left, right) => left - right)).toEqual([200, 403]);
      const { rows } = await application.owner.pool.query<{ id: string }>(
        "select id from users where role = 'admin' and status = 'active'",
      );
      expect(rows).toEqual([{ id: one.status === 200 ? ada.userId : eve.userId }]);
      // Ada goes on as the one administrator.
      await application.owner.pool.query("update users set role = case when id = $1 then 'admin' else 'viewer' end", [
        ada.userId,
      ]);
      await sleep(600);
    }
  });
});

describe('disabling', () => {
  test('ends sessions and keys at once, everywhere, and keeps the person out', async () => {
    const bob = await person('analyst');
    const key = await bob.ask<{ key: string }>('POST', '/me/api-keys', { name: 'script', scopes: ['portfolio:read'] });
    expect(key.status).toBe(201);
    const byKey = (at: TestApplication) =>
      at.ask('GET', '/api/v1/portfolios', { headers: { authorization: `Bearer ${key.body.key}` } });
    expect((await byKey(other)).status).toBe(200);
    const disabled = await ada.ask<UserSummary>('PATCH', `/admin/users/${bob.userId}`, { status: 'disabled' });
    expect(disabled.body).toMatchObject({ status: 'disabled', sessionCount: 0, apiKeyCount: 0 });
    await sleep(believedMs);
    for (const at of [application, other]) {
      expect((await bob.ask('GET', '/portfolios', undefined, at)).status).toBe(401);
      expect((await byKey(at)).status).toBe(401);
      const json = { refreshToken: bob.session.refreshToken };
      expect((await at.ask('POST', '/api/v1/auth/refresh', { json })).status).toBe(401);
    }
    const refused = await signIn(application, bob.email);
    const unknown = await signIn(application, 'nobody@example.com');
    expect([refused.status, (refused.body as unknown as Problem).detail]).toEqual([
      unknown.status,
      (unknown.body as unknown as Problem).detail,
    ]);

    await ada.ask('PATCH', `/admin/users/${bob.userId}`, { status: 'active' });
    expect((await signIn(application, bob.email)).status).toBe(200);
    expect((await byKey(application)).status).toBe(401);
  });

  test('ending the sessions of a user ends them, and nothing else', async () => {
    const bob = await person('viewer');
    expect((await ada.ask('POST', `/admin/users/${bob.userId}/end-sessions`)).status).toBe(204);
    await sleep(believedMs);
    expect((await bob.ask('GET', '/portfolios', undefined, other)).status).toBe(401);
    expect((await signIn(application, bob.email)).status).toBe(200);
    const ended = (await auditOf(application, 'session.ended')).filter(
      ({ entity_id }) => entity_id === bob.session.sessionId,
    );
    expect(ended).toHaveLength(1);
  });
});

describe('a user who is delayed', () => {
  test('is shown as such, and let in again', async () => {
    const bob = await person('viewer');
    const wrong = { email: bob.email, password: 'not this password', client: 'app' };
    for (let tries = 0; tries < 7; tries += 1) await application.ask('POST', '/api/v1/auth/sign-in', { json: wrong });
    expect((await signIn(application, bob.email)).status).toBe(429);
    expect(await summaryOf(bob.userId)).toMatchObject({
      lockedUntil: expect.any(String),
      delayedAt: expect.any(String),
      tokenReplayedAt: null,
    });
    const unlocked = await ada.ask<UserSummary>('POST', `/admin/users/${bob.userId}/unlock`);
    expect([unlocked.status, unlocked.body.lockedUntil]).toEqual([200, null]);
    expect((await signIn(application, bob.email)).status).toBe(200);
    expect((await auditOf(application, 'user.unlocked')).at(-1)?.entity_id).toBe(bob.userId);
  });
});

test('a user whose sign-in token was copied is shown as such for days', async () => {
  const bob = await person('viewer');
  expect(await summaryOf(bob.userId)).toMatchObject({ delayedAt: null, tokenReplayedAt: null });
  const refresh = () =>
    application.ask('POST', '/api/v1/auth/refresh', { json: { refreshToken: bob.session.refreshToken } });
  expect((await refresh()).status).toBe(200);
  await application.owner.pool.query("update refresh_tokens set used_at = used_at - interval '1 minute'");
  expect((await refresh()).status).toBe(401);
  expect(await summaryOf(bob.userId)).toMatchObject({ delayedAt: null, tokenReplayedAt: expect.any(String) });
});

describe('second factors', () => {
  test('that were lost are removed, with the sessions; not the own ones', async () => {
    const bob = await person('analyst');
    await application.owner.pool.query(
      "update accounts set totp_secret_sealed = 'x', totp_confirmed_at = now(), factor_failures = 9 where user_id = $1",
      [bob.userId],
    );
    expect((await summaryOf(bob.userId))?.factors).toEqual(['totp']);
    expect(await signIn(application, bob.email)).toMatchObject({ status: 200, body: { status: 'second-factor' } });
    const reset = await ada.ask<UserSummary>('POST', `/admin/users/${bob.userId}/reset-factors`);
    expect(reset.body).toMatchObject({ factors: [], sessionCount: 0 });
    expect(await signIn(application, bob.email)).toMatchObject({ status: 200, body: { status: 'signed-in' } });
    expect((await auditOf(application, 'user.factors-reset')).at(-1)).toMatchObject({
      entity_id: bob.userId,
      content: { before: { factors: ['totp'] }, after: { factors: [] } },
    });
    const own = await ada.ask<Problem>('POST', `/admin/users/${ada.userId}/reset-factors`);
    expect([own.status, own.body.code]).toEqual([409, 'state-conflict']);
  });
});

test('sensitive changes ask for a confirmation', async () => {
  await application.owner.pool.query("update sessions set confirmed_at = now() - interval '1 hour' where id = $1", [
    ada.session.sessionId,
  ]);
  await sleep(believedMs);
  const bob = '00000000-0000-4000-8000-00000000dead';
  const asked: [string, string, unknown?][] = [
    ['PATCH', `/admin/users/${bob}`, { role: 'viewer' }],
    ['POST', `/admin/users/${bob}/reset-factors`],
    ['POST', '/admin/invitations', { email: 'x@example.com', role: 'viewer' }],
    ['POST', '/admin/encryption/rotate'],
  ];
  for (const [method, path, json] of asked)
    expect(await ada.ask<Problem>(method, path, json)).toMatchObject({
      status: 403,
      body: { code: 'step-up-required' },
    });
});
