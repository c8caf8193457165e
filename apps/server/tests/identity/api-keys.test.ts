/** API keys: shown once, good for little, over at once. */
import { createHash } from 'node:crypto';
import type { ApiKey, ApiKeyScope } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditOf, Holder, type Holders, startWithHolders } from './account-holder.ts';

let holders: Holders;
beforeAll(async () => {
  holders = await startWithHolders();
}, 120_000);
afterAll(() => holders.stop());

const dayMs = 86_400_000;

interface Created {
  readonly apiKey: ApiKey;
  readonly key: string;
}

async function withKey(
  scopes: ApiKeyScope[] = ['portfolio:read'],
  role: 'analyst' | 'compliance' = 'analyst',
  expiresInDays = 90,
) {
  const holder = await holders.holder(role);
  await holder.enterPassword();
  // Compliance officers have a second factor before they have anything else.
  if (role === 'compliance') {
    await holder.enrolTotp();
    await holder.refresh();
  }
  const { status, body } = await holder.ask<Created>('POST', '/me/api-keys', { name: 'Script', scopes, expiresInDays });
  expect(status).toBe(201);
  return {
    holder,
    ...body,
    ask: (method: string, path: string, json?: unknown) => askWith(body.key, method, path, json),
  };
}

function askWith(key: string, method: string, path: string, json?: unknown) {
  const nobody = new Holder(holders.named, holders.clock, { userId: '', email: '', password: '' });
  return nobody.ask(method, path, json, { authorization: `Bearer ${key}` });
}

const list = async (holder: Holder) => (await holder.ask<{ items: ApiKey[] }>('GET', '/me/api-keys')).body.items;

describe('an API key', () => {
  test('is shown once, stored as a hash, and known by its beginning', async () => {
    const { holder, key, apiKey, ask } = await withKey();
    expect(key).toMatch(/^ro_[0-9A-Za-z]{8}_[\w-]{43}$/);
    expect(apiKey.prefix).toBe(key.slice(0, 11));
    expect((await ask('GET', '/portfolios')).status).toBe(200);
    const { rows } = await holders.application.owner.pool.query<{ row: string; hash: Buffer }>(
      'select api_keys::text as row, key_hash as hash from api_keys where id = $1',
      [apiKey.id],
    );
    expect(rows[0]!.hash).toEqual(createHash('sha256').update(key).digest());
    const trail = await auditOf(holders.application, holder.userId);
    const everything = JSON.stringify([rows, trail, await list(holder)]) + holders.application.logged.join('\n');
    expect(everything).not.toContain(key.slice(12));
    expect(trail.at(-1)).toMatchObject({
      action: 'api-key.created',
      entry: { after: { scopes: ['portfolio:read'], prefix: apiKey.prefix } },
    });
  });

  test('reaches nothing but what its scopes name: no account, no sign-in, no administration', async () => {
    const { ask } = await withKey(['portfolio:read', 'asset:read']);
    expect((await ask('GET', '/assets')).status).toBe(200);
    expect((await ask('POST', '/portfolios', {})).status).toBe(403);
    for (const [method, path, json] of [
      ['GET', '/me'],
      ['GET', '/me/api-keys'],
      ['POST', '/me/api-keys', { name: 'More', scopes: ['portfolio:read'] }],
      ['POST', '/me/password', { currentPassword: 'a', newPassword: 'b' }],
      ['POST', '/auth/step-up', { method: 'password', password: 'a' }],
      ['POST', '/auth/sign-out'],
      ['GET', '/admin/users'],
      ['POST', '/stream/tickets'],
    ] as const) {
      expect((await ask(method, path, json)).status, `${method} ${path}`).toBeOneOf([401, 403]);
    }
  });

  test('cannot be made beyond the role, by the name of every scope that is too much', async () => {
    const holder = await holders.holder('viewer');
    await holder.enterPassword();
    const answer = await holder.ask('POST', '/me/api-keys', {
      name: 'Script',
      scopes: ['portfolio:read', 'portfolio:change', 'audit:read'],
    });
    expect(answer).toMatchObject({
      status: 403,
      body: { code: 'permission-denied', errors: [{ field: '/scopes/1' }, { field: '/scopes/2' }] },
    });
    expect(await list(holder)).toEqual([]);
  });

  test('loses at its next use what the role of its owner lost', async () => {
    const { holder, ask } = await withKey(['portfolio:read', 'audit:read'], 'compliance');
    expect((await ask('GET', '/audit/head')).status).toBe(200);
    await holders.application.owner.pool.query("update users set role = 'viewer' where id = $1", [holder.userId]);
    expect((await ask('GET', '/audit/head')).status).toBe(403);
    expect((await ask('GET', '/portfolios')).status).toBe(200);
    await holders.application.owner.pool.query("update users set status = 'disabled' where id = $1", [holder.userId]);
    expect((await ask('GET', '/portfolios')).status).toBe(401);
  });

  test('is over when it is revoked, by its owner only, and when its time has come', async () => {
    const { holder, apiKey, ask } = await withKey(['portfolio:read'], 'analyst', 1);
    const stranger = await holders.holder();
    await stranger.enterPassword();
    const path = `/me/api-keys/${apiKey.id}`;
    const missing = await stranger.ask('DELETE', '/me/api-keys/01a20000-0000-7000-8000-000000000000');
    const foreign = await stranger.ask('DELETE', path);
    expect({ ...(foreign.body as object), requestId: '' }).toEqual({ ...(missing.body as object), requestId: '' });
    expect((await ask('GET', '/portfolios')).status).toBe(200);
    expect((await holder.ask('DELETE', path)).status).toBe(204);
    expect((await ask('GET', '/portfolios')).status).toBe(401);
    expect((await holder.ask('DELETE', path)).status).toBe(404);
    expect((await list(holder))[0]).toMatchObject({ id: apiKey.id, revokedAt: expect.any(String) });

    const short = await withKey(['portfolio:read'], 'analyst', 1);
    holders.clock.advance(dayMs - 60_000);
    expect((await short.ask('GET', '/portfolios')).status).toBe(200);
    holders.clock.advance(60_000);
    expect((await short.ask('GET', '/portfolios')).status).toBe(401);
  });

  test('remembers its last use to the minute, not to the request', async () => {
    const { holder, ask } = await withKey();
    const lastUse = async () => (await list(holder))[0]!.lastUsedAt;
    expect(await lastUse()).toBeNull();
    await ask('GET', '/portfolios');
    const first = await lastUse();
    expect(first).not.toBeNull();
    holders.clock.advance(30_000);
    await ask('GET', '/portfolios');
    expect(await lastUse()).toBe(first);
    holders.clock.advance(31_000);
    await ask('GET', '/portfolios');
    expect(await lastUse()).not.toBe(first);
  });

  test.each([
    'ro_',
    `ro_AAAAAAAA_${'A'.repeat(43)}`,
    `ro_AAAAAAAA_${'A'.repeat(42)}`,
    `RO_AAAAAAAA_${'A'.repeat(43)}`,
    `ro_AAAA'AAA_${'A'.repeat(43)}`,
  ])('that is none opens nothing: %s', async (key) => {
    expect((await askWith(key, 'GET', '/portfolios')).status).toBe(401);
  });

  test('changed in any one character opens nothing', async () => {
    const { key } = await withKey();
    for (const at of [3, 10, 12, 30, key.length - 2]) {
      const changed = key.slice(0, at) + (key[at] === 'x' ? 'y' : 'x') + key.slice(at + 1);
      expect((await askWith(changed, 'GET', '/portfolios')).status).toBe(401);
    }
  });
});
