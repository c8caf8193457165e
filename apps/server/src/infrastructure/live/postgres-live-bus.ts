/** Live messages between replicas by NOTIFY, for installations without Redis. */
import type { Pool } from 'pg';
import type { Logger } from '../../core/logging.ts';
import { asServer } from '../../core/request-context.ts';
import { type LiveBus, type LiveChannel, liveChannels } from '../../domain/live/ports.ts';
import type { ListeningConnection } from './listening-connection.ts';
import { LocalListeners, readBatch, writeBatches } from './local-listeners.ts';

/** PostgreSQL takes less than 8,000 bytes. */
const payloadBytesMax = 7_900;
/** Batches that may wait for a database that is slow; older prices are worth less than newer ones. */
const waitingMax = 200;

export function notifyChannelOf(channel: LiveChannel): string {
  return `riskoptimizer_live_${channel}`;
}

export const liveNotifyChannels: readonly string[] = liveChannels.map(notifyChannelOf);

export interface PostgresLiveBusOptions {
  readonly pool: Pick<Pool, 'query'>;
  readonly listening: ListeningConnection;
  readonly replicaId: string;
  readonly log: Logger;
}

export function createPostgresLiveBus({ pool, listening, replicaId, log }: PostgresLiveBusOptions): LiveBus {
  const local = new LocalListeners(log);
  const waiting: { readonly channel: string; readonly batch: string }[] = [];
  let sending: Promise<void> | null = null;
  let isFailing = false;
  let isClosed = false;

  const stopListening = liveChannels.map((channel) =>
    listening.listen(notifyChannelOf(channel), (payload) => {
      const items = readBatch(payload, replicaId);
      if (items !== null) local.tell(channel, items);
    }),
  );

  /** One statement at a time keeps the order; whatever gathered in the meantime goes with the next. */
  async function send(): Promise<void> {
    while (waiting.length > 0) {
      const batches = waiting.splice(0);
      try {
        await asServer(() =>
          pool.query('select pg_notify(channel, batch) from unnest($1::text[], $2::text[]) as sent (channel, batch)', [
            batches.map(({ channel }) => channel),
            batches.map(({ batch }) => batch),
          ]),
        );
        isFailing = false;
      } catch (error) {
        if (!isFailing) log.warn({ err: error }, 'Live messages do not reach other replicas.');
        isFailing = true;
      }
    }
  }

  return {
    publish(channel, items) {
      if (isClosed || items.length === 0) return;
      local.tell(channel, items);
      const { batches, tooLarge } = writeBatches(replicaId, items, payloadBytesMax);
      if (tooLarge > 0) log.error({ channel, tooLarge }, 'Live messages are too large for NOTIFY.');
      for (const batch of batches) waiting.push({ channel: notifyChannelOf(channel), batch });
      if (waiting.length > waitingMax) waiting.splice(0, waiting.length - waitingMax);
      sending ??= send().finally(() => {
        sending = null;
      });
    },
    subscribe: (channel, listener) => local.add(channel, listener),
    onConnected: (listener) => listening.onConnected(listener),
    async close() {
      isClosed = true;
      waiting.length = 0;
      for (const stop of stopListening) stop();
      await sending;
    },
  };
}
