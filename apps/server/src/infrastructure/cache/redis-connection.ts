/**
 * A connection to Redis that is never in the way: a Redis that is down or slow costs a request at most `answerLimitMs` once,
 * and then nothing for `pauseMs`.
 */
import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from '../../core/logging.ts';
import { redisAddress } from './redis-address.ts';

const answerLimitMs = 100;
const pauseMs = 2_000;
const connectLimitMs = 5_000;
const reconnectPauseMaxMs = 2_000;
const closeLimitMs = 1_000;

export interface RedisConnection {
  /** The answer, or null: Redis cannot answer in time. */
  ask<Answer>(command: (redis: Redis) => Promise<Answer>): Promise<Answer | null>;
  isReady(): boolean;
  close(): Promise<void>;
}

/**
 * @param url `redis://`, `rediss://` or `unix:///path/of/the/socket`.
 * @param without Written to the log when Redis goes away: what happens without it.
 */
export function connectRedis(url: string, log: Logger, without: string): RedisConnection {
  const redis = new Redis({ ...redisAddress(url), ...behaviour });
  let pausedUntil = 0;
  let isDown = false;

  const noteDown = (error: unknown) => {
    if (!isDown) log.warn({ err: error }, without);
    isDown = true;
  };
  const noteUp = () => {
    if (isDown) log.info('Redis answers again.');
    isDown = false;
  };
  redis.on('error', noteDown);
  redis.on('ready', noteUp);

  const isReady = () => redis.status === 'ready' && performance.now() >= pausedUntil;
  return {
    async ask(command) {
      if (!isReady()) return null;
      try {
        const answer = await command(redis);
        noteUp();
        return answer;
      } catch (error) {
        pausedUntil = performance.now() + pauseMs;
        noteDown(error);
        return null;
      }
    },
    isReady,
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
