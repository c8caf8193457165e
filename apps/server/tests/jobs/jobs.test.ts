/** Jobs as a client sees them: asked for, watched, stopped, done again, with results that repeat byte for byte. */
import { createHash } from 'node:crypto';
import type { Job, JobList, JobWithInput, Problem } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createId } from '../../src/core/ids.ts';
import { makePeople, type People } from '../access/people.ts';
import { addAsset, addPortfolio } from '../access/portfolio-rows.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { until } from '../support/wait.ts';
import { waitKind } from './test-kinds.ts';

let application: TestApplication;
let people: People;
let token: string;
let userId: string;
const aborted: string[] = [];
const begun: string[] = [];

beforeAll(async () => {
  application = await startTestApplication({
    environment: { RISKOPTIMIZER_WORKERS: '2' },
    replaced: {
      moreJobKinds: [
        waitKind({
          onAbort: (jobId) => void aborted.push(jobId),
          onBegin: (label) => void begun.push(label),
        }),
      ],
    },
  });
  people = await makePeople(application);
  ({ userId } = await people.person('analyst'));
  ({ token } = await people.session(userId));
}, 60_000);
afterAll(async () => {
  await people.close();
  await application.stop();
});

const ask = <Body>(method: string, path: string, json?: unknown, headers: Record<string, string> = {}) =>
  application.ask<Body>(method, `/api/v1${path}`, { token, headers, ...(json === undefined ? {} : { json }) });

async function create(kind: string, input: unknown, priority = 'normal'): Promise<JobWithInput> {
  const { status, body, text } = await ask<JobWithInput>('POST', '/jobs', { kind, input, priority });
  if (status !== 201) throw new Error(`${status} ${text}`);
  return body;
}

async function ended(jobId: string): Promise<Job> {
  let found: Job | undefined;
  await until('the job ends', async () => {
    found = (await ask<Job>('GET', `/jobs/${jobId}`)).body;
    return found.state !== 'queued' && found.state !== 'active';
  });
  return found!;
}

/** The bytes of `result`, cut out of the answer. */
async function resultBytes(jobId: string): Promise<{ job: Job; bytes: string }> {
  const { status, text, body } = await ask<{ job: Job }>('GET', `/jobs/${jobId}/result`);
  expect(status).toBe(200);
  const start = text.indexOf('"result":') + '"result":'.length;
  return { job: body.job, bytes: text.slice(start, -1) };
}

const table = {
  assets: ['A', 'B', 'C'],
  returns: Array.from({ length: 120 }, (_, row) => [Math.sin(row) / 50, Math.cos(row) / 60, Math.sin(row * 1.7) / 40]),
};

