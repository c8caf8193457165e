/** Refused requests are entries, a moment after their answers; what nobody has was not refused. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createId } from '../../src/core/ids.ts';
import { createPortfolio, type Desk, importAssets, type Member, openDesk } from './desk.ts';
import { readTrail } from './read-trail.ts';

let desk: Desk;
let ada: Member;
let eve: Member;
let portfolioId: string;
let assetId: string;

beforeAll(async () => {
  desk = await openDesk();
  ada = await desk.member('advisor');
  eve = await desk.member('analyst');
  [assetId] = (await importAssets(ada, ['OWNED'])) as [string];
  portfolioId = (await createPortfolio(ada, 'Owned', [{ assetId, quantity: '1' }])).id;
});
afterAll(() => desk.close());

async function refusals(count: number) {
  const read = async () =>
    (await readTrail(desk.application.owner.pool)).filter(({ action }) => action === 'access.refused');
  await expect.poll(async () => (await read()).length, { timeout: 10_000 }).toBe(count);
  return read();
}

describe('what is refused', () => {
  let count = 0;

  test('a foreign object, which is answered as a missing one is', async () => {
    const foreign = await eve.ask('GET', `/portfolios/${portfolioId}`);
    const missing = await eve.ask('GET', `/portfolios/${createId()}`);
    const malformed = await eve.ask('GET', '/portfolios/nothing');
    expect([foreign.status, missing.status, malformed.status]).toEqual([404, 404, 404]);
    await eve.ask('DELETE', `/assets/${assetId}`);
    count += 2;
    const found = await refusals(count);
    expect(found.at(-2)).toMatchObject({
      actor: { kind: 'user', id: eve.userId },
      sessionId: eve.sessionId,
      address: '127.0.0.1',
      entity: { type: 'portfolio', id: portfolioId },
      ownerId: ada.userId,
      result: 'refused',
      reason: 'not-found',
      after: { route: 'getPortfolio', method: 'GET', status: 404 },
    });
    expect(found.at(-2)!.requestId).toBe(foreign.headers.get('x-request-id'));
    expect(found.at(-1)).toMatchObject({ entity: { type: 'asset', id: assetId }, after: { route: 'deleteAsset' } });
  });

  test('what the role does not allow', async () => {
    expect((await eve.ask('GET', '/audit/entries')).status).toBe(403);
    count += 1;
    expect((await refusals(count)).at(-1)).toMatchObject({
      entity: { type: 'route', id: 'listAuditEntries' },
      reason: 'permission-denied',
      ownerId: eve.userId,
    });
  });

  test('a token that is not good; but not a request without one, nor what is really missing', async () => {
    const headers = { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' };
    expect((await desk.application.ask('GET', '/api/v1/portfolios', { headers })).status).toBe(401);
    expect((await desk.application.ask('GET', '/api/v1/portfolios')).status).toBe(401);
    expect((await eve.ask('GET', '/nothing-here')).status).toBe(404);
    count += 1;
    const found = await refusals(count);
    expect(found.at(-1)).toMatchObject({ actor: { kind: 'anonymous', id: null }, reason: 'sign-in-required' });
    expect(JSON.stringify(found)).not.toContain('eyJ');
  });

  test('nobody sees in the own activity that something exists that was refused', async () => {
    const { body } = await eve.ask<{ items: { action: string }[] }>('GET', '/me/activity');
    expect(body.items.length).toBeGreaterThan(0);
    expect(body.items.map(({ action }) => action)).not.toContain('access.refused');
  });
});

describe('a flood', () => {
  test('of one address is counted and not written one by one, and what is left at the stop is written then', async () => {
    const flooded = await openDesk();
    const headers = { authorization: 'Bearer nothing' };
    for (let turn = 0; turn < 100; turn += 1) await flooded.application.ask('GET', '/api/v1/portfolios', { headers });
    const { pool } = flooded.application.owner;
    const count = async () => (await readTrail(pool)).filter(({ action }) => action === 'access.refused').length;
    await expect.poll(count, { timeout: 10_000 }).toBe(30);
    let last: unknown;
    const query = pool.end.bind(pool);
    // The application closes what it was given; before the database is gone the trail is read once more.
    pool.end = (async () => {
      last = (await readTrail(pool)).findLast(({ action }) => action === 'access.refused');
      await query();
    }) as typeof pool.end;
    await flooded.close();
    expect(last).toMatchObject({
      entity: { type: 'address', id: '127.0.0.1' },
      reason: 'too-many-to-list',
      after: { count: 70 },
    });
  });
});
