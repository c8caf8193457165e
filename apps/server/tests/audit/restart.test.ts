/** A server that finds its trail changed starts, and says so on every door. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { merkleRoot, parseCanonicalJson, requireHead, verifyExport } from '@riskoptimizer/audit-trail';
import type { AuditHead, Readiness } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApplication } from '../api/test-application.ts';
import { askAs, createPortfolio, type Desk, importAssets, type Member, openDesk } from './desk.ts';
import { expectSoundTrail, readTrail } from './read-trail.ts';
import { tamper } from './tamper.ts';

let folder: string;
let desk: Desk;
let officer: Member;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'riskoptimizer-restart-'));
  environment = { RISKOPTIMIZER_AUDIT_HEADS: join(folder, 'heads.jsonl') };
  desk = await openDesk({ environment });
  officer = await desk.member('compliance');
  const ada = await desk.member('advisor');
  const [assetId] = await importAssets(ada, ['ONE']);
  await createPortfolio(ada, 'Alpha', [{ assetId: assetId!, quantity: '1' }]);
});
afterAll(async () => {
  await desk.close();
  await rm(folder, { recursive: true });
});

const heads = async () =>
  (await readFile(environment.RISKOPTIMIZER_AUDIT_HEADS!, 'utf8'))
    .split('\n')
    .slice(0, -1)
    .map((line) => requireHead(parseCanonicalJson(line)));

async function restarted<Result>(work: (again: Awaited<ReturnType<typeof startTestApplication>>) => Promise<Result>) {
  const again = await startTestApplication({ on: desk.application, environment });
  try {
    return await work(again);
  } finally {
    await again.stop();
  }
}

test('an untouched trail: nothing is said, and a head is signed at the start and at the stop', async () => {
  await restarted(async (again) => {
    expect((await again.ask<Readiness>('GET', '/api/v1/health/ready')).body.checks.audit).toEqual({ status: 'ok' });
    expect(again.said).toEqual([]);
    expect((await heads()).at(-1)?.treeSize).toBe((await readTrail(desk.application.owner.pool)).length);
    expect((await askAs(again, officer.token, 'GET', '/audit/head')).status).toBe(200);
    await askAs(again, officer.token, 'POST', '/audit/exports', { json: {} });
  });
  const trail = await expectSoundTrail(desk.application.owner.pool);
  expect((await heads()).at(-1)?.treeSize).toBe(trail.length);
});

test('the tail is cut in the database: terminal, log, readiness, the head and the next export say so', async () => {
  const { pool } = desk.application.owner;
  const { text } = await officer.ask('POST', '/audit/exports', { json: {} });
  expect((await verifyExport([text], { anchoredHeads: await heads() })).status).toBe('valid');
  const size = (await readTrail(pool)).length;
  const { rows } = await pool.query('select hash from audit_entries where sequence = 8');
  await tamper(pool, ['delete from audit_entries where sequence > 8'], async (client) => {
    // Eight is a power of two: the tree has one peak, and whoever does this can compute it.
    const { rows: leaves } = await client.query('select hash from audit_entries order by sequence');
    const peak = merkleRoot(leaves.map(({ hash }: { hash: string }) => hash));
    await client.query('update audit_head set sequence = 8, hash = $1, peaks = array[$2]', [rows[0].hash, peak]);
  });
  await expectSoundTrail(pool);
  await restarted(async (again) => {
    const finding = new RegExp(`had ${size} entries .* has 8 now`);
    expect(again.said.join()).toMatch(/THE AUDIT TRAIL IS BROKEN.*audit-operations\.md/);
    expect(again.logged.join()).toMatch(/"level":"fatal".*THE AUDIT TRAIL IS BROKEN/);
    const ready = await again.ask<Readiness>('GET', '/api/v1/health/ready');
    expect(ready.status).toBe(503);
    expect(ready.body.checks.audit).toMatchObject({ status: 'failed' });
    const { body } = await askAs<AuditHead>(again, officer.token, 'GET', '/audit/head');
    expect(body.check).toMatchObject({ state: 'broken', finding: expect.stringMatching(finding) });
    const after = await askAs(again, officer.token, 'POST', '/audit/exports', { json: {} });
    expect(after.status).toBe(200);
    expect(await verifyExport([after.text], { anchoredHeads: await heads() })).toMatchObject({
      status: 'invalid',
      firstBad: { problem: expect.stringMatching(/rolled-back|mismatch/) },
    });
  });
  expect((await readTrail(pool)).map(({ action }) => action)).toContain('audit.broken');
});
