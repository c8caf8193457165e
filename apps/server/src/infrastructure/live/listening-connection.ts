/**
 * The PostgreSQL connection of a replica for live data: it hears what transactions and other replicas announce, and holds the
 * lock of whoever leads. PostgreSQL frees the lock when the connection goes, so a replica that died leads no longer.
 *
 * Not the connection that hears of ended sessions (session-endings.ts): that one must not stand behind a thousand prices.
 */
import { Client, type ClientConfig } from 'pg';
import type { Logger } from '../../core/logging.ts';
import type { Leadership } from '../../domain/live/ports.ts';

export interface ListeningConnectionOptions {
  readonly connection: ClientConfig;
  readonly log: Logger;
  readonly channels: readonly string[];
}

/** Two numbers of our own, so that the lock is nobody else's. */
const leaderLock = [0x726f, 0x6c697665] as const;
const reconnectFirstMs = 100;
const reconnectLastMs = 2_000;
/** How often whoever does not lead tries to, and whether the connection still answers is asked. */
const beatMs = 500;
const answerLimitMs = 3_000;

export class ListeningConnection implements Leadership {
  readonly #options: ListeningConnectionOptions;
  readonly #listeners = new Map<string, Set<(payload: string) => void>>();
  readonly #leaderListeners = new Set<(isLeader: boolean) => void>();
  readonly #connectListeners = new Set<() => void>();
  #client: Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isLeader = false;
  #isClosed = false;
  #attempts = 0;

  constructor(options: ListeningConnectionOptions) {
    this.#options = options;
  }

  /** Resolves when it listens, or when the first attempt failed and others follow. */
  async open(): Promise<void> {
    await this.#connect();
  }

  listen(channel: string, listener: (payload: string) => void): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /** Called each time it listens again: what was announced in between was not heard. */
  onConnected(listener: () => void): () => void {
    this.#connectListeners.add(listener);
    return () => void this.#connectListeners.delete(listener);
  }

  isLeader(): boolean {
    return this.#isLeader;
  }

  onChange(listener: (isLeader: boolean) => void): () => void {
    this.#leaderListeners.add(listener);
    return () => void this.#leaderListeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const last = this.#client;
    this.#client = null;
    this.#lead(false);
    await last?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const client = new Client({ ...this.#options.connection, query_timeout: answerLimitMs, keepAlive: true });
    this.#client = client;
    client.on('error', (error) => this.#lose(client, error));
    client.on('end', () => this.#lose(client));
    client.on('notification', ({ channel, payload = '' }) => this.#hear(channel, payload));
    try {
      await client.connect();
      for (const channel of this.#options.channels) await client.query(`listen ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      this.#lose(client, error);
      return;
    }
    if (this.#client !== client) return;
    if (this.#attempts > 0) this.#options.log.info('Live data is heard from other replicas again.');
    this.#attempts = 0;
    for (const listener of this.#connectListeners) listener();
    void this.#beat(client);
  }

  /** Asks for the lock, or, of whoever has it, whether the connection that holds it still answers. */
  async #beat(client: Client): Promise<void> {
    if (this.#client !== client) return;
    try {
      if (this.#isLeader) await client.query('select 1');
      else {
        const asked = 'select pg_try_advisory_lock($1, $2) as got';
        const { rows } = await client.query<{ got: boolean }>(asked, [...leaderLock]);
        if (this.#client === client && rows[0]?.got === true) this.#lead(true);
      }
    } catch (error) {
      this.#lose(client, error);
      return;
    }
    if (this.#client === client) this.#timer = setTimeout(() => void this.#beat(client), beatMs).unref();
  }

  #lose(lost: Client, error?: unknown): void {
    if (this.#client !== lost) return;
    this.#client = null;
    lost.end().catch(() => undefined);
    this.#lead(false);
    if (this.#isClosed) return;
    if (this.#attempts === 0)
      this.#options.log.warn({ err: error }, 'The connection of live data broke; it is made anew.');
    const pauseMs = Math.min(reconnectFirstMs * 2 ** this.#attempts, reconnectLastMs);
    this.#attempts += 1;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), pauseMs).unref();
  }

  #lead(isLeader: boolean): void {
    if (this.#isLeader === isLeader) return;
    this.#isLeader = isLeader;
    for (const listener of this.#leaderListeners) listener(isLeader);
  }

  #hear(channel: string, payload: string): void {
    for (const listener of this.#listeners.get(channel) ?? []) {
      try {
        listener(payload);
      } catch (error) {
        this.#options.log.error({ err: error, channel }, 'What was announced could not be dealt with.');
      }
    }
  }
}