describe('a job', () => {
  test('is queued, done, and its result has the hash that it says', async () => {
    const made = await create('efficient-frontier', table);
    expect(made).toMatchObject({ kind: 'efficient-frontier', state: 'queued', attempts: 0, error: null });
    const job = await ended(made.id);
    expect(job).toMatchObject({ state: 'done', attempts: 1, progress: 1, error: null });
    const { bytes } = await resultBytes(made.id);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(job.resultHash);
    expect(JSON.parse(bytes)).toMatchObject({ assets: table.assets, frontier: { status: 'optimal' } });
    expect(job.engineVersion).toMatch(/\d/);
  });

  test('tells what is wrong with its kind and its input', async () => {
    const unknown = await ask<Problem>('POST', '/jobs', { kind: 'bake-bread', input: {} });
    expect(unknown.status).toBe(400);
    expect(unknown.body.detail).toContain('portfolio-frontier');
    const wrong = await ask<Problem>('POST', '/jobs', { kind: 'portfolio-risk', input: { portfolioId: 'x' } });
    expect(wrong.status).toBe(400);
    expect(wrong.body.errors?.[0]?.field).toBe('/input/portfolioId');
    const missing = await ask<Problem>('POST', '/jobs', { kind: 'portfolio-risk', input: { portfolioId: createId() } });
    expect([missing.status, missing.body.code]).toEqual([404, 'not-found']);
  });

  test('is made once for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': createId() };
    const body = { kind: 'wait', input: { label: 'once' } };
    const first = await ask<Job>('POST', '/jobs', body, headers);
    const again = await ask<Job>('POST', '/jobs', body, headers);
    expect(again.body.id).toBe(first.body.id);
    const { rows } = await application.owner.pool.query(
      `select count(*)::int as n from jobs where input like '%once%'`,
    );
    expect(rows).toEqual([{ n: 1 }]);
    await ended(first.body.id);
  });

  test('is listed page by page and by state, the newest first', async () => {
    const made = [];
    for (let n = 0; n < 3; n += 1) made.push((await create('wait', { label: `page ${n}` })).id);
    for (const id of made) await ended(id);
    const first = await ask<JobList>('GET', '/jobs?state=done&limit=2');
    expect(first.body.items.map(({ id }) => id)).toEqual([made[2], made[1]]);
    const next = await ask<JobList>('GET', `/jobs?state=done&limit=2&cursor=${first.body.nextCursor}`);
    expect(next.body.items[0]!.id).toBe(made[0]);
    const other = await ask<Problem>('GET', `/jobs?state=dead&cursor=${first.body.nextCursor}`);
    expect(other.status).toBe(400);
  });

  test('is cancelled within a second, and its work is stopped', async () => {
    const made = await create('wait', { milliseconds: 30_000 });
    await until('it runs', async () => ((await ask<Job>('GET', `/jobs/${made.id}`)).body.progress ?? 0) > 0);
    const began = performance.now();
    const { status, body } = await ask<Job>('POST', `/jobs/${made.id}/cancel`);
    expect([status, body.state]).toEqual([200, 'cancelled']);
    await until('its work is stopped', () => aborted.includes(made.id));
    expect(performance.now() - began).toBeLessThan(1_000);
    const again = await ask<Problem>('POST', `/jobs/${made.id}/cancel`);
    expect([again.status, again.body.code]).toEqual([409, 'state-conflict']);
    const without = await ask<Problem>('GET', `/jobs/${made.id}/result`);
    expect(without.body.detail).toContain('/retry');
  });

  test('that fails is tried again, and is dead with its error after the last time', async () => {
    const mended = await create('wait', { fails: 1 });
    expect(await ended(mended.id)).toMatchObject({ state: 'done', attempts: 2, error: null, seed: '7' });
    const poison = await create('wait', { fails: 99 });
    const dead = await ended(poison.id);
    expect(dead).toMatchObject({ state: 'dead', attempts: 3, error: { code: 'internal-error' } });
    expect(dead.error!.detail).toContain('tried 3 times');
    expect(dead.error!.detail).toContain(poison.id);
    const retried = await ask<Job>('POST', `/jobs/${poison.id}/retry`);
    expect([retried.status, retried.body.state, retried.body.error]).toEqual([200, 'queued', null]);
    await ask('POST', `/jobs/${poison.id}/cancel`);
    const logged = application.logged.filter(
      (line) => line.includes(poison.id) && line.includes('the poison is at work'),
    );
    expect(logged.length).toBeGreaterThanOrEqual(3);
  }, 40_000);
});

describe('people take turns', () => {
  test('the one job of another is not behind forty of one person, and a high priority comes first', async () => {
    const other = await people.person('analyst');
    const { token: theirs } = await people.session(other.userId);
    const many: string[] = [];
    for (let n = 0; n < 40; n += 1) many.push((await create('wait', { milliseconds: 60, label: 'many' })).id);
    const urgent = await create('wait', { milliseconds: 60, label: 'urgent' }, 'high');
    const json = { kind: 'wait', input: { milliseconds: 60, label: 'one' } };
    const one = await application.ask<Job>('POST', '/api/v1/jobs', { json, token: theirs });
    expect(one.status).toBe(201);
    const foreign = await ask<Problem>('GET', `/jobs/${one.body.id}`);
    expect(foreign.status).toBe(404);
    const before = begun.filter((label) => label === 'many').length;
    for (const id of [...many, urgent.id]) await ended(id);
    const since = begun.filter((label) => ['many', 'one', 'urgent'].includes(label)).slice(before);
    // Those that were begun already, and one turn.
    expect(since.indexOf('one')).toBeLessThanOrEqual(4);
    expect(since.indexOf('urgent')).toBeLessThanOrEqual(4);
    expect(since.length).toBe(42 - before);
  }, 60_000);
});

