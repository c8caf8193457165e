/** Live messages between replicas by the pub/sub of Redis. */
import { Redis } from 'ioredis';
import type { Logger } from '../../core/logging.ts';
import { type LiveBus, type LiveChannel, liveChannels } from '../../domain/live/ports.ts';
import { redisAddress } from '../cache/redis-address.ts';
import { LocalListeners, readBatch, writeBatches } from './local-listeners.ts';

/** Far below what Redis takes, so that one batch holds up nobody for long. */
const batchBytesMax = 256 * 1024;
/** Nothing waits for a Redis that does not read: prices are worth something now or not at all. */
const unsentBytesMax = 4 * 1024 * 1024;
const connectLimitMs = 5_000;
const retryLastMs = 2_000;

export interface RedisLiveBusOptions {
  readonly url: string;
  readonly log: Logger;
  readonly replicaId: string;
  /** Its channels are its own, whoever else uses the same Redis: pub/sub knows no databases. */
  readonly installationId: string;
}

export function createRedisLiveBus({ url, log, replicaId, installationId }: RedisLiveBusOptions): LiveBus {
  const local = new LocalListeners(log);
  const nameOf = (channel: LiveChannel) => `riskoptimizer:${installationId}:live:${channel}`;
  const channelOf = new Map(liveChannels.map((channel) => [nameOf(channel), channel]));
  const connect = (name: string) =>
    new Redis({
      ...redisAddress(url),
      connectionName: `riskoptimizer-live-${name}`,
      connectTimeout: connectLimitMs,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt) => Math.min(100 * 2 ** Math.min(attempt, 10), retryLastMs),
    });
  const publisher = connect('publish');
  const subscriber = connect('subscribe');
  let isDown = false;
  const noteDown = (error: unknown) => {
    if (!isDown) log.warn({ err: error }, 'Redis is away; live messages do not reach other replicas.');
    isDown = true;
  };
  publisher.on('error', noteDown);
  publisher.on('ready', () => {
    if (isDown) log.info('Live messages reach other replicas again.');
    isDown = false;
  });
  subscriber.on('error', noteDown);
  // With each connection anew: the server forgets what one that broke had subscribed.
  subscriber.on('ready', () => void subscribe());
  const connectListeners = new Set<() => void>();
  async function subscribe(): Promise<void> {
    try {
      await subscriber.subscribe(...channelOf.keys());
    } catch (error) {
      noteDown(error);
      return;
    }
    for (const listener of connectListeners) listener();
  }
  subscriber.on('message', (name: string, text: string) => {
    const channel = channelOf.get(name);
    const items = channel === undefined ? null : readBatch(text, replicaId);
    if (channel !== undefined && items !== null) local.tell(channel, items);
  });
  const unsentBytes = () =>
    (publisher as unknown as { stream?: { writableLength: number } }).stream?.writableLength ?? 0;

  return {
    publish(channel, items) {
      if (items.length === 0) return;
      local.tell(channel, items);
      if (publisher.status !== 'ready' || unsentBytes() > unsentBytesMax) return;
      const { batches, tooLarge } = writeBatches(replicaId, items, batchBytesMax);
      if (tooLarge > 0) log.error({ channel, tooLarge }, 'Live messages are too large.');
      for (const batch of batches) publisher.publish(nameOf(channel), batch).catch(noteDown);
    },
    subscribe: (channel, listener) => local.add(channel, listener),
    onConnected: (listener) => {
      connectListeners.add(listener);
      return () => void connectListeners.delete(listener);
    },
    async close() {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
