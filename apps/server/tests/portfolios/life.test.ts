/** Archived, deleted, brought back, and gone for good: what everybody is answered meanwhile. */
import type { BulkPortfoliosResponse, PortfolioList } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { asServer } from '../../src/core/request-context.ts';
import { createPortfolioLifeService } from '../../src/domain/portfolios/portfolio-life-service.ts';
import { createAppendEvents } from '../../src/infrastructure/database/repositories/audit-repository.ts';
import { createPortfolioRepository } from '../../src/infrastructure/database/repositories/portfolio-repository.ts';
import { createTransactions } from '../../src/infrastructure/database/transactions.ts';
import { type Desk, openDesk } from '../audit/desk.ts';
import { openPortfolioDesk, type PortfolioDesk } from './portfolio-desk.ts';

const day = 24 * 3_600_000;
let now = Date.now();
let desk: Desk;
let ada: PortfolioDesk;

beforeAll(async () => {
  desk = await openDesk({ clock: { now: () => new Date(now), monotonicMs: () => performance.now() } });
  ada = await openPortfolioDesk(desk);
});
afterAll(() => desk.close());

async function lastAction(portfolioId: string): Promise<string> {
  const { rows } = await desk.application.owner.pool.query<{ action: string }>(
    `select action from audit_entries where content::jsonb -> 'entity' ->> 'id' = $1 order by sequence desc limit 1`,
    [portfolioId],
  );
  return rows[0]!.action;
}

describe('archive', () => {
  test('it leaves the list of active ones, is still read, and is not changed', async () => {
    const { id } = await ada.make('Aside');
    const archived = await ada.ask('POST', `/${id}/archive`, undefined, 1);
    expect(archived).toMatchObject({ status: 200, body: { state: 'archived', version: 2 } });
    expect(archived.headers.get('etag')).toBe('"2"');
    expect(await lastAction(id)).toBe('portfolio.archived');
    expect(await ada.names('active')).not.toContain('Aside');
    expect(await ada.names('archived')).toContain('Aside');
    expect(await ada.ask('GET', `/${id}`)).toMatchObject({ status: 200 });
    expect(await ada.ask('GET', `/${id}/groups?by=currency`)).toMatchObject({ status: 200 });
    const changes: [string, string, unknown][] = [
      ['PUT', '', ada.input('Aside')],
      ['PUT', '/targets', { kind: 'assets', items: [] }],
      ['POST', '/revert', { version: 1 }],
      ['POST', '/archive', undefined],
    ];
    for (const [method, path, json] of changes)
      expect(await ada.ask(method, `/${id}${path}`, json)).toMatchObject({
        status: 409,
        body: { code: 'state-conflict' },
      });
    expect(await ada.ask('POST', `/${id}/restore`, undefined, 2)).toMatchObject({
      body: { state: 'active', version: 3 },
    });
    expect(await ada.ask('POST', `/${id}/restore`)).toMatchObject({ status: 409, body: { code: 'state-conflict' } });
  });

  test('of an old version nothing is archived, deleted or restored; without one it is asked for', async () => {
    const { id } = await ada.make('Versioned');
    for (const [method, path] of [
      ['POST', '/archive'],
      ['DELETE', ''],
    ] as const) {
      expect(await ada.ask(method, `/${id}${path}`, undefined, 9)).toMatchObject({ status: 412 });
      expect(await ada.member.ask(method, `/portfolios/${id}${path}`)).toMatchObject({ status: 428 });
    }
    await ada.ask('DELETE', `/${id}`);
    expect(await ada.ask('POST', `/${id}/restore`, undefined, 1)).toMatchObject({ status: 412 });
  });
});