describe('the job of a portfolio', () => {
  test('is computed again bit for bit, shares its numbers, and tells by its hash that prices changed', async () => {
    const { pool } = application.owner;
    const assetId = await addAsset(pool, userId, `REPEAT-${createId()}`, 300);
    const portfolioId = await addPortfolio(pool, userId, assetId);
    for (const kind of ['portfolio-risk', 'portfolio-frontier']) {
      const input = { portfolioId, window: 'max' };
      const first = await ended((await create(kind, input)).id);
      expect(first).toMatchObject({ state: 'done', window: { from: '2024-01-01' } });
      const computed = await resultBytes(first.id);
      expect(computed.bytes).not.toContain('computedAt');
      // Shared: what the first kept is there for the second.
      const kept = await pool.query('select count(*)::int as n from calculation_answers where owner_id = $1', [userId]);
      const shared = await ended((await create(kind, input)).id);
      expect((await resultBytes(shared.id)).bytes).toBe(computed.bytes);
      const keptAfter = await pool.query('select count(*)::int as n from calculation_answers where owner_id = $1', [
        userId,
      ]);
      expect(keptAfter.rows).toEqual(kept.rows);
      // Computed anew: what was remembered is forgotten, in the database and in front of it.
      await pool.query('delete from calculation_answers');
      await application.parts.cache.delete(`calculation:${kind}:${first.engineVersion}:${userId}:${first.inputsHash}`);
      const fresh = await resultBytes((await ended((await create(kind, input)).id)).id);
      const keptAgain = await pool.query('select count(*)::int as n from calculation_answers');
      expect(keptAgain.rows).toEqual([{ n: 1 }]);
      expect(fresh.bytes).toBe(computed.bytes);
      expect(fresh.job).toMatchObject({ inputsHash: first.inputsHash, resultHash: first.resultHash });
    }
    const before = await ended((await create('portfolio-risk', { portfolioId, window: 'max' })).id);
    await pool.query(`update prices set close = close * 1.01 where asset_id = $1 and date = '2024-06-01'`, [assetId]);
    await pool.query('update assets set prices_version = prices_version + 1 where id = $1', [assetId]);
    const after = await ended((await create('portfolio-risk', { portfolioId, window: 'max' })).id);
    expect(after.state).toBe('done');
    expect(after.inputsHash).not.toBe(before.inputsHash);
    expect(after.resultHash).not.toBe(before.resultHash);
  }, 60_000);

  test('fails as not found when the share was taken back before it ran', async () => {
    const { pool } = application.owner;
    const owner = await people.person('advisor');
    const assetId = await addAsset(pool, owner.userId, `SHARED-${createId()}`, 100);
    const portfolioId = await addPortfolio(pool, owner.userId, assetId);
    const shareId = createId();
    await pool.query(
      `insert into portfolio_shares (id, portfolio_id, owner_id, email_sealed, email_index, grantee_id, level, created_at)
       values ($1, $2, $3, 'x', $4, $5, 'read', now())`,
      [shareId, portfolioId, owner.userId, createId(), userId],
    );
    // The slots are taken, so that the job waits.
    const [one, two] = [await create('wait', { milliseconds: 1_500 }), await create('wait', { milliseconds: 1_500 })];
    const made = await create('portfolio-risk', { portfolioId, window: 'max' });
    await pool.query('update portfolio_shares set revoked_at = now() where id = $1', [shareId]);
    const job = await ended(made.id);
    expect(job).toMatchObject({ state: 'failed', attempts: 1, error: { code: 'not-found' } });
    await Promise.all([ended(one.id), ended(two.id)]);
  }, 30_000);
});
