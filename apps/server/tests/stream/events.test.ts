/** Jobs, alerts and limits: to whom they are told, and what is told again after a reconnection. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Asset } from '@riskoptimizer/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createId } from '../../src/core/ids.ts';
import { makePeople, type People } from '../access/people.ts';
import { addPortfolio, ensureHolding } from '../access/portfolio-rows.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { until } from '../support/wait.ts';
import { type LiveConnection, openLive } from './live-clients.ts';
import { tellAsReplica } from './other-replica.ts';

let first: TestApplication;
let second: TestApplication;
let people: People;
let bob: { userId: string; token: string };
let eve: { userId: string; token: string };
let portfolioId: string;

beforeAll(async () => {
  first = await startTestApplication();
  second = await startTestApplication({ on: first });
  people = await makePeople(first);
  const holder = async () => {
    const { userId } = await people.person('analyst');
    return { userId, token: (await people.session(userId)).token };
  };
  [bob, eve] = [await holder(), await holder()];
  const assetId = await ensureHolding(first.owner.pool, bob.userId, 'HELD');
  portfolioId = await addPortfolio(first.owner.pool, bob.userId, assetId);
});
afterAll(async () => {
  await people.close();
  await second.stop();
  await first.stop();
});

/** As another replica tells it. */
const tell = (...items: object[]) => tellAsReplica(first, items);
const job = (userId: string, progress: number, id = createId()) => ({
  id,
  type: 'job',
  userId,
  news: { jobId: portfolioId, state: 'active', progress },
});
const progressOf = (connection: LiveConnection) => connection.of('job').map(({ progress }) => progress);

async function listening(at: TestApplication, topics: string[], who = bob): Promise<LiveConnection> {
  const connection = await openLive(at, who.token);
  connection.say({ type: 'subscribe', topics });
  await connection.next('subscribed');
  return connection;
}

test('a job is told to its owner at every replica, an alert too, a limit to whose portfolio it is; to nobody else', async () => {
  const topics = ['jobs', 'alerts', `limits:${portfolioId}`];
  const mine = [await listening(first, topics), await listening(second, topics)];
  const deaf = await listening(first, ['alerts']);
  const foreign = await listening(second, ['jobs', 'alerts'], eve);
  const at = new Date().toISOString();
  const alert = { alertId: createId(), portfolioId, severity: 'warning', text: 'Drawdown of 10 %', at };
  const limit = { portfolioId, limitId: createId(), utilisation: 1.2, state: 'breached', at };
  await tell(
    job(bob.userId, 0.25),
    { id: createId(), type: 'alert', userId: bob.userId, news: alert },
    { id: createId(), type: 'limit', news: limit },
    { id: 'no event', type: 'job' },
  );
  for (const connection of mine) {
    expect(await connection.next('limit')).toMatchObject(limit);
    expect(connection.of('alert')).toMatchObject([alert]);
    expect(connection.of('job')).toMatchObject([{ jobId: portfolioId, state: 'active', progress: 0.25 }]);
  }
  await sleep(200);
  expect(deaf.messages.map(({ type }) => type)).toEqual(['hello', 'subscribed', 'alert']);
  expect(foreign.messages.map(({ type }) => type)).toEqual(['hello', 'subscribed']);
  for (const { socket } of [...mine, deaf, foreign]) socket.close();
});

