/** When the trail cannot be written, nothing is changed: tried on each kind of change, with the real server. */
import type { Portfolio } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPortfolio, type Desk, importAssets, type Member, openDesk, portfolioOf, preview } from './desk.ts';
import { expectSoundTrail } from './read-trail.ts';

let desk: Desk;
let ada: Member;
let assetIds: readonly string[];
let portfolio: Portfolio;
let importId: string;
let shareId: string;
let doomed: string;

beforeAll(async () => {
  desk = await openDesk();
  ada = await desk.member('advisor');
  assetIds = await importAssets(ada, ['AAA', 'BBB']);
  [doomed] = (await importAssets(ada, ['ZZZ'])) as [string];
  portfolio = await createPortfolio(ada, 'Kept', [{ assetId: assetIds[0]!, quantity: '1' }]);
  importId = await preview(ada, ['AAA', 'NEW'], 40);
  const json = { email: 'grace@example.com', level: 'read', expiresAt: null };
  shareId = (await ada.ask<{ id: string }>('POST', `/portfolios/${portfolio.id}/shares`, { json })).body.id;
  await desk.application.owner.pool.query(`
    create function broken_disk() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$;
    create trigger broken_disk before insert on audit_entries for each row execute function broken_disk();
    alter table audit_entries disable trigger broken_disk`);
});
afterAll(() => desk.close());

const changes: Readonly<Record<string, () => Promise<{ status: number }>>> = {
  createPortfolio: () =>
    ada.ask('POST', '/portfolios', { json: portfolioOf('New', [{ assetId: assetIds[0]!, quantity: '2' }]) }),
  updatePortfolio: () =>
    ada.ask('PUT', `/portfolios/${portfolio.id}`, {
      json: portfolioOf('Changed', [{ assetId: assetIds[1]!, quantity: '3' }]),
      headers: { 'if-match': '*' },
    }),
  createShare: () =>
    ada.ask('POST', `/portfolios/${portfolio.id}/shares`, {
      json: { email: 'heidi@example.com', level: 'edit', expiresAt: null },
    }),
  revokeShare: () => ada.ask('DELETE', `/portfolios/${portfolio.id}/shares/${shareId}`),
  deletePortfolio: () => ada.ask('DELETE', `/portfolios/${portfolio.id}`, { headers: { 'if-match': '*' } }),
  deleteAsset: () => ada.ask('DELETE', `/assets/${doomed}`),
  commitPriceImport: () => ada.ask('POST', `/price-imports/${importId}/commit`, { json: { currency: 'EUR' } }),
  discardPriceImport: () => ada.ask('DELETE', `/price-imports/${importId}`),
  updateAccount: () => ada.ask('PATCH', '/me', { json: { displayName: 'Another Ada' } }),
  createApiKey: () => ada.ask('POST', '/me/api-keys', { json: { name: 'Key', scopes: ['portfolio:read'] } }),
  loadDemo: () => ada.ask('POST', '/me/demo', { json: {} }),
  signOutEverywhere: () => ada.ask('POST', '/auth/sign-out-everywhere'),
};

/** Everything that could have changed, in one text. What is used is noted apart from what is changed. */
async function everything(): Promise<string> {
  const tables = ['users', 'assets', 'prices', 'portfolios', 'allocations', 'price_imports', 'portfolio_shares'];
  const rows = [...tables, 'api_keys', 'audit_entries', 'audit_head', 'idempotency_keys'].map(
    (table) => `(select coalesce(json_agg(t order by t::text), '[]')::text from ${table} t)`,
  );
  const sessions = `(select json_agg((id, ended_at) order by id)::text from sessions)`;
  const { rows: found } = await desk.application.owner.pool.query(`select ${[...rows, sessions].join(' || ')} as text`);
  return (found[0] as { text: string }).text;
}

test.each(Object.keys(changes))('%s', async (name) => {
  const { pool } = desk.application.owner;
  const before = await everything();
  await pool.query('alter table audit_entries enable trigger broken_disk');
  const broken = await changes[name]!();
  await pool.query('alter table audit_entries disable trigger broken_disk');
  expect(broken.status).toBe(500);
  expect(await everything()).toBe(before);
  // The revoked share and the deleted portfolio would be missing for those that follow.
  if (name.startsWith('delete') || name.startsWith('commit') || name.startsWith('revoke')) return;
  const { status } = await changes[name]!();
  expect(status, name).toBeLessThan(300);
  expect(await everything()).not.toBe(before);
  await expectSoundTrail(pool);
});
