/**
 * Turns of calculations, by advisory locks on the connection of the worker: PostgreSQL frees them when the process is gone,
 * so that whoever waits goes on. Jobs of one process share that connection, and with it its locks: they wait in line here.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CalculationTurns } from '../../domain/calculation/ports.ts';
import type { WorkerPresence } from './worker-presence.ts';

/** A number of our own beside that of the workers. */
export const calculationLockClass = 0x726a6f63;
const askEveryMs = 100;

/** The last in line of each key. */
type Line = Map<number, Promise<void>>;

export function createCalculationTurns(presence: Pick<WorkerPresence, 'ask'>): CalculationTurns {
  const line: Line = new Map();
  return {
    async take(key, signal) {
      // Two keys of one number, which chance may bring, wait for each other and no more.
      const number = createHash('sha256').update(key).digest().readInt32BE();
      const leaveLine = await standInLine(line, number, signal);
      try {
        await lock(presence, number, signal);
      } catch (error) {
        leaveLine();
        throw error;
      }
      return () => void unlock(presence, number).then(leaveLine);
    },
  };
}

/** Resolves when those before have left the line; with the way to leave it. */
async function standInLine(line: Line, number: number, signal: AbortSignal | undefined): Promise<() => void> {
  let leave = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const before = line.get(number) ?? Promise.resolve();
  const last = before.then(() => left);
  line.set(number, last);
  void last.finally(() => {
    if (line.get(number) === last) line.delete(number);
  });
  try {
    await untilAborted(before, signal);
  } catch (error) {
    leave();
    throw error;
  }
  return leave;
}

async function untilAborted(waited: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
  try {
    await Promise.race([waited, aborted]);
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

async function lock(
  presence: Pick<WorkerPresence, 'ask'>,
  number: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (;;) {
    signal?.throwIfAborted();
    // Without its connection it is better to calculate twice than not at all.
    const isMine = await presence
      .ask('select pg_try_advisory_lock($1, $2) as answer', [calculationLockClass, number])
      .catch(() => null);
    if (isMine !== false) return;
    await sleep(askEveryMs);
  }
}

/** A lock of a connection that broke meanwhile is gone with it. */
async function unlock(presence: Pick<WorkerPresence, 'ask'>, number: number): Promise<void> {
  await presence.ask('select pg_advisory_unlock($1, $2) as answer', [calculationLockClass, number]).catch(() => null);
}
