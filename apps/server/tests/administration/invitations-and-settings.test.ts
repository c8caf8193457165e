/** Invitations, each a link that works once, and the settings of the installation. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Invitation, Problem, Settings } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { auditOf, believedMs, invite, type Somebody, setUpAdministrator } from './administrators.ts';

let application: TestApplication;
let ada: Somebody;

beforeAll(async () => {
  application = await startTestApplication({ environment: { RISKOPTIMIZER_BCRYPT_ROUNDS: '10' } });
  ada = await setUpAdministrator(application);
});
afterAll(() => application.stop());

const create = (email: string, role = 'analyst') =>
  ada.ask<{ invitation: Invitation; link: string }>('POST', '/admin/invitations', { email, role });
const accept = (link: string) => {
  const json = {
    token: link.split('#token=')[1],
    displayName: 'Guest',
    password: 'quiet harbour lantern',
    client: 'app',
  };
  return application.ask<{ user: { role: string } }>('POST', '/api/v1/auth/invitations/accept', { json });
};

describe('an invitation', () => {
  test('is mailed and shown once, lasts seven days, and makes an account of its role', async () => {
    const { status, body } = await create('guest@example.com', 'advisor');
    expect(status).toBe(201);
    expect(body.link).toMatch(
      new RegExp(`^${application.address.replace('127.0.0.1', 'localhost')}/invitation#token=[\\w-]{43}$`),
    );
    expect(application.mails.at(-1)).toMatchObject({
      to: 'guest@example.com',
      text: expect.stringContaining(body.link),
    });
    const days = (Date.parse(body.invitation.expiresAt) - Date.parse(body.invitation.createdAt)) / 86_400_000;
    expect(days).toBe(7);
    const listed = await ada.ask<{ items: Invitation[] }>('GET', '/admin/invitations');
    expect(listed.body.items).toEqual([body.invitation]);
    expect(listed.text).not.toContain(body.link.split('=')[1]);
    expect((await accept(body.link)).body.user.role).toBe('advisor');
    expect((await accept(body.link)).status).toBeGreaterThanOrEqual(400);
    const after = await ada.ask<{ items: Invitation[] }>('GET', '/admin/invitations');
    expect(after.body.items[0]?.acceptedAt).toEqual(expect.any(String));
  });

  test('is in the trail without its address and token', async () => {
    const { body } = await create('hidden@example.com');
    const entry = (await auditOf(application, 'invitation.created')).at(-1);
    expect(entry?.entity_id).toBe(body.invitation.id);
    expect(entry?.content.after).toMatchObject({ email: 'h…@example.com', role: 'analyst' });
    expect(JSON.stringify(entry)).not.toContain('hidden@');
    const { rows } = await application.owner.pool.query('select * from invitations');
    expect(JSON.stringify(rows)).not.toMatch(/hidden@/);
    expect(JSON.stringify(rows)).not.toContain(body.link.split('=')[1]);
  });

  test('that is taken back works no longer', async () => {
    const { body } = await create('unwanted@example.com');
    expect((await ada.ask('DELETE', `/admin/invitations/${body.invitation.id}`)).status).toBe(204);
    expect((await ada.ask('DELETE', `/admin/invitations/${body.invitation.id}`)).status).toBe(404);
    expect((await accept(body.link)).status).toBeGreaterThanOrEqual(400);
    expect((await auditOf(application, 'invitation.revoked')).at(-1)?.entity_id).toBe(body.invitation.id);
  });

  test('that was lost is replaced: only the last link works, whatever the case of the address', async () => {
    const first = await create('twice@example.com');
    const second = await create('Twice@Example.com');
    expect((await accept(first.body.link)).status).toBeGreaterThanOrEqual(400);
    expect((await accept(second.body.link)).status).toBe(200);
  });

  test('is not for somebody who has an account', async () => {
    const refused = await ada.ask<Problem>('POST', '/admin/invitations', { email: 'ADA@example.com', role: 'viewer' });
    expect([refused.status, refused.body.code]).toEqual([409, 'already-exists']);
    const accepted = (await ada.ask<{ items: Invitation[] }>('GET', '/admin/invitations')).body.items.find(
      ({ acceptedAt }) => acceptedAt !== null,
    );
    const late = await ada.ask<Problem>('DELETE', `/admin/invitations/${accepted?.id}`);
    expect([late.status, late.body.code]).toEqual([409, 'state-conflict']);
  });

  test('is for administrators to make', async () => {
    const bob = await invite(application, ada, 'compliance', 'bob@example.com');
    expect((await bob.ask('POST', '/admin/invitations', { email: 'x@example.com', role: 'admin' })).status).toBe(403);
    expect((await bob.ask('GET', '/admin/invitations')).status).toBe(403);
  });
});

describe('the settings', () => {
  const settings: Settings = {
    registration: 'closed',
    secondFactorRoles: ['admin', 'advisor'],
    sessionIdleMinutes: 30,
    sessionHours: 8,
  };

  test('are changed as a whole, with before and after in the trail', async () => {
    const before = (await ada.ask<Settings>('GET', '/admin/settings')).body;
    const changed = await ada.ask<Settings>('PUT', '/admin/settings', settings);
    expect([changed.status, changed.body]).toEqual([200, settings]);
    expect((await ada.ask<Settings>('GET', '/admin/settings')).body).toEqual(settings);
    expect((await auditOf(application, 'settings.changed')).at(-1)?.content).toMatchObject({ before, after: settings });
  });

  test('that ask for a second factor ask those who are signed in, too', async () => {
    await ada.ask('PUT', '/admin/settings', { ...settings, secondFactorRoles: ['admin'] });
    const eve = await invite(application, ada, 'advisor', 'eve@example.com');
    const viewer = await invite(application, ada, 'viewer', 'vic@example.com');
    expect((await eve.ask('GET', '/portfolios')).status).toBe(200);
    await ada.ask('PUT', '/admin/settings', settings);
    await sleep(believedMs);
    expect(await eve.ask<Problem>('GET', '/portfolios')).toMatchObject({ body: { code: 'second-factor-required' } });
    expect((await viewer.ask('GET', '/portfolios')).status).toBe(200);
    // The administrator has one.
    expect((await ada.ask('GET', '/admin/settings')).status).toBe(200);
  });

  test.each<[string, object, string]>([
    ['administrators without a second factor', { secondFactorRoles: ['advisor'] }, '/secondFactorRoles'],
    ['nobody with one', { secondFactorRoles: [] }, '/secondFactorRoles'],
    ['a role twice', { secondFactorRoles: ['admin', 'admin'] }, '/secondFactorRoles'],
    ['an unknown role', { secondFactorRoles: ['admin', 'root'] }, '/secondFactorRoles/1'],
    ['idle for longer than in all', { sessionIdleMinutes: 600, sessionHours: 8 }, '/sessionIdleMinutes'],
    ['sessions without an end', { sessionHours: 1e9 }, '/sessionHours'],
    ['a number as text', { sessionHours: '8' }, '/sessionHours'],
    ['open to everybody in other words', { registration: 'yes' }, '/registration'],
    ['something unknown', { debug: true }, '/'],
  ])('%s are refused', async (_, change, field) => {
    const before = (await ada.ask<Settings>('GET', '/admin/settings')).body;
    const refused = await ada.ask<Problem>('PUT', '/admin/settings', { ...settings, ...change });
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([400, field]);
    expect((await ada.ask<Settings>('GET', '/admin/settings')).body).toEqual(before);
  });
});
