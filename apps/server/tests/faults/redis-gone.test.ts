/** Redis dies, hangs and comes back under a server that uses it: nobody is let in by that, and nobody is kept out. */
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { partOrSkip } from '../../../../infra/launch/test-parts.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createRedisCache } from '../../src/infrastructure/cache/redis-cache.ts';
import { createRedisCounters } from '../../src/infrastructure/request-counting/redis-counters.ts';
import { type Somebody, setUpAdministrator, signIn } from '../administration/administrators.ts';
import { startTestApplication, type TestApplication } from '../api/test-application.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';

describe.skipIf(partOrSkip('redis'))('without Redis', () => {
  let redis: RedisServer;
  let application: TestApplication;
  let ada: Somebody;
  let revoked: string;
  const statuses: number[] = [];

  beforeAll(async () => {
    redis = await startRedisServer();
    const log = pino({ level: 'silent' });
    const cache = createRedisCache(redis.url, log);
    const counters = createRedisCounters(redis.url, systemClock, log);
    application = await startTestApplication({ cache, counters });
    ada = await setUpAdministrator(application);
    revoked = await signedOutToken();
  });

  afterAll(async () => {
    await application.stop();
    await redis.remove();
  });

  /** Of a session that was ended while Redis was there. */
  async function signedOutToken(): Promise<string> {
    const { body } = await application.ask<{ id: string }>('GET', '/api/v1/me', bearer(ada.session.accessToken));
    expect(body.id).toBe(ada.userId);
    await ada.ask('POST', '/auth/sign-out');
    return ada.session.accessToken;
  }

  async function everythingHolds(): Promise<void> {
    for (const path of ['/me', '/portfolios', '/admin/users', '/audit/entries']) {
      const { status } = await application.ask('GET', `/api/v1${path}`, bearer(revoked));
      statuses.push(status);
      expect(status).toBe(401);
    }
    const again = await signIn(application, ada.email);
    statuses.push(again.status);
    // It has a second factor, so the password leads to its door.
    expect(again.body).toMatchObject({ status: 'second-factor' });
    const wrong = await application.ask('POST', '/api/v1/auth/sign-in', {
      json: { email: 'nobody@example.com', password: 'something else entirely', client: 'app' },
    });
    statuses.push(wrong.status);
    expect(wrong.status).toBe(401);
    const health = await application.ask('GET', '/api/v1/health/live');
    statuses.push(health.status);
    expect(health.status).toBe(200);
  }

  test('while it is there', everythingHolds);

  test('while it hangs', async () => {
    redis.freeze();
    await everythingHolds();
    redis.thaw();
    expect(statuses.length).toBeGreaterThan(0);
  });

  test('killed, and back again with nothing in it', async () => {
    await redis.kill();
    await everythingHolds();
    await redis.start();
    await everythingHolds();
    expect(statuses.length).toBeGreaterThan(0);
  });

  test('no answer of these was a failure of the server', () => {
    expect(statuses.length).toBeGreaterThan(20);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
  });
});

function bearer(token: string) {
  return { headers: { authorization: `Bearer ${token}` } };
}
