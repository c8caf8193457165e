/**
 * Counts that several processes share. A Redis that is down or slow costs a request at most the limit of one answer, then
 * nothing for a while: each process goes on counting for itself, so that limits loosen and never vanish.
 */
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logging.ts';
import type { RequestCounters } from '../../domain/requests/ports.ts';
import { connectRedis } from '../cache/redis-connection.ts';
import { createMemoryCounters } from './memory-counters.ts';

const keyPrefix = 'riskoptimizer:requests:';

/** In one step, so that a count never stays without its end. */
const countScript = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}`;

/** @param url `redis://`, `rediss://` or `unix:///path/of/the/socket`. */
export function createRedisCounters(url: string, clock: Pick<Clock, 'monotonicMs'>, log: Logger): RequestCounters {
  const connection = connectRedis(url, log, 'Redis does not answer; each process counts requests for itself.');
  const own = createMemoryCounters(clock);
  return {
    count: async (key, windowMs) => {
      const answer = await connection.ask((redis) => redis.eval(countScript, 1, keyPrefix + key, windowMs));
      if (!isCount(answer)) return own.count(key, windowMs);
      return { count: answer[0], endsInMs: Math.max(0, answer[1]) };
    },
    close: async () => {
      await own.close();
      await connection.close();
    },
  };
}

function isCount(answer: unknown): answer is [number, number] {
  return Array.isArray(answer) && answer.length === 2 && answer.every((part) => typeof part === 'number');
}
