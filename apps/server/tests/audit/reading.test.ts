/** Searching the trail, looking at an entry, and what everybody sees of the own account. */
import { leafHash } from '@riskoptimizer/audit-trail';
import type { AuditEntry, AuditEntrySummary } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goodPassword, Person as Visitor } from '../identity/people.ts';
import { askAs, createPortfolio, type Desk, importAssets, type Member, openDesk } from './desk.ts';
import { readTrail } from './read-trail.ts';

let desk: Desk;
let ada: Member;
let officer: Member;
let grace: Visitor;

beforeAll(async () => {
  desk = await openDesk();
  grace = new Visitor(desk.application);
  await grace.setUp('grace@example.com', goodPassword);
  ada = await desk.member('advisor');
  officer = await desk.member('compliance');
  const [assetId] = await importAssets(ada, ['ONE', 'TWO']);
  for (const name of ['Alpha', 'Beta', 'Gamma'])
    await createPortfolio(ada, name, [{ assetId: assetId!, quantity: '1' }]);
});
afterAll(() => desk.close());

interface Page {
  readonly items: AuditEntrySummary[];
  readonly next: number | null;
}
const list = async (query: string) => (await officer.ask<Page>('GET', `/audit/entries?${query}`)).body;

describe('searching', () => {
  test('pages along the numbers, the newest first, every entry once', async () => {
    const seen: number[] = [];
    for (let before: number | null = 1e9; before !== null; ) {
      const { items, next }: Page = await list(`limit=3&before=${before}`);
      seen.push(...items.map(({ sequence }) => sequence));
      before = next;
    }
    const size = (await readTrail(desk.application.owner.pool)).length;
    expect(seen).toEqual(Array.from({ length: size }, (_, index) => size - index));
  });

  test('by action or its beginning, actor, entity, result and time', async () => {
    const of = async (query: string) => (await list(`limit=200&${query}`)).items;
    const all = await of('');
    expect((await of('action=portfolio.created')).every(({ action }) => action === 'portfolio.created')).toBe(true);
    expect(await of('action=portfolio.')).toEqual(all.filter(({ action }) => action.startsWith('portfolio.')));
    expect(await of('action=%25')).toEqual([]);
    expect(await of(`actorId=${ada.userId}`)).toEqual(all.filter(({ actorId }) => actorId === ada.userId));
    expect(await of('entityType=asset')).toEqual(all.filter(({ entityType }) => entityType === 'asset'));
    const [one] = await of('action=portfolio.created');
    expect(await of(`entityId=${one!.entityId}`)).toEqual([one]);
    expect(one).toMatchObject({ actorName: 'A advisor', actorKind: 'user', address: '127.0.0.1', result: 'success' });
    expect(await of(`from=${one!.recordedAt}`)).toContainEqual(one);
    expect(await of('from=2999-01-01T00:00:00.000Z')).toEqual([]);
    expect((await of('result=refused')).length).toBeLessThan(all.length);
  });

  test('an entry shows what was hashed', async () => {
    const { items } = await list('action=portfolio.created');
    const { body } = await officer.ask<AuditEntry>('GET', `/audit/entries/${items[0]!.sequence}`);
    expect(leafHash(body.canonical)).toBe(body.hash);
    expect(body).toMatchObject({ before: null, after: { name: 'Gamma', version: 1 }, ownerId: ada.userId });
    expect(body.previousHash).toMatch(/^[0-9a-f]{64}$/);
    expect((await officer.ask('GET', '/audit/entries/999999')).status).toBe(404);
    expect((await officer.ask('GET', '/audit/entries/0')).status).toBe(404);
  });

  test('an API key reads only with its scope, and is named as one', async () => {
    const withScope = await desk.apiKey(officer, ['audit:read']);
    const without = await desk.apiKey(officer, ['portfolio:read']);
    const ask = (key: string) =>
      desk.application.ask('GET', '/api/v1/audit/entries', { headers: { authorization: `Bearer ${key}` } });
    expect((await ask(withScope)).status).toBe(200);
    expect((await ask(without)).status).toBe(403);
  });
});

describe('the own account', () => {
  test('others see nothing of the trail but the security of their own account', async () => {
    // What is done every day would push the sign-ins out of sight.
    const ledger = { name: 'Daily', allocation: { kind: 'ledger' } };
    const made = await ada.ask<{ id: string }>('POST', '/portfolios', { json: ledger });
    const json = { kind: 'deposit', date: '2026-01-05', account: 'Main', amount: '10', currency: 'USD' };
    expect((await ada.ask('POST', `/portfolios/${made.body.id}/transactions`, { json })).status).toBe(201);
    const { body } = await ada.ask<Page>('GET', '/me/activity');
    const actions = new Set(body.items.map(({ action }) => action));
    expect(actions).toEqual(new Set(['session.signed-in']));
    expect(body.items.every(({ actorId }) => actorId === ada.userId)).toBe(true);
    const { body: other } = await officer.ask<Page>('GET', '/me/activity');
    expect(other.items.some(({ actorId }) => actorId === ada.userId)).toBe(false);
  });

  test('an attempt of a stranger is seen by whom it was about; no password, token or key is anywhere in the trail', async () => {
    const { accessToken, refreshToken, user } = grace.session!;
    const wrong = 'canary of a wrong password 7731';
    expect((await new Visitor(desk.application).signIn('grace@example.com', wrong)).status).toBe(401);
    const { body } = await askAs<Page>(desk.application, await desk.tokenOf(user.id), 'GET', '/me/activity');
    expect(body.items).toContainEqual(
      expect.objectContaining({ action: 'session.sign-in-refused', actorKind: 'anonymous', address: '127.0.0.1' }),
    );
    await grace.refresh();
    const key = await desk.apiKey(officer, ['audit:read']);
    const { rows } = await desk.application.owner.pool.query<{ content: string }>('select content from audit_entries');
    const everything = rows.map(({ content }) => content).join('\n');
    for (const secret of [goodPassword, wrong, accessToken, refreshToken, key, ada.token, 'grace@example.com']) {
      expect(secret).toBeTruthy();
      expect(everything).not.toContain(secret!);
    }
    expect(everything).toContain('g…@example.com');
  });
});

describe('the cost', () => {
  test('of an entry is three statements, however many entries a change has', async () => {
    const { pool } = desk.application.database;
    const statements: string[] = [];
    const connected = (client: { query: (...all: unknown[]) => unknown }) => {
      const query = client.query.bind(client);
      client.query = (...all: unknown[]) => {
        const [first] = all as [string | { text: string }];
        statements.push(typeof first === 'string' ? first : first.text);
        return query(...all);
      };
    };
    pool.on('acquire', connected as never);
    const audited = () => statements.filter((text) => /audit_(head|entries)/.test(text));
    await importAssets(ada, ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8']);
    expect(new Set(audited().map((text) => text.split(' ')[0]))).toEqual(new Set(['select', 'insert', 'update']));
    expect(new Set(audited()).size).toBe(3);
    const [last] = (await list('action=prices.imported')).items;
    const made = (await list('action=asset.created&limit=8')).items;
    expect(made.every(({ sequence }) => sequence > last!.sequence - 10)).toBe(true);
  });
});
