/** Versions: what was there after each change, who changed it, and back to it. */
import type { Portfolio, PortfolioVersion, PortfolioVersionList, Problem } from '@riskoptimizer/contracts';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, importAssets, openDesk } from '../audit/desk.ts';
import { openPortfolioDesk, type PortfolioDesk } from './portfolio-desk.ts';

let desk: Desk;
let ada: PortfolioDesk;

beforeAll(async () => {
  desk = await openDesk();
  ada = await openPortfolioDesk(desk);
});
afterAll(() => desk.close());

const contentOf = async (id: string, version: number) =>
  (await ada.ask<PortfolioVersion>('GET', `/${id}/versions/${version}`)).body.content;
const listOf = async (id: string, query = '') =>
  (await ada.ask<PortfolioVersionList>('GET', `/${id}/versions${query}`)).body;

test('the list says what changed, by whom, with the holdings before and after', async () => {
  const { id } = await ada.make('History');
  const bob = await desk.member('analyst');
  await ada.ask('PUT', `/${id}`, {
    ...ada.input('History, renamed'),
    benchmark: { kind: 'asset', assetId: ada.assetIds[2] },
  });
  await ada.ask('PUT', `/${id}/targets`, { kind: 'assets', items: [{ assetId: ada.assetIds[0], weight: 0.5 }] });
  await desk.application.owner.pool.query(
    `insert into portfolio_shares (id, portfolio_id, owner_id, email_sealed, email_index, grantee_id, level, created_at)
     values (gen_random_uuid(), $1, $2, 'x', 'history', $3, 'edit', now())`,
    [id, ada.member.userId, bob.userId],
  );
  const { benchmark } = (await ada.ask('GET', `/${id}`)).body;
  const json = { ...ada.input('History, renamed', 0.25), benchmark };
  expect(await bob.ask('PUT', `/portfolios/${id}`, { json, headers: { 'if-match': '"3"' } })).toMatchObject({
    status: 200,
  });
  const { items } = await listOf(id);
  expect(items.map(({ version, change, changedBy, fields }) => [version, change, changedBy, fields])).toEqual([
    [4, 'updated', 'editor', ['holdings']],
    [3, 'targets', 'owner', ['targets']],
    [2, 'updated', 'owner', ['name', 'benchmark']],
    [1, 'created', 'owner', []],
  ]);
  expect(items[0]!.holdings).toEqual([
    { assetId: ada.assetIds[0], symbol: 'AAA', before: '0.5', after: '0.25' },
    { assetId: ada.assetIds[1], symbol: 'BBB', before: '0.5', after: '0.75' },
  ]);
  expect(await contentOf(id, 3)).toMatchObject({ name: 'History, renamed', targets: { kind: 'assets' }, benchmark });
  // Old versions name assets that a share does not open: they are the owner's alone.
  expect(await bob.ask('GET', `/portfolios/${id}/versions`)).toMatchObject({ status: 403 });
});

test('page by page, each version once', async () => {
  const { id } = await ada.make('Long history');
  for (let step = 1; step <= 7; step += 1) await ada.ask('PUT', `/${id}`, ada.input('Long history', step / 10));
  const seen: number[] = [];
  let query = '?limit=3';
  for (;;) {
    const { items, nextCursor } = await listOf(id, query);
    seen.push(...items.map(({ version }) => version));
    // The first of a page is held against the last of the next one.
    expect(items.filter(({ version, fields }) => version > 1 && !fields.includes('holdings'))).toEqual([]);
    if (nextCursor === null) break;
    query = `?limit=3&cursor=${nextCursor}`;
  }
  expect(seen).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  for (const wrong of ['?cursor=garbage', '?limit=0', '?limit=101'])
    expect(await ada.ask('GET', `/${id}/versions${wrong}`)).toMatchObject({ status: 400 });
});

const weights = fc.nat({ max: 1000 }).map((thousandths) => thousandths / 1000);
const quantity = fc
  .tuple(fc.integer({ min: 1, max: 99_999 }), fc.nat({ max: 99_999_999 }))
  .map(([whole, part]) => `${whole}.${part}`);
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((text) => text.trim() !== '' && !text.includes('\0'));
const content = fc.record({
  name,
  currency: fc.constantFrom('EUR'),
  byQuantity: fc.boolean(),
  first: weights,
  quantities: fc.tuple(quantity, quantity),
  benchmark: fc.constantFrom('none', 'asset', 'mix'),
  targets: fc.option(
    fc.record({
      weight: weights,
      bandAbsolute: fc.option(weights, { nil: null }),
      bandRelative: fc.option(weights, { nil: null }),
    }),
    { nil: null },
  ),
});

