/** Random histories of portfolios, by owner and by share: from an export alone every version is what was stored then. */
import { parseEntry, rebuildVersions } from '@riskoptimizer/audit-trail';
import type { Portfolio } from '@riskoptimizer/contracts';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, importAssets, type Member, openDesk, portfolioOf } from './desk.ts';

let desk: Desk;
let ada: Member;
let bob: Member;
let officer: Member;
let assetIds: readonly string[];

beforeAll(async () => {
  desk = await openDesk();
  ada = await desk.member('advisor');
  bob = await desk.member('analyst');
  officer = await desk.member('compliance');
  assetIds = await importAssets(ada, ['AAA', 'BBB', 'CCC', 'DDD']);
});
afterAll(() => desk.close());

/** The rows as they are stored, by the owner of the tables; null when there is no such portfolio. */
async function stored(portfolioId: string): Promise<unknown> {
  const { pool } = desk.application.owner;
  const { rows } = await pool.query(
    `select id, owner_id as "ownerId", version, name, base_currency as "baseCurrency",
       (select json_build_object('kind', 'asset', 'assetId', asset_id) from portfolio_benchmark_assets where portfolio_id = portfolios.id) as benchmark,
       null as targets, archived_at as "archivedAt", allocation_kind as "allocationKind",
       to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
       to_char(updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt",
       (select json_agg(json_build_object('assetId', asset_id, 'weight', weight, 'quantity', quantity::text) order by position)
        from allocations where portfolio_id = portfolios.id) as allocations
     from portfolios where id = $1 and deleted_at is null`,
    [portfolioId],
  );
  return rows[0] ?? null;
}

const quantity = fc
  .tuple(fc.nat({ max: 999_999 }), fc.nat({ max: 99_999_999 }))
  .filter(([whole, part]) => whole + part > 0)
  .map(([whole, part]) => `${whole}.${String(part).padStart(8, '0')}`);
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== '');
const content = fc.record({
  name,
  quantities: fc.array(quantity, { minLength: 1, maxLength: 4 }),
  byWeight: fc.boolean(),
});
const step = fc.record({
  what: fc.constantFrom('create', 'update', 'update', 'update', 'share', 'share', 'delete', 'conflict'),
  which: fc.nat({ max: 9 }),
  byShare: fc.boolean(),
  content,
});

function inputOf({ name, quantities, byWeight }: { name: string; quantities: string[]; byWeight: boolean }) {
  if (!byWeight)
    return portfolioOf(
      name,
      quantities.map((quantity, index) => ({ assetId: assetIds[index]!, quantity })),
    );
  const items = weightsOf(quantities.length).map((weight, index) => ({ assetId: assetIds[index]!, weight }));
  return { ...portfolioOf(name, []), allocation: { kind: 'weights', items } };
}

/** A share to edit changes how much is held, and nothing else. */
async function rebalanced(id: string, quantities: readonly string[]) {
  const { status, body } = await bob.ask<Portfolio>('GET', `/portfolios/${id}`);
  if (status !== 200) return portfolioOf('Not shared', [{ assetId: assetIds[0]!, quantity: '1' }]);
  const { name, holdings, allocationKind } = body;
  const items = holdings.map(({ assetId }, index) =>
    allocationKind === 'weights'
      ? { assetId, weight: weightsOf(holdings.length).toReversed()[index]! }
      : { assetId, quantity: quantities[index % quantities.length]! },
  );
  return { ...portfolioOf(name, []), allocation: { kind: allocationKind, items } };
}

const weightsOf = (count: number) => (count === 3 ? [0.1, 0.2, 0.7] : Array.from({ length: count }, () => 1 / count));

test('every version of every portfolio is rebuilt from the export', { timeout: 300_000 }, async () => {
  const snapshots = new Map<string, unknown[]>();
  const snap = async (id: string) => void snapshots.set(id, [...(snapshots.get(id) ?? []), await stored(id)]);
  const expected = { created: 0, updated: 0, byShare: 0, deleted: 0 };

  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const living: string[] = [];
      for (const { what, which, byShare, content } of steps) {
        const id = living[which % Math.max(1, living.length)];
        if (what === 'create' || id === undefined) {
          const { status, body } = await ada.ask<Portfolio>('POST', '/portfolios', { json: inputOf(content) });
          if (status === 409) continue;
          expect(status, JSON.stringify(body)).toBe(201);
          living.push(body.id);
          await snap(body.id);
          expected.created += 1;
        } else if (what === 'share') {
          const json = { email: bob.email, level: 'edit', expiresAt: null };
          const { status } = await ada.ask('POST', `/portfolios/${id}/shares`, { json });
          expect([201, 409]).toContain(status);
        } else if (what === 'delete') {
          const { status } = await ada.ask('DELETE', `/portfolios/${id}`, { headers: { 'if-match': '*' } });
          expect(status).toBe(204);
          living.splice(living.indexOf(id), 1);
          await snap(id);
          expected.deleted += 1;
        } else {
          const headers = { 'if-match': what === 'conflict' ? '"999"' : '*' };
          const who = byShare ? bob : ada;
          const json = byShare ? await rebalanced(id, content.quantities) : inputOf(content);
          const { status } = await who.ask('PUT', `/portfolios/${id}`, { json, headers });
          if (status !== 200) continue;
          await snap(id);
          expected.updated += 1;
          if (byShare) expected.byShare += 1;
        }
      }
    }),
    { numRuns: 20, seed: 20_261_122 },
  );

  const { text } = await officer.ask('POST', '/audit/exports', { json: {} });
  const entries = text.split('\n').flatMap((line) => (line.startsWith('{"action"') ? [parseEntry(line)] : []));
  const versions = rebuildVersions(entries, 'portfolio');
  for (const [id, expectedVersions] of snapshots) {
    expect(versions.get(id)?.map(({ content }) => content)).toEqual(expectedVersions);
  }
  // Those of the demo are the only others.
  expect(versions.size).toBe(snapshots.size + 2);
  const made = [...versions].flatMap(([id, some]) => (snapshots.has(id) ? some : []));
  expect(made).toHaveLength(expected.created + expected.updated + expected.deleted);
  expect(made.filter(({ actor }) => actor.id === bob.userId)).toHaveLength(expected.byShare);
  expect(Math.min(expected.created, expected.byShare, expected.deleted)).toBeGreaterThan(10);
});
