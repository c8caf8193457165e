/**
 * Ended sessions, as PostgreSQL tells them to every process. The connection that listens is one of its own and is made anew
 * when it breaks; what ended in between is read from the table.
 */

import { sessionEndReason } from '@riskoptimizer/contracts';
import { Client, type ClientConfig } from 'pg';
import { z } from 'zod';
import type { Logger } from '../../core/logging.ts';
import type { OnSessionEnded, SessionEnding } from '../../domain/identity/ports.ts';

export const sessionEndingsChannel = 'riskoptimizer_session_endings';

export interface SessionEndings {
  readonly onSessionEnded: OnSessionEnded;
  close(): Promise<void>;
}

export interface SessionEndingsOptions {
  readonly connection: ClientConfig;
  readonly log: Logger;
  /** Sessions that ended after that time, to catch up with. */
  readonly endedSince: (since: Date) => Promise<readonly SessionEnding[]>;
  readonly now: () => Date;
}

const reconnectPauseMs = 250;
const reconnectPauseMaxMs = 5_000;
/** Clocks of processes differ, and a transaction commits some time after its own. */
const overlapMs = 60_000;
/** A connection that a network dropped without a word is noticed by asking. */
const pulseMs = 5_000;
const pulseLimitMs = 3_000;

const message = z.strictObject({ sessionId: z.uuid(), userId: z.uuid(), reason: sessionEndReason });

/** Resolves when it listens, or when the first attempt failed and others follow. */
export async function listenForSessionEndings(options: SessionEndingsOptions): Promise<SessionEndings> {
  const { log } = options;
  const listeners = new Set<(ending: SessionEnding) => void>();
  let client: Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;
  let attempts = 0;
  let heardUntil = options.now();

  const tell = (ending: SessionEnding) => {
    for (const listener of listeners) {
      try {
        listener(ending);
      } catch (error) {
        log.error({ err: error }, 'Somebody who was told of an ended session failed.');
      }
    }
  };
  const hear = (payload: string | undefined) => {
    const parsed = message.safeParse(safeJson(payload));
    if (parsed.success) tell(parsed.data);
    else log.warn('A notification about sessions could not be read.');
  };

  const lose = (lost: Client, error?: unknown) => {
    if (client !== lost) return;
    client = null;
    lost.end().catch(() => undefined);
    if (isClosed) return;
    if (attempts === 0) log.warn({ err: error }, 'The connection that hears of ended sessions broke; it is made anew.');
    attempts += 1;
    timer = setTimeout(() => void connect(), Math.min(reconnectPauseMs * 2 ** (attempts - 1), reconnectPauseMaxMs));
    timer.unref();
  };

  const pulse = async (watched: Client): Promise<void> => {
    if (client !== watched || isClosed) return;
    const asked = options.now();
    try {
      await watched.query('select 1');
    } catch (error) {
      lose(watched, error);
      return;
    }
    heardUntil = asked;
    if (client === watched) timer = setTimeout(() => void pulse(watched), pulseMs).unref();
  };

  const connect = async () => {
    const next = new Client({ ...options.connection, query_timeout: pulseLimitMs, keepAlive: true });
    client = next;
    next.on('error', (error) => lose(next, error));
    next.on('end', () => lose(next));
    next.on('notification', ({ payload }) => hear(payload));
    try {
      await next.connect();
      await next.query(`listen ${sessionEndingsChannel}`);
      for (const ending of await options.endedSince(new Date(heardUntil.getTime() - overlapMs))) tell(ending);
      if (attempts > 0) log.info('Ended sessions are heard of again.');
      attempts = 0;
      void pulse(next);
    } catch (error) {
      lose(next, error);
    }
  };

  await connect();
  return {
    onSessionEnded: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      const last = client;
      client = null;
      await last?.end().catch(() => undefined);
    },
  };
}

function safeJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}