test('going back is the identity on the content, whatever came between', { timeout: 240_000 }, async () => {
  let made = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(content, { minLength: 2, maxLength: 5 }), fc.nat(), async (contents, chosen) => {
      made += 1;
      const [one, two, three] = ada.assetIds as [string, string, string];
      const { id } = await ada.make(`Random ${made}`);
      for (const [index, each] of contents.entries()) {
        const mix = {
          kind: 'mix',
          items: [
            { assetId: two, weight: each.first },
            { assetId: three, weight: 1 - each.first },
          ],
        };
        const allocation = each.byQuantity
          ? {
              kind: 'quantities',
              items: [one, three].map((assetId, place) => ({ assetId, quantity: each.quantities[place] })),
            }
          : {
              kind: 'weights',
              items: [
                { assetId: two, weight: each.first },
                { assetId: one, weight: 1 - each.first },
              ],
            };
        const benchmark = { none: null, asset: { kind: 'asset', assetId: three }, mix }[each.benchmark];
        const json = { name: `${made} ${index} ${each.name}`, baseCurrency: each.currency, benchmark, allocation };
        const { status, text } = await ada.ask('PUT', `/${id}`, json);
        expect([status, text]).toEqual([200, text]);
        const items = each.targets === null ? [] : [{ assetId: three, ...each.targets }];
        expect(await ada.ask('PUT', `/${id}/targets`, { kind: 'assets', items })).toMatchObject({ status: 200 });
      }
      const last = 1 + 2 * contents.length;
      const version = 1 + (chosen % last);
      const before = await contentOf(id, version);
      const reverted = await ada.ask('POST', `/${id}/revert`, { version }, last);
      expect(reverted).toMatchObject({ status: 200, body: { version: last + 1, name: before.name } });
      expect(await contentOf(id, last + 1)).toEqual(before);
      // And back again: an undo can be undone.
      const undone = await contentOf(id, last);
      await ada.ask('POST', `/${id}/revert`, { version: last });
      expect(await contentOf(id, last + 2)).toEqual(undone);
      expect((await listOf(id)).items[0]!.change).toBe('reverted');
    }),
    { numRuns: 15, seed: 20_261_122 },
  );
});

test('going back is refused by its reason: old version, taken name, asset or version that is not there', async () => {
  const { id } = await ada.make('Back');
  expect(await ada.ask('POST', `/${id}/revert`, { version: 1 }, 7)).toMatchObject({ status: 412 });
  expect(await ada.ask('POST', `/${id}/revert`, { version: 9 })).toMatchObject({ status: 404 });
  expect(await ada.ask('GET', `/${id}/versions/9`)).toMatchObject({ status: 404 });
  expect(await ada.ask('GET', `/${id}/versions/x`)).toMatchObject({ status: 404 });
  await ada.ask('PUT', `/${id}`, ada.input('Back, renamed'));
  await ada.make('Back');
  expect(await ada.ask('POST', `/${id}/revert`, { version: 1 })).toMatchObject({
    status: 409,
    body: { code: 'already-exists' },
  });
  const [gone] = (await importAssets(ada.member, ['GONE'])) as [string];
  const allocation = { kind: 'weights', items: [{ assetId: gone, weight: 1 }] };
  const held = await ada.make('Held something', { allocation });
  await ada.ask('PUT', `/${held.id}`, ada.input('Held something'));
  expect(await ada.member.ask('DELETE', `/assets/${gone}`)).toMatchObject({ status: 204 });
  expect((await contentOf(held.id, 1)).allocations).toMatchObject([{ symbol: 'GONE' }]);
  expect(await ada.ask<Problem>('POST', `/${held.id}/revert`, { version: 1 })).toMatchObject({
    status: 409,
    body: { code: 'state-conflict', detail: expect.stringContaining('GONE') },
  });
});

test('a change and its version are stored together, or neither is', async () => {
  const { id } = await ada.make('Together');
  const { pool } = desk.application.owner;
  await pool.query(`create function refuse_version() returns trigger language plpgsql as $$ begin
    if new.version > 1 then raise exception 'no version today'; end if; return new; end $$`);
  await pool.query(
    'create trigger refuse_version before insert on portfolio_versions for each row execute function refuse_version()',
  );
  try {
    expect(await ada.ask('PUT', `/${id}`, ada.input('Together, changed'))).toMatchObject({ status: 500 });
    expect(await ada.ask<Portfolio>('GET', `/${id}`)).toMatchObject({ body: { name: 'Together', version: 1 } });
  } finally {
    await pool.query('drop trigger refuse_version on portfolio_versions');
  }
});
