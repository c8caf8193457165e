/**
 * The connection by which a worker is known to live: it holds the worker's advisory lock, which PostgreSQL frees as soon as the
 * process is gone, and hears what is announced of jobs.
 */
import { Client, type ClientConfig } from 'pg';
import { z } from 'zod';
import type { Logger } from '../../core/logging.ts';
import type { WorkerIdentity } from '../../domain/jobs/ports.ts';
import { workerLockClass } from '../database/repositories/job-progress-repository.ts';

const channel = 'riskoptimizer_jobs';
const reconnectFirstMs = 100;
const reconnectLastMs = 1_000;
const beatMs = 2_000;
const answerLimitMs = 3_000;

const announced = z.object({ jobId: z.uuid(), state: z.string() });

export interface WorkerPresenceOptions {
  readonly connection: ClientConfig;
  readonly identity: WorkerIdentity;
  readonly log: Logger;
  readonly onJobChanged: (jobId: string, state: string) => void;
}

export class WorkerPresence {
  readonly #options: WorkerPresenceOptions;
  #client: Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #attempts = 0;
  #before: Promise<unknown> = Promise.resolve();
  #isOpen = false;
  #isClosed = false;

  constructor(options: WorkerPresenceOptions) {
    this.#options = options;
  }

  /** Resolves when the lock is held, or when the first attempt failed and others follow. */
  async open(): Promise<void> {
    await this.#connect();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const last = this.#client;
    this.#client = null;
    this.#isOpen = false;
    await last?.end().catch(() => undefined);
  }

  /** Of the same life as the lock of the worker. Null while the connection is away. @throws what PostgreSQL says. */
  async ask(text: string, values: unknown[]): Promise<boolean | null> {
    const client = this.#client;
    // Until it is there, what is asked waits in the client, and may be refused with it.
    if (client === null || !this.#isOpen) return null;
    const [row] = await this.#query(client, text, values);
    return row?.answer ?? false;
  }

  /** One after the other: a client takes one at a time. */
  async #query(client: Client, text: string, values: unknown[]): Promise<{ answer?: boolean }[]> {
    const asked = this.#before.then(() => client.query<{ answer?: boolean }>(text, values));
    this.#before = asked.catch(() => undefined);
    return (await asked).rows;
  }

  async #connect(): Promise<void> {
    const { connection, identity, log } = this.#options;
    const client = new Client({ ...connection, query_timeout: answerLimitMs, keepAlive: true });
    this.#client = client;
    client.on('error', (error) => this.#lose(client, error));
    client.on('end', () => this.#lose(client));
    client.on('notification', ({ payload }) => this.#hear(payload ?? ''));
    try {
      await client.connect();
      await client.query('select pg_try_advisory_lock($1, $2)', [workerLockClass, identity.lock]);
      await client.query(`listen ${channel}`);
    } catch (error) {
      this.#lose(client, error);
      return;
    }
    if (this.#attempts > 0) log.info('The worker is known to live again.');
    this.#attempts = 0;
    this.#isOpen = this.#client === client;
    void this.#beat(client);
  }

  /** Also takes the lock again where the old connection had not quite let go of it; a lock is held any number of times. */
  async #beat(client: Client): Promise<void> {
    if (this.#client !== client) return;
    try {
      await this.#query(client, 'select pg_try_advisory_lock($1, $2)', [workerLockClass, this.#options.identity.lock]);
    } catch (error) {
      this.#lose(client, error);
      return;
    }
    if (this.#client === client) this.#timer = setTimeout(() => void this.#beat(client), beatMs).unref();
  }

  #lose(lost: Client, error?: unknown): void {
    if (this.#client !== lost) return;
    this.#client = null;
    this.#isOpen = false;
    lost.end().catch(() => undefined);
    if (this.#isClosed) return;
    if (this.#attempts === 0)
      this.#options.log.warn({ err: error }, 'The connection of the worker broke; it is made anew.');
    const pauseMs = Math.min(reconnectFirstMs * 2 ** this.#attempts, reconnectLastMs);
    this.#attempts += 1;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), pauseMs).unref();
  }

  #hear(payload: string): void {
    const { data: change } = announced.safeParse(safeJson(payload));
    if (change !== undefined) this.#options.onJobChanged(change.jobId, change.state);
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
