/** Counting requests: in one process, for several, and while Redis is away. */
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { partOrSkip } from '../../../../infra/launch/test-parts.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { RequestCounters } from '../../src/domain/requests/ports.ts';
import { createMemoryCounters } from '../../src/infrastructure/request-counting/memory-counters.ts';
import { createRedisCounters } from '../../src/infrastructure/request-counting/redis-counters.ts';
import { type RedisServer, startRedisServer } from '../support/redis-server.ts';
import { until } from '../support/wait.ts';

const opened: RequestCounters[] = [];
afterEach(async () => {
  for (const counters of opened.splice(0)) await counters.close();
});

function testContract(open: () => Promise<RequestCounters>): void {
  test('counts each key by itself and says when its window ends', async () => {
    const counters = await open();
    expect(await counters.count('a', 60_000)).toMatchObject({ count: 1 });
    expect(await counters.count('a', 60_000)).toMatchObject({ count: 2 });
    const { count, endsInMs } = await counters.count('b', 60_000);
    expect(count).toBe(1);
    expect(endsInMs).toBeGreaterThan(59_000);
    expect(endsInMs).toBeLessThanOrEqual(60_000);
  });

  test('of many at once each counts one further', async () => {
    const counters = await open();
    const counts = await Promise.all(Array.from({ length: 200 }, () => counters.count('many', 60_000)));
    expect(counts.map(({ count }) => count).toSorted((left, right) => left - right)).toEqual(
      Array.from({ length: 200 }, (_, index) => index + 1),
    );
  });

  test('a window that ended begins anew', async () => {
    const counters = await open();
    await counters.count('short', 150);
    expect((await counters.count('short', 150)).count).toBe(2);
    await sleep(200);
    expect((await counters.count('short', 150)).count).toBe(1);
  });
}

describe('in memory', () => {
  testContract(async () => remembered(createMemoryCounters(systemClock)));
});

describe.skipIf(partOrSkip('redis'))('in Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedisServer();
  });
  afterAll(() => server.remove());

  const connected = async () => {
    const counters = remembered(createRedisCounters(server.url, systemClock, pino({ level: 'silent' })));
    // Until it is connected each process counts for itself; two keys that only Redis can add up show that it is.
    const other = createRedisCounters(server.url, systemClock, pino({ level: 'silent' }));
    await until('both count together', async () => {
      const key = `probe ${Math.random()}`;
      await other.count(key, 1_000);
      return (await counters.count(key, 1_000)).count === 2;
    });
    await other.close();
    return counters;
  };
  testContract(connected);

  test('two processes count together', async () => {
    const [left, right] = [await connected(), await connected()];
    for (let round = 1; round <= 10; round += 1) {
      expect((await left.count('shared', 60_000)).count).toBe(2 * round - 1);
      expect((await right.count('shared', 60_000)).count).toBe(2 * round);
    }
  });

  test('Redis is killed and comes back: every request is counted, none fails', async () => {
    const counters = await connected();
    let failed = 0;
    const ask = async (key: string) =>
      (await counters.count(key, 60_000).catch(() => (failed += 1))) as { count: number };
    expect(await ask('killed')).toMatchObject({ count: 1 });
    await server.kill();
    const counts: number[] = [];
    for (let request = 0; request < 50; request += 1) counts.push((await ask('killed')).count);
    // A new count, of this process alone; but a count.
    expect(counts.at(-1)).toBe(50);
    await server.start();
    await until('Redis counts again', async () => (await ask(`back ${Math.random()}`)).count === 1);
    expect(failed).toBe(0);
  });

  test('a frozen Redis holds up nobody for long', async () => {
    const counters = await connected();
    server.freeze();
    try {
      const began = performance.now();
      for (let request = 1; request <= 20; request += 1)
        expect((await counters.count('frozen', 60_000)).count).toBe(request);
      expect(performance.now() - began).toBeLessThan(1_000);
    } finally {
      server.thaw();
    }
  });
});

function remembered(counters: RequestCounters): RequestCounters {
  opened.push(counters);
  return counters;
}
