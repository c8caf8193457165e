/** Limits by the minute over the whole application: of addresses, users and keys; shared over Redis; and how many calculate at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '@riskoptimizer/contracts';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { partOrSkip } from '../../../../infra/launch/test-parts.ts';
import { calculationsAtOnce, requestsPerMinute } from '../../src/api/limits.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { RequestCounters } from '../../src/domain/requests/ports.ts';
import { createMemoryCounters } from '../../src/infrastructure/request-counting/memory-counters.ts';
import { createRedisCounters } from '../../src/infrastructure/request-counting/redis-counters.ts';
import { invite, type Somebody, setUpAdministrator } from '../administration/administrators.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { until } from '../support/wait.ts';

const environment = { RISKOPTIMIZER_BCRYPT_ROUNDS: '10' };
const opened: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of opened.toReversed()) await close();
});

/** Real counters that can be told to forget, so that each test begins anew. */
function startingAnew(): RequestCounters & { forget(): Promise<void> } {
  let counters = createMemoryCounters(systemClock);
  return {
    count: (key, windowMs) => counters.count(key, windowMs),
    forget: async () => {
      await counters.close();
      counters = createMemoryCounters(systemClock);
    },
    close: () => counters.close(),
  };
}

describe('in one process', () => {
  const counters = startingAnew();
  let application: TestApplication;
  let ada: Somebody;
  let bob: Somebody;
  beforeAll(async () => {
    application = await startTestApplication({ environment, counters });
    opened.push(() => application.stop());
    ada = await setUpAdministrator(application);
    bob = await invite(application, ada, 'analyst', 'bob@example.com');
  });

  const status = (json: unknown = {}) => application.ask<Problem>('POST', '/api/v1/auth/password-resets', { json });

  test('an address that tries doors is stopped, with the standard headers; those who are signed in go on', async () => {
    await counters.forget();
    const limit = requestsPerMinute.authentication;
    for (let count = 1; count <= limit; count += 1) {
      const { headers, status: code } = await status();
      expect(code).toBe(400);
      expect(headers.get('ratelimit-limit')).toBe(String(limit));
      expect(headers.get('ratelimit-remaining')).toBe(String(limit - count));
      const reset = Number(headers.get('ratelimit-reset'));
      expect(reset).toBeGreaterThan(0);
      expect(reset).toBeLessThanOrEqual(60);
    }
    const { headers, body, status: code } = await status();
    expect([code, body.code, headers.get('ratelimit-remaining')]).toEqual([429, 'rate-limited', '0']);
    const wait = Number(headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect((await bob.ask('GET', '/portfolios')).status).toBe(200);
  });

  test('users and keys are counted each by itself', async () => {
    await counters.forget();
    const made = await bob.ask<{ key: string }>('POST', '/me/api-keys', { name: 'x', scopes: ['portfolio:read'] });
    const byKey = () =>
      application.ask('GET', '/api/v1/portfolios', { headers: { authorization: `Bearer ${made.body.key}` } });
    const left = ({ headers }: { headers: Headers }) => Number(headers.get('ratelimit-remaining'));
    const full = requestsPerMinute.read;
    expect(left(await bob.ask('GET', '/portfolios'))).toBe(full - 1);
    expect(left(await bob.ask('GET', '/assets'))).toBe(full - 2);
    expect(left(await ada.ask('GET', '/portfolios'))).toBe(full - 1);
    expect(left(await byKey())).toBe(full - 1);
    expect(left(await byKey())).toBe(full - 2);
    expect(left(await bob.ask('GET', '/portfolios'))).toBe(full - 3);
  });

  test('every route but health has a class, and says its limit', async () => {
    await counters.forget();
    const { headers } = await application.ask('GET', '/api/v1/health/live');
    expect(headers.get('ratelimit-limit')).toBeNull();
    expect((await application.ask('GET', '/api/v1/auth/status')).headers.get('ratelimit-limit')).toBe('1200');
    expect((await ada.ask('PATCH', `/admin/users/${bob.userId}`, {})).headers.get('ratelimit-limit')).toBe('60');
  });

  test('one user calculates only so much at the same time; others calculate meanwhile', async () => {
    await counters.forget();
    const returns = Array.from({ length: 1_000 }, (_, row) =>
      Array.from({ length: 20 }, (_, column) => Math.sin(row * 31 + column * 17) / 50),
    );
    const assets = Array.from({ length: 20 }, (_, column) => `A${column}`);
    const calculate = (who: Somebody, offset: number) =>
      who.ask<Problem>('POST', '/risk/metrics', {
        assets,
        returns: returns.map((row) => row.map((value) => value + offset)),
        weights: assets.map(() => 1 / assets.length),
      });
    const answers = await Promise.all([
      ...Array.from({ length: calculationsAtOnce * 2 }, (_, index) => calculate(bob, index / 1e6)),
      calculate(ada, 1e-7),
    ]);
    const own = answers.slice(0, -1).map(({ status: code }) => code);
    expect(own.filter((code) => code === 429).length).toBeGreaterThan(0);
    expect(own.filter((code) => code === 200).length).toBeGreaterThanOrEqual(calculationsAtOnce);
    expect(answers.at(-1)?.status).toBe(200);
    await sleep(50);
    // Nothing of it is left.
    expect((await calculate(bob, 1e-8)).status).toBe(200);
  });
});

describe.skipIf(partOrSkip('redis'))('over Redis', () => {
  let server: RedisServer;
  let left: TestApplication;
  let right: TestApplication;
  beforeAll(async () => {
    server = await startRedisServer();
    opened.push(() => server.remove());
    const connect = () => createRedisCounters(server.url, systemClock, pino({ level: 'silent' }));
    left = await startTestApplication({ environment, counters: connect() });
    opened.push(() => left.stop());
    right = await startTestApplication({ environment, counters: connect(), on: left });
    opened.push(() => right.stop());
  });
  const ask = (at: TestApplication) => at.ask('POST', '/api/v1/auth/password-resets', { json: {} });
  const remaining = async (at: TestApplication) => Number((await ask(at)).headers.get('ratelimit-remaining'));

  test('two applications share their counters', async () => {
    await until('both count together', async () => {
      const before = await remaining(left);
      return (await remaining(right)) === before - 1;
    });
    for (let round = 0; round < requestsPerMinute.authentication; round += 1) await ask(round % 2 === 0 ? left : right);
    expect((await ask(left)).status).toBe(429);
    expect((await ask(right)).status).toBe(429);
  });

  test('Redis stops in the middle: each counts for itself, nobody sees an error', async () => {
    await server.kill();
    const codes = new Set<number>();
    for (let round = 0; round < requestsPerMinute.authentication + 5; round += 1) codes.add((await ask(left)).status);
    expect(codes).toEqual(new Set([400, 429]));
    await server.start();
    await until('they count together again', async () => {
      const before = await remaining(left);
      return (await remaining(right)) === before - 1;
    });
  });
});
