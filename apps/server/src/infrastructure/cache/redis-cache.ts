/**
 * The cache that several processes share. A Redis that is down or slow costs a request at most `answerLimitMs` once, and
 * then nothing for `pauseMs`: requests go on without a cache until it answers again.
 */
import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from '../../core/logging.ts';
import { type Cache, cacheValueBytesMax } from './cache.ts';

const answerLimitMs = 100;
const pauseMs = 2_000;
const connectLimitMs = 5_000;
const reconnectPauseMaxMs = 2_000;
const closeLimitMs = 1_000;
/** Other programs may use the same Redis. */
const keyPrefix = 'riskoptimizer:cache:';

/** @param url `redis://`, `rediss://` or `unix:///path/of/the/socket`. */
export function createRedisCache(url: string, log: Logger): Cache {
  const redis = new Redis({ ...whereIs(url), ...behaviour });
  let pausedUntil = 0;
  let isDown = false;

  const noteDown = (error: unknown) => {
    if (!isDown) log.warn({ err: error }, 'Redis does not answer; going on without a shared cache.');
    isDown = true;
  };
  redis.on('error', noteDown);
  redis.on('ready', () => {
    if (isDown) log.info('Redis answers again.');
    isDown = false;
  });

  const ready = () => redis.status === 'ready' && performance.now() >= pausedUntil;

  async function ask<Answer>(command: () => Promise<Answer>): Promise<Answer | null> {
    if (!ready()) return null;
    try {
      const answer = await command();
      if (isDown) log.info('Redis answers again.');
      isDown = false;
      return answer;
    } catch (error) {
      pausedUntil = performance.now() + pauseMs;
      noteDown(error);
      return null;
    }
  }

  return {
    get: (key) => ask(() => redis.getBuffer(keyPrefix + key)),
    set: async (key, value, ttlSeconds) => {
      if (Buffer.byteLength(value) > cacheValueBytesMax) await ask(() => redis.del(keyPrefix + key));
      else await ask(() => redis.set(keyPrefix + key, value, 'PX', Math.ceil(ttlSeconds * 1000)));
    },
    delete: async (key) => {
      await ask(() => redis.del(keyPrefix + key));
    },
    isAvailable: ready,
    close: () => closeWithin(redis),
  };
}

const behaviour: RedisOptions = {
  connectionName: 'riskoptimizer',
  commandTimeout: answerLimitMs,
  connectTimeout: connectLimitMs,
  // Nothing is kept for later: an answer that comes late is worth nothing, and a queue would grow while Redis is away.
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  retryStrategy: (attempt) => Math.min(100 * 2 ** Math.min(attempt, 10), reconnectPauseMaxMs),
};

function whereIs(url: string): RedisOptions {
  const address = new URL(url);
  if (address.protocol === 'unix:') return { path: decodeURIComponent(address.pathname) };
  const database = Number(address.pathname.slice(1) || '0');
  return {
    host: address.hostname === '' ? '127.0.0.1' : address.hostname.replace(/^\[|\]$/g, ''),
    port: Number(address.port || '6379'),
    db: Number.isInteger(database) ? database : 0,
    ...(address.username === '' ? {} : { username: decodeURIComponent(address.username) }),
    ...(address.password === '' ? {} : { password: decodeURIComponent(address.password) }),
    ...(address.protocol === 'rediss:' ? { tls: { servername: address.hostname } } : {}),
  };
}

async function closeWithin(redis: Redis): Promise<void> {
  const timer = setTimeout(() => redis.disconnect(), closeLimitMs);
  try {
    if (redis.status === 'ready') await redis.quit();
  } catch {
    // It was going away anyway.
  } finally {
    clearTimeout(timer);
    redis.disconnect();
  }
}