describe('delete and restore', () => {
  test('missing everywhere and for everybody with a share, until it is restored with its shares', async () => {
    const { id } = await ada.make('Undone');
    const bob = await desk.member('analyst');
    const { rows } = await desk.application.owner.pool.query('select 1 from portfolios where owner_id = $1', [
      bob.userId,
    ]);
    expect(rows).toEqual([]);
    await desk.application.owner.pool.query(
      `insert into portfolio_shares (id, portfolio_id, owner_id, email_sealed, email_index, grantee_id, level, created_at)
       values (gen_random_uuid(), $1, $2, 'x', 'undone', $3, 'edit', now())`,
      [id, ada.member.userId, bob.userId],
    );
    expect(await bob.ask('GET', `/portfolios/${id}`)).toMatchObject({ status: 200 });
    const deleted = await ada.ask('DELETE', `/${id}`, undefined, 1);
    expect([deleted.status, deleted.headers.get('etag')]).toEqual([204, '"2"']);
    const paths: [string, string, unknown][] = [
      ['GET', '', undefined],
      ['PUT', '', ada.input('Undone')],
      ['DELETE', '', undefined],
      ['POST', '/archive', undefined],
      ['GET', '/risk?window=max', undefined],
      ['POST', '/frontier', { window: 'max' }],
      ['GET', '/versions', undefined],
      ['GET', '/versions/1', undefined],
      ['POST', '/revert', { version: 1 }],
      ['GET', '/targets', undefined],
      ['PUT', '/targets', { kind: 'assets', items: [] }],
      ['GET', '/groups', undefined],
    ];
    for (const [method, path, json] of paths)
      for (const who of [ada.member, bob]) {
        const asked = { ...(json === undefined ? {} : { json }), headers: { 'if-match': '*' } };
        expect([path, await who.ask(method, `/portfolios/${id}${path}`, asked)]).toMatchObject([path, { status: 404 }]);
      }
    expect(await bob.ask('POST', `/portfolios/${id}/restore`, { headers: { 'if-match': '*' } })).toMatchObject({
      status: 404,
    });
    expect((await bob.ask<PortfolioList>('GET', '/portfolios?state=deleted')).body.items).toEqual([]);
    expect((await bob.ask<PortfolioList>('GET', '/portfolios')).body.items).toEqual([]);
    const listed = await ada.ask<PortfolioList>('GET', '?state=deleted');
    const summary = listed.body.items.find((item) => item.id === id)!;
    expect(summary).toMatchObject({ state: 'deleted', version: 2 });
    expect(Date.parse(summary.restorableUntil!) - Date.parse(summary.deletedAt!)).toBe(30 * day);
    expect(await ada.ask('POST', `/${id}/restore`, undefined, 2)).toMatchObject({ status: 200, body: { version: 3 } });
    expect(await lastAction(id)).toBe('portfolio.restored');
    expect(await bob.ask('GET', `/portfolios/${id}`)).toMatchObject({ status: 200, body: { access: 'edit' } });
  });

  test('what was archived comes back archived', async () => {
    const { id } = await ada.make('Archived, then deleted');
    await ada.ask('POST', `/${id}/archive`);
    await ada.ask('DELETE', `/${id}`);
    expect(await ada.ask('POST', `/${id}/restore`)).toMatchObject({ status: 200, body: { state: 'archived' } });
  });

  test('a name is free once its portfolio is deleted; then the other one is renamed before it comes back', async () => {
    const first = await ada.make('Name');
    await ada.ask('DELETE', `/${first.id}`);
    const second = await ada.make('Name');
    expect(await ada.ask('POST', `/${first.id}/restore`)).toMatchObject({
      status: 409,
      body: { code: 'already-exists', errors: [{ field: '/name', remedy: expect.stringContaining('Rename') }] },
    });
    await ada.ask('PUT', `/${second.id}`, ada.input('Other name'));
    expect(await ada.ask('POST', `/${first.id}/restore`)).toMatchObject({ status: 200, body: { name: 'Name' } });
  });

  test('an asset of a deleted portfolio is kept, and the answer says why', async () => {
    const mine = await openPortfolioDesk(desk);
    const { id } = await mine.make('Holder');
    await mine.ask('DELETE', `/${id}`);
    expect(await mine.member.ask('DELETE', `/assets/${mine.assetIds[0]}`)).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/"Holder" \(deleted\).*30 days/) },
    });
    await mine.make('Another holder');
    const purge = () => mine.member.ask('DELETE', `/assets/${mine.assetIds[0]}?deletedPortfolios=purge`);
    expect(await purge()).toMatchObject({ status: 409, body: { detail: expect.not.stringContaining('"Holder"') } });
    const { items } = (await mine.ask<PortfolioList>('GET', '')).body;
    await mine.ask('DELETE', `/${items[0]!.id}`);
    expect(await purge()).toMatchObject({ status: 204 });
    expect(await lastAction(id)).toBe('portfolio.purged');
    expect(await mine.names('deleted')).toEqual([]);
  });

  test('after thirty days it is gone for good, with its versions, and the trail says so', async () => {
    const mine = await openPortfolioDesk(desk);
    const { id } = await mine.make('Gone');
    const { id: measured } = await mine.make('Measured', { benchmark: { kind: 'portfolio', portfolioId: id } });
    await mine.ask('DELETE', `/${measured}`);
    await mine.ask('DELETE', `/${id}`);
    const { database } = desk.application;
    const clock = { now: () => new Date(now), monotonicMs: () => performance.now() };
    const life = createPortfolioLifeService({
      access: undefined as never,
      clock,
      portfolios: createPortfolioRepository(database.orm),
      transactions: createTransactions(database.orm, createAppendEvents(clock)),
    });
    const began = now;
    onTestFinished(() => void (now = began));
    now += 30 * day - 60_000;
    expect(await asServer(() => life.purgeDeleted())).toBe(0);
    now += 120_000;
    const token = await desk.tokenOf(mine.member.userId);
    const restored = await desk.application.ask('POST', `/api/v1/portfolios/${id}/restore`, {
      headers: { 'if-match': '*' },
      token,
    });
    expect(restored).toMatchObject({ status: 404 });
    expect(await asServer(() => life.purgeDeleted())).toBeGreaterThanOrEqual(2);
    const { rows } = await desk.application.owner.pool.query(
      'select 1 from portfolio_versions where portfolio_id = any($1::uuid[])',
      [[id, measured]],
    );
    expect(rows).toEqual([]);
    expect(await lastAction(id)).toBe('portfolio.purged');
  });
});

