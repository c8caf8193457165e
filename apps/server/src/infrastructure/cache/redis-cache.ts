/** The cache that several processes share; requests go on without it while it is away. */
import type { Logger } from '../../core/logging.ts';
import { type Cache, cacheValueBytesMax } from './cache.ts';
import { connectRedis } from './redis-connection.ts';

/** Other programs may use the same Redis. */
const keyPrefix = 'riskoptimizer:cache:';

/** @param url `redis://`, `rediss://` or `unix:///path/of/the/socket`. */
export function createRedisCache(url: string, log: Logger): Cache {
  const { ask, isReady, close } = connectRedis(url, log, 'Redis does not answer; going on without a shared cache.');
  return {
    get: (key) => ask((redis) => redis.getBuffer(keyPrefix + key)),
    set: async (key, value, ttlSeconds) => {
      if (Buffer.byteLength(value) > cacheValueBytesMax) await ask((redis) => redis.del(keyPrefix + key));
      else await ask((redis) => redis.set(keyPrefix + key, value, 'PX', Math.ceil(ttlSeconds * 1000)));
    },
    delete: async (key) => {
      await ask((redis) => redis.del(keyPrefix + key));
    },
    isAvailable: isReady,
    close,
  };
}
