/** A request that is sent again with its Idempotency-Key is done once, whoever else is sending at the same time. */
import { randomUUID } from 'node:crypto';
import type { Portfolio, Problem } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, startTestApplication, type TestApplication } from '../api/test-application.ts';
import { makePeople, type People, type Person } from './people.ts';
import { ensureHolding } from './portfolio-rows.ts';

let application: TestApplication;
let people: People;
let person: Person;
let token: string;
let assetId: string;
let now = Date.now();

beforeAll(async () => {
  application = await startTestApplication({
    clock: { now: () => new Date(now), monotonicMs: () => performance.now() },
  });
  people = await makePeople(application);
  person = await people.person('advisor');
  token = (await people.session(person.userId)).token;
  assetId = await ensureHolding(application.owner.pool, person.userId, 'HELD');
});
afterAll(async () => {
  await people.close();
  await application.stop();
});

const input = (name: string) => ({ name, allocation: { kind: 'weights', items: [{ assetId, weight: 1 }] } });
const create = (key: string, name: string, who = token): Promise<Answer<Portfolio & Problem>> =>
  application.ask('POST', '/api/v1/portfolios', { json: input(name), headers: { 'idempotency-key': key }, token: who });
async function countNamed(name: string): Promise<number> {
  const { rows } = await application.owner.pool.query('select 1 from portfolios where name = $1', [name]);
  return rows.length;
}

test('the same request again is answered as before, and says that it was done before', async () => {
  const [key, name] = [randomUUID(), 'Once'];
  const first = await create(key, name);
  expect(first).toMatchObject({ status: 201, body: { name } });
  expect(first.headers.get('idempotency-replayed')).toBeNull();
  const again = await create(key, name);
  expect([again.status, again.text]).toEqual([201, first.text]);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  for (const header of ['etag', 'location', 'content-type'])
    expect(again.headers.get(header)).toBe(first.headers.get(header));
  expect(await countNamed(name)).toBe(1);
});

test('another request under the key is refused, and so is another address', async () => {
  const key = randomUUID();
  await create(key, 'One');
  expect(await create(key, 'Other')).toMatchObject({ status: 422, body: { code: 'idempotency-mismatch' } });
  const elsewhere = await application.ask('POST', '/api/v1/me/demo', { headers: { 'idempotency-key': key }, token });
  expect(elsewhere).toMatchObject({ status: 422, body: { code: 'idempotency-mismatch' } });
  expect(await countNamed('Other')).toBe(0);
});

test('the key of one user is nothing to another', async () => {
  const key = randomUUID();
  await create(key, 'Of one');
  const other = await people.person('advisor');
  const session = await people.session(other.userId);
  // The asset is not theirs: the request is judged by itself.
  expect(await create(key, 'Of one', session.token)).toMatchObject({ status: 400 });
});

test('a request that was refused may be sent again: only what was done is kept', async () => {
  const key = randomUUID();
  await create(randomUUID(), 'Taken');
  expect(await create(key, 'Taken')).toMatchObject({ status: 409, body: { code: 'already-exists' } });
  await application.owner.pool.query(`update portfolios set name = 'Moved' where name = 'Taken'`);
  expect(await create(key, 'Taken')).toMatchObject({ status: 201 });
});

test('fifty at once with each of three keys: one effect a key', { timeout: 300_000 }, async () => {
  const keys = [randomUUID(), randomUUID(), randomUUID()];
  const sent = keys.flatMap((key, which) => Array.from({ length: 50 }, () => create(key, `Race ${which}`)));
  const answers = await Promise.all(sent);
  const statuses = new Set(answers.map(({ status, body }) => `${status} ${body.code ?? ''}`.trim()));
  expect([...statuses].filter((status) => !['201', '409 idempotency-conflict'].includes(status))).toEqual([]);
  for (const [which, key] of keys.entries()) {
    expect(await countNamed(`Race ${which}`)).toBe(1);
    const later = await create(key, `Race ${which}`);
    expect([later.status, later.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    const ids = answers.filter(({ body }) => body.name === `Race ${which}`).map(({ body }) => body.id);
    expect(new Set(ids)).toEqual(new Set([later.body.id]));
  }
});

test('an answer is sealed where it is kept, and a share with its address as well', async () => {
  const { body } = await create(randomUUID(), 'Sealed');
  const headers = { 'idempotency-key': randomUUID() };
  const json = { email: 'canary@example.com', level: 'read' };
  const path = `/api/v1/portfolios/${body.id}/shares`;
  const shared = await application.ask('POST', path, { json, headers, token });
  expect(shared).toMatchObject({ status: 201 });
  expect((await application.ask('POST', path, { json, headers, token })).text).toBe(shared.text);
  const { rows } = await application.owner.pool.query<{ kept: string }>(
    'select row_to_json(one)::text as kept from idempotency_keys as one',
  );
  expect(rows.length).toBeGreaterThan(3);
  expect(rows.filter(({ kept }) => /canary|Sealed/.test(kept))).toEqual([]);
});

test.each(['', 'two words', 'ü', 'x'.repeat(256)])('%j is no key', async (key) => {
  const answer = await application.ask<Problem>('POST', '/api/v1/portfolios', {
    json: input('Never'),
    // Sent byte by byte, as fetch lets no such header through.
    headers: { 'idempotency-key': Buffer.from(key).toString('latin1') },
    token,
  });
  expect(answer).toMatchObject({ status: 400, body: { code: 'request-invalid' } });
  expect(await countNamed('Never')).toBe(0);
});

test('a day later the key is free again', async () => {
  const key = randomUUID();
  await create(key, 'Yesterday');
  now += 24 * 3_600_000 + 1000;
  token = (await people.session(person.userId)).token;
  expect(await create(key, 'Today')).toMatchObject({ status: 201, body: { name: 'Today' } });
});
