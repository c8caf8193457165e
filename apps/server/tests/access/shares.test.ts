/** Shares from both sides: what a grantee sees and may do, when it ends, and what nobody learns from them. */
import type { Portfolio, PortfolioSummary, Problem, Share } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, startTestApplication, type TestApplication } from '../api/test-application.ts';
import { makePeople, type People, type Person } from './people.ts';
import { addPortfolio, ensureHolding } from './portfolio-rows.ts';

let application: TestApplication;
let people: People;
let owner: Person & { token: string };
let friend: Person & { token: string };
let assetId: string;
let now = Date.now();

async function signedIn(role: 'advisor' | 'analyst' | 'viewer') {
  const person = await people.person(role);
  return { ...person, token: (await people.session(person.userId)).token };
}

beforeAll(async () => {
  application = await startTestApplication({
    clock: { now: () => new Date(now), monotonicMs: () => performance.now() },
  });
  people = await makePeople(application);
  [owner, friend] = [await signedIn('advisor'), await signedIn('analyst')];
  assetId = await ensureHolding(application.owner.pool, owner.userId, 'HELD');
});
afterAll(async () => {
  await people.close();
  await application.stop();
});

const ask = <Body = Problem>(who: { token: string }, method: string, path: string, json?: unknown) =>
  application.ask<Body>(method, `/api/v1/portfolios${path}`, {
    token: who.token,
    headers: { 'if-match': '*' },
    ...(json === undefined ? {} : { json }),
  });
const newPortfolio = () => addPortfolio(application.owner.pool, owner.userId, assetId);
const share = (portfolioId: string, email: string, level = 'read', expiresAt: string | null = null) =>
  ask<Share & Problem>(owner, 'POST', `/${portfolioId}/shares`, { email, level, expiresAt });

describe('a share', () => {
  test('shows the portfolio, its risk and its prices, until it is taken back', async () => {
    const id = await newPortfolio();
    expect(await ask(friend, 'GET', `/${id}`)).toMatchObject({ status: 404 });
    const created = await share(id, friend.email.toUpperCase());
    expect(created).toMatchObject({ status: 201, body: { email: friend.email.toUpperCase(), level: 'read' } });
    expect(await ask<Portfolio>(friend, 'GET', `/${id}`)).toMatchObject({
      status: 200,
      body: { access: 'read', ownerName: 'A advisor', holdings: [{ symbol: 'HELD' }] },
    });
    expect(await ask(friend, 'GET', `/${id}/risk?window=max`)).toMatchObject({ status: 200 });
    const prices = `/api/v1/assets/${assetId}/prices`;
    expect(await application.ask('GET', prices, { token: friend.token })).toMatchObject({ status: 200 });
    const listed = await ask<{ items: PortfolioSummary[] }>(friend, 'GET', '');
    expect(listed.body.items).toMatchObject([{ id, access: 'read', ownerName: 'A advisor', holdingCount: 1 }]);

    expect(await ask(owner, 'DELETE', `/${id}/shares/${created.body.id}`)).toMatchObject({ status: 204 });
    // Also what was computed and remembered for the grantee is out of reach.
    for (const path of [`/${id}`, `/${id}/risk?window=max`])
      expect(await ask(friend, 'GET', path)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await application.ask('GET', prices, { token: friend.token })).toMatchObject({ status: 404 });
    expect((await ask<{ items: unknown[] }>(friend, 'GET', '')).body.items).toEqual([]);
    expect(await ask(owner, 'DELETE', `/${id}/shares/${created.body.id}`)).toMatchObject({ status: 404 });
  });

  test('to edit changes the weights of what is held, and nothing else', async () => {
    const id = await newPortfolio();
    const other = await ensureHolding(application.owner.pool, owner.userId, 'OTHER');
    const two = (first: string, second: string) => ({
      kind: 'weights',
      items: [first, second].map((one, place) => ({ assetId: one, weight: place === 0 ? 0.25 : 0.75 })),
    });
    const allocation = two(assetId, other);
    await ask(owner, 'PUT', `/${id}`, { name: 'Shared', baseCurrency: 'USD', benchmark: null, allocation });
    await share(id, friend.email, 'edit');
    const put = (change: object) =>
      ask<Portfolio & Problem>(friend, 'PUT', `/${id}`, {
        name: 'Shared',
        baseCurrency: 'USD',
        benchmark: null,
        allocation,
        ...change,
      });
    const turned = await put({ allocation: two(other, assetId) });
    expect(turned).toMatchObject({ status: 200, body: { access: 'edit', version: 3 } });
    const third = await ensureHolding(application.owner.pool, owner.userId, 'THIRD');
    for (const [change, field] of [
      [{ name: 'Mine now' }, '/name'],
      [{ baseCurrency: 'EUR' }, '/baseCurrency'],
      [{ benchmark: { kind: 'asset', assetId: other } }, '/benchmark'],
    ] as const) {
      expect(await put(change)).toMatchObject({ status: expect.any(Number), body: { errors: [{ field }] } });
    }
    // An asset of the owner that is not in the portfolio is not even there for the editor.
    expect((await put({ allocation: two(assetId, third) })).status).toBe(400);
    expect((await ask<Portfolio>(owner, 'GET', `/${id}`)).body).toMatchObject({ name: 'Shared', version: 3 });
    expect(await ask(friend, 'DELETE', `/${id}`)).toMatchObject({ status: 403, body: { code: 'permission-denied' } });
    expect(await ask(friend, 'GET', `/${id}/shares`)).toMatchObject({ status: 403 });
  });

  test('to edit is a share to read for somebody whose role changes nothing', async () => {
    const id = await newPortfolio();
    const viewer = await signedIn('viewer');
    await share(id, viewer.email, 'edit');
    expect((await ask<Portfolio>(viewer, 'GET', `/${id}`)).body.access).toBe('read');
    expect((await ask<{ items: PortfolioSummary[] }>(viewer, 'GET', '')).body.items).toMatchObject([
      { access: 'read' },
    ]);
  });

  test('ends at its time, and makes room for another', async () => {
    const id = await newPortfolio();
    const expiresAt = new Date(now + 60_000).toISOString();
    await share(id, friend.email, 'read', expiresAt);
    expect((await ask(friend, 'GET', `/${id}`)).status).toBe(200);
    now += 61_000;
    expect((await ask(friend, 'GET', `/${id}`)).status).toBe(404);
    expect((await ask<{ items: Share[] }>(owner, 'GET', `/${id}/shares`)).body.items).toEqual([]);
    expect((await share(id, friend.email)).status).toBe(201);
  });
});