describe('many at once', () => {
  const bulk = (action: string, items: unknown) => ada.ask<BulkPortfoliosResponse>('POST', '/bulk', { action, items });

  test('each item has its own result; what is foreign is missing, and the rest is done', async () => {
    const other = await openPortfolioDesk(desk);
    const foreign = await other.make('Foreign');
    const [one, two, measured] = [await ada.make('B1'), await ada.make('B2'), await ada.make('B3')];
    await ada.make('Measured against B3', { benchmark: { kind: 'portfolio', portfolioId: measured.id } });
    const { status, body } = await bulk('delete', [
      { portfolioId: two.id, version: 1 },
      { portfolioId: foreign.id, version: 1 },
      { portfolioId: one.id, version: 7 },
      { portfolioId: measured.id, version: 1 },
      { portfolioId: '00000000-0000-4000-8000-00000000dead', version: 1 },
      { portfolioId: two.id, version: 2 },
    ]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ doneCount: 1, refusedCount: 5 });
    expect(body.results.map((result) => (result.outcome === 'done' ? result.version : result.code))).toEqual([
      2,
      'not-found',
      'version-conflict',
      'state-conflict',
      'not-found',
      'not-found',
    ]);
    const said = (place: number) => JSON.stringify(body.results[place]).replaceAll(/[0-9a-f-]{36}/g, 'ID');
    expect(said(1)).toBe(said(4));
    expect(await lastAction(two.id)).toBe('portfolio.deleted');
    expect(await lastAction(one.id)).toBe('portfolio.created');
    expect(await other.ask('GET', `/${foreign.id}`)).toMatchObject({ status: 200 });
  });

  test('a name that is taken is taken back by itself, also under an Idempotency-Key, and the answer is repeated', async () => {
    const [clash, fine] = [await ada.make('Clash'), await ada.make('Fine')];
    await bulk(
      'delete',
      [clash, fine].map(({ id }) => ({ portfolioId: id, version: 1 })),
    );
    await ada.make('Clash');
    const asked = {
      json: { action: 'restore', items: [clash, fine].map(({ id }) => ({ portfolioId: id, version: 2 })) },
      headers: { 'idempotency-key': 'bulk-1' },
    };
    const first = await ada.member.ask<BulkPortfoliosResponse>('POST', '/portfolios/bulk', asked);
    expect(first.body.results).toMatchObject([
      { outcome: 'refused', code: 'already-exists' },
      { outcome: 'done', version: 3 },
    ]);
    expect(await ada.ask('GET', `/${fine.id}`)).toMatchObject({ status: 200, body: { version: 3 } });
    expect(await lastAction(clash.id)).toBe('portfolio.deleted');
    const again = await ada.member.ask('POST', '/portfolios/bulk', asked);
    expect([again.text, again.headers.get('idempotency-replayed')]).toEqual([first.text, 'true']);
  });

  test('two at once with the same portfolios in another order: each is changed once', async () => {
    const some = await Promise.all(Array.from({ length: 6 }, (_, index) => ada.make(`Both ${index}`)));
    const items = some.map(({ id }) => ({ portfolioId: id, version: 1 }));
    const answers = await Promise.all([bulk('archive', items), bulk('archive', items.toReversed())]);
    expect(answers.map(({ body }) => body.doneCount).toSorted()).toEqual([0, 6]);
  });

  test.each([[[]], [Array.from({ length: 101 }, () => ({ portfolioId: crypto.randomUUID(), version: 1 }))]])(
    'from one to a hundred',
    async (items) => {
      expect(await bulk('archive', items)).toMatchObject({ status: 400 });
    },
  );
});