describe('after a reconnection', () => {
  test('what was missed is told again in its order, at whichever replica, and no more than that', async () => {
    // What was told to others shortly before the last event heard might be told again, by chance.
    await sleep(2_100);
    const before = await listening(first, ['jobs']);
    await tell(job(bob.userId, 0.1), job(bob.userId, 0.2));
    await until('two came', () => before.of('job').length === 2);
    const lastHeard = before.of('job').at(-1)!.event;
    before.socket.terminate();
    await sleep(2_100);
    await tell(job(bob.userId, 0.3), job(eve.userId, 0.99), job(bob.userId, 0.4));
    await sleep(100);
    const after = await listening(second, ['jobs']);
    after.say({ type: 'resume', after: lastHeard });
    await after.next('resumed');
    // Within two seconds of the last one events may be told twice, and have the same id; none is missing.
    const known = new Set(before.of('job').map(({ event }) => event));
    const missed = after.of('job').filter(({ event }) => !known.has(event));
    expect(missed.map(({ progress }) => progress)).toEqual([0.3, 0.4]);
    expect(after.of('gap')).toEqual([]);
    await tell(job(bob.userId, 0.5));
    await until('it goes on', () => progressOf(after).includes(0.5));
    expect(progressOf(after).at(-1)).toBe(0.5);
    after.socket.close();
  });

  test('what happened while nobody listened here, or too much to keep, is a gap', async () => {
    const early = createId({ now: () => new Date(Date.now() - 3_600_000), monotonicMs: () => 0 });
    const late = await listening(second, ['jobs', 'alerts']);
    late.say({ type: 'resume', after: early });
    await late.next('resumed');
    expect(late.of('gap').map(({ topic, reason }) => [topic, reason])).toEqual([
      ['jobs', 'not-kept'],
      ['alerts', 'not-kept'],
    ]);
    late.socket.close();

    const mark = createId();
    await sleep(2_100);
    for (let round = 0; round < 10; round += 1)
      await tell(...Array.from({ length: 25 }, (_, index) => job(eve.userId, (round * 25 + index) / 250)));
    await sleep(300);
    const many = await listening(first, ['jobs'], eve);
    many.say({ type: 'resume', after: mark });
    await many.next('resumed');
    expect(many.of('gap')).toMatchObject([{ topic: 'jobs', from: null, to: null, reason: 'not-kept' }]);
    expect(many.of('job')).toHaveLength(200);
    expect(progressOf(many).at(-1)).toBeCloseTo(249 / 250, 12);
    many.socket.close();
  });

  test('an id that nobody told of is a gap as well', async () => {
    const connection = await listening(first, ['jobs']);
    connection.say({ type: 'resume', after: 'ffffffff-ffff-4fff-8fff-ffffffffffff' });
    await connection.next('resumed');
    expect(connection.of('gap')).toMatchObject([{ topic: 'jobs', reason: 'not-kept' }]);
    connection.socket.close();
  });
});

describe('who leads', () => {
  const leaders = async () => {
    const { rows } = await first.owner.pool.query<{ pid: number }>(
      "select pid from pg_locks where locktype = 'advisory' and classid = $1 and granted and database = (select oid from pg_database where datname = current_database())",
      [0x726f],
    );
    return rows.map(({ pid }) => pid);
  };

  test('is one, and when its connection breaks prices go on within seconds', async () => {
    await first.ask('POST', '/api/v1/me/demo', { token: bob.token });
    const listed = await first.ask<{ items: Asset[] }>('GET', '/api/v1/assets', { token: bob.token });
    const simulated = listed.body.items.filter(({ source }) => source === 'simulated').slice(0, 5);
    const both = await Promise.all(
      [first, second].map((at) =>
        listening(
          at,
          simulated.map(({ id }) => `quotes:${id}`),
        ),
      ),
    );
    await until('both are quoted', () => both.every((connection) => connection.of('quotes').length >= 2));
    for (let round = 0; round < 3; round += 1) {
      const [leader, ...others] = await leaders();
      expect(others).toEqual([]);
      const counts = both.map((connection) => connection.of('quotes').length);
      const began = performance.now();
      await first.owner.pool.query('select pg_terminate_backend($1)', [leader]);
      const goesOn = () => both.every((connection, index) => connection.of('quotes').length >= counts[index]! + 2);
      await until('prices go on at both', goesOn, 10_000);
      expect(performance.now() - began).toBeLessThan(6_000);
      await until('one leads again', async () => (await leaders()).length === 1);
    }
    for (const { socket } of both) socket.close();
  });
});
