/** The list, page by page: everything exactly once, whatever is made meanwhile. */
import type { PortfolioList, Problem } from '@riskoptimizer/contracts';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPortfolio } from '../access/portfolio-rows.ts';
import { type Desk, openDesk } from '../audit/desk.ts';
import { openPortfolioDesk, type PortfolioDesk } from './portfolio-desk.ts';

let desk: Desk;
let ada: PortfolioDesk;

beforeAll(async () => {
  desk = await openDesk();
  ada = await openPortfolioDesk(desk);
});
afterAll(() => desk.close());

const page = (query: string) => ada.ask<PortfolioList & Problem>('GET', `?${query}`);

async function addSome(count: number, name: () => string): Promise<string[]> {
  const { pool } = desk.application.owner;
  const add = () => addPortfolio(pool, ada.member.userId, ada.assetIds[0]!, name());
  return Promise.all(Array.from({ length: count }, add));
}

test('random page sizes, names before and behind, and inserts between the pages', { timeout: 120_000 }, async () => {
  const letter = fc.constantFrom('Ä', 'a', 'B', 'z', 'é', '0', '"', ' ', '_');
  await fc.assert(
    fc.asyncProperty(
      fc.array(letter, { minLength: 1, maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 6 }),
      async (names, limits) => {
        await desk.application.owner.pool.query('delete from portfolios where owner_id = $1', [ada.member.userId]);
        let next = 0;
        const name = () => names[next++ % names.length]!;
        const there = await addSome(12, name);
        const seen: string[] = [];
        let cursor: string | null = null;
        for (let index = 0; index === 0 || cursor !== null; index += 1) {
          const limit = limits[index % limits.length]!;
          const { status, body } = await page(`limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`);
          expect(status).toBe(200);
          expect(body.items.length).toBeLessThanOrEqual(limit);
          seen.push(...body.items.map(({ id }) => id));
          cursor = body.nextCursor;
          if (cursor !== null && index < 5) await addSome(2, name);
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(there.filter((id) => !seen.includes(id))).toEqual([]);
      },
    ),
    { numRuns: 12, seed: 20_261_122 },
  );
});

test("one's own by name come first, then what is shared", async () => {
  const bob = await openPortfolioDesk(desk);
  const shared = await bob.make('AAA, shared');
  await bob.member.ask('POST', `/portfolios/${shared.id}/shares`, { json: { email: 'x@example.com', level: 'read' } });
  await desk.application.owner.pool.query('update portfolio_shares set grantee_id = $1 where portfolio_id = $2', [
    ada.member.userId,
    shared.id,
  ]);
  const all: string[] = [];
  let query = 'limit=1';
  for (;;) {
    const { body } = await page(query);
    all.push(...body.items.map(({ access }) => access));
    if (body.nextCursor === null) break;
    query = `limit=1&cursor=${body.nextCursor}`;
  }
  expect(all.indexOf('read')).toBe(all.length - 1);
});

test.each(['garbage', 'eyJzdGF0ZSI6ImFjdGl2ZSJ9', '%00', 'x'.repeat(2001)])('%j is no cursor', async (text) => {
  const answer = await page(`cursor=${text}`);
  expect(answer).toMatchObject({ status: 400, body: { code: 'request-invalid', errors: [{ field: '/cursor' }] } });
});

test('a cursor is good for the list that gave it', async () => {
  await addSome(2, () => 'Two');
  const { body } = await page('limit=1');
  expect(await page(`state=archived&cursor=${body.nextCursor}`)).toMatchObject({ status: 400 });
});

test.each(['limit=0', 'limit=201', 'limit=ten', 'limit=1.5', 'state=gone', 'page=2'])(
  '%s is refused',
  async (query) => {
    expect(await page(query)).toMatchObject({ status: 400 });
  },
);