describe('what is refused, and what is not told', () => {
  test('a second share of one address, the own address, a time that has passed', async () => {
    const id = await newPortfolio();
    await share(id, friend.email);
    expect(await share(id, ` ${friend.email.toUpperCase()} `, 'edit')).toMatchObject({
      status: 409,
      body: { code: 'already-exists', errors: [{ field: '/email' }] },
    });
    expect(await share(id, owner.email)).toMatchObject({ status: 400, body: { errors: [{ field: '/email' }] } });
    const past = new Date(now - 1).toISOString();
    expect(await share(id, 'x@example.com', 'read', past)).toMatchObject({
      body: { errors: [{ field: '/expiresAt' }] },
    });
  });

  test('of twenty shares with one address at once there is one', async () => {
    const id = await newPortfolio();
    const answers = await Promise.all(Array.from({ length: 20 }, () => share(id, friend.email)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
  });

  test('whether an address has an account', async () => {
    const id = await newPortfolio();
    const known = await share(id, friend.email);
    const unknown = await share(id, 'nobody@example.com');
    const shape = ({ status, body }: Answer<Share>, email: string) =>
      JSON.stringify([status, { ...body, id: '', createdAt: '', email: body.email === email }]);
    expect(shape(known, friend.email)).toBe(shape(unknown, 'nobody@example.com'));
  });

  test('the audit trail has both, with the address masked', async () => {
    const id = await newPortfolio();
    const { body } = await share(id, 'secret.person@example.com');
    await ask(owner, 'DELETE', `/${id}/shares/${body.id}`);
    const { rows } = await application.owner.pool.query<{ action: string; content: string }>(
      'select action, content from audit_entries where entity_id = $1 order by sequence',
      [body.id],
    );
    expect(rows.map(({ action }) => action)).toEqual(['portfolio.shared', 'portfolio.share-revoked']);
    for (const { content } of rows) {
      expect(content).toContain('s…@example.com');
      expect(content).not.toContain('secret.person');
    }
  });
});
