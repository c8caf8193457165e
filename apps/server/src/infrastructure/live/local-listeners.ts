/** Those in this process who hear a channel, and how a batch of items is written for those in others. */
import { z } from 'zod';
import type { Logger } from '../../core/logging.ts';
import type { LiveChannel } from '../../domain/live/ports.ts';

type Listener = (items: readonly unknown[]) => void;

export class LocalListeners {
  readonly #listeners = new Map<LiveChannel, Set<Listener>>();
  readonly #log: Pick<Logger, 'error'>;

  constructor(log: Pick<Logger, 'error'>) {
    this.#log = log;
  }

  add(channel: LiveChannel, listener: Listener): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  tell(channel: LiveChannel, items: readonly unknown[]): void {
    for (const listener of this.#listeners.get(channel) ?? []) {
      try {
        listener(items);
      } catch (error) {
        this.#log.error({ err: error, channel }, 'A live message could not be dealt with.');
      }
    }
  }
}

const envelope = z.strictObject({ from: z.string(), items: z.array(z.unknown()) });

/** The items of another replica; null for one's own, which were heard when they were published, and for what is no batch. */
export function readBatch(text: string, replicaId: string): readonly unknown[] | null {
  try {
    const { from, items } = envelope.parse(JSON.parse(text));
    return from === replicaId ? null : items;
  } catch {
    return null;
  }
}

/**
 * Writes items into as few batches as fit into a number of bytes each.
 *
 * @returns the batches, and how many items are too large for a batch of their own.
 */
export function writeBatches(
  replicaId: string,
  items: readonly object[],
  bytesMax: number,
): { readonly batches: readonly string[]; readonly tooLarge: number } {
  const head = `{"from":${JSON.stringify(replicaId)},"items":[`;
  const tail = ']}';
  const room = bytesMax - Buffer.byteLength(head) - Buffer.byteLength(tail);
  const batches: string[] = [];
  let texts: string[] = [];
  let used = 0;
  let tooLarge = 0;
  const finish = () => {
    if (texts.length > 0) batches.push(head + texts.join(',') + tail);
    texts = [];
    used = 0;
  };
  for (const item of items) {
    const text = JSON.stringify(item);
    const size = Buffer.byteLength(text) + 1;
    if (size > room) {
      tooLarge += 1;
      continue;
    }
    if (used + size > room) finish();
    texts.push(text);
    used += size;
  }
  finish();
  return { batches, tooLarge };
}
