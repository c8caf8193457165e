/** What every cache promises, tried on each of them; and what a Redis in trouble may cost. */
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { partOrSkip } from '../../../../infra/launch/test-parts.ts';
import { type Cache, cacheValueBytesMax } from '../../src/infrastructure/cache/cache.ts';
import { createMemoryCache } from '../../src/infrastructure/cache/memory-cache.ts';
import { createRedisCache } from '../../src/infrastructure/cache/redis-cache.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { until } from '../support/wait.ts';

const silent = pino({ level: 'silent' });
const megabyte = 1024 ** 2;

describe('memory cache', () => {
  testContract(async () => createMemoryCache(64 * megabyte));

  test('keeps within its bytes: what was used longest ago makes way', async () => {
    const cache = createMemoryCache(10 * megabyte);
    for (let index = 0; index < 20; index += 1) {
      await cache.set(`key-${index}`, Buffer.alloc(megabyte, index), 60);
      await cache.get('key-0');
    }
    const kept = await Promise.all(Array.from({ length: 20 }, (_, index) => cache.get(`key-${index}`)));
    const keptIndexes = kept.flatMap((value, index) => (value === null ? [] : [index]));
    expect(keptIndexes).toEqual([0, 12, 13, 14, 15, 16, 17, 18, 19]);
  });
});

describe.skipIf(partOrSkip('redis'))('redis cache', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedisServer();
  });
  afterAll(() => server.remove());

  testContract(() => connected(server));

  test('a frozen Redis delays one request by its limit and the next ones not at all; it is used again after the thaw', async () => {
    const cache = await connected(server);
    await cache.set('steady', 'value', 60);
    server.freeze();
    try {
      const first = await timed(() => cache.get('steady'));
      expect(first.answer).toBeNull();
      expect(first.ms).toBeLessThan(1_000);
      const later = await timed(async () => {
        for (let request = 0; request < 50; request += 1) await cache.get('steady');
      });
      // With the limit of 100 ms for each they would take 5 s.
      expect(later.ms).toBeLessThan(1_000);
      expect(await timed(() => cache.set('steady', 'other', 60))).toMatchObject({ answer: undefined });
    } finally {
      server.thaw();
    }
    await until('the thawed Redis is used', async () => (await cache.get('steady'))?.toString() === 'value');
    await cache.close();
  });

  test('a killed Redis is a cache that knows nothing, and a new one is found', async () => {
    const cache = await connected(server);
    await cache.set('gone', 'value', 60);
    await server.kill();
    const asked = await timed(() => cache.get('gone'));
    expect(asked.answer).toBeNull();
    expect(asked.ms).toBeLessThan(1_000);
    await cache.delete('gone');
    await server.start();
    await until('the new Redis is used', async () => {
      await cache.set('back', 'value', 60);
      return (await cache.get('back')) !== null;
    });
    await cache.close();
  });
});

test('a Redis that was never there neither fails nor delays', async () => {
  const cache = createRedisCache('unix:///nowhere/redis.sock', silent);
  const asked = await timed(async () => {
    await cache.set('key', 'value', 60);
    return cache.get('key');
  });
  expect(asked.answer).toBeNull();
  expect(asked.ms).toBeLessThan(1_000);
  expect(cache.isAvailable()).toBe(false);
  await cache.close();
});

/** The promises of the port, for any cache. */
function testContract(open: () => Promise<Cache>): void {
  let cache: Cache;
  beforeAll(async () => {
    cache = await open();
  });
  afterAll(() => cache.close());

  test('gives back what was stored, byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    await cache.set('bytes', bytes, 60);
    await cache.set('text', 'Zürich 東京 \0', 60);
    expect(await cache.get('bytes')).toEqual(bytes);
    expect((await cache.get('text'))?.toString('utf8')).toBe('Zürich 東京 \0');
    await cache.set('empty', '', 60);
    expect(await cache.get('empty')).toEqual(Buffer.alloc(0));
  });

  test('knows nothing of a key that was never stored, was deleted, or expired', async () => {
    expect(await cache.get('never')).toBeNull();
    await cache.set('deleted', 'value', 60);
    await cache.delete('deleted');
    expect(await cache.get('deleted')).toBeNull();
    await cache.set('short', 'value', 0.05);
    expect((await cache.get('short'))?.toString()).toBe('value');
    await until('the entry expires', async () => (await cache.get('short')) === null, 1_000);
  });

  test('the last value stored wins, with its own time', async () => {
    await cache.set('twice', 'first', 0.02);
    await cache.set('twice', 'second', 60);
    await new Promise((resolve) => {
      setTimeout(resolve, 60);
    });
    expect((await cache.get('twice'))?.toString()).toBe('second');
  });

  test('keeps copies: neither the stored bytes nor the given ones are shared', async () => {
    const mine = Buffer.from('mine');
    await cache.set('copy', mine, 60);
    mine.fill('x');
    const given = await cache.get('copy');
    expect(given?.toString()).toBe('mine');
    given?.fill('y');
    expect((await cache.get('copy'))?.toString()).toBe('mine');
  });

  test('does not store what is too large, and forgets the older value', async () => {
    await cache.set('large', 'small', 60);
    await cache.set('large', Buffer.alloc(cacheValueBytesMax + 1), 60);
    expect(await cache.get('large')).toBeNull();
  });
}

async function connected(server: RedisServer): Promise<Cache> {
  const cache = createRedisCache(server.url, silent);
  await until('the connection to Redis', () => cache.isAvailable());
  return cache;
}

async function timed<Answer>(work: () => Promise<Answer>): Promise<{ answer: Answer; ms: number }> {
  const began = performance.now();
  const answer = await work();
  return { answer, ms: performance.now() - began };
}
