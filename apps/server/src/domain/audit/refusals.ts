/**
 * Refused requests in the audit trail. They are written after their answers were sent, so that nobody can tell by the time of an
 * answer whether what was refused exists; a flood of them is counted and not written one by one.
 */
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logging.ts';
import { asServer, type RequestContext } from '../../core/request-context.ts';
import type { Transactions } from '../transactions/ports.ts';
import type { AuditEvent } from './ports.ts';

export interface Refusal {
  readonly context: RequestContext;
  /** By its name in the table of routes; null of an address that is none. */
  readonly route: string | null;
  readonly method: string;
  readonly status: number;
  /** The code of the problem that was answered. */
  readonly code: string;
  /** What the address named. */
  readonly object: { readonly type: string; readonly id: string } | null;
}

export interface RefusalRecorder {
  /** Remembers it and returns at once. */
  note(refusal: Refusal): void;
  /** Writes what was noted so far. */
  flush(): Promise<void>;
  /** The same, and takes no more. */
  close(): Promise<void>;
}

export interface RefusalParts {
  readonly transactions: Transactions;
  /** Whose it is; null when there is no such thing. Called with sight of all rows. */
  readonly ownerOf: (object: { readonly type: string; readonly id: string }) => Promise<string | null>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Written one by one of one address in a minute; the rest becomes one entry with a count. */
const perMinute = 30;
const minuteMs = 60_000;
/** Of all addresses, while the database is slow or away. */
const waitingMax = 1000;
const batchMax = 100;
const delayMs = 250;
/** Addresses that are counted apart; further ones are counted together. */
const addressesMax = 10_000;
const otherAddresses = 'other addresses';

interface Counter {
  readonly since: number;
  written: number;
  suppressed: number;
}

export function createRefusalRecorder(parts: RefusalParts): RefusalRecorder {
  const { clock, log } = parts;
  const counters = new Map<string, Counter>();
  let waiting: Refusal[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();
  let isClosed = false;

  function note(refusal: Refusal): void {
    if (isClosed) return;
    const counter = counterOf(counters, refusal.context.address ?? '', clock.monotonicMs());
    if (counter.written >= perMinute || waiting.length >= waitingMax) {
      counter.suppressed += 1;
      schedule(minuteMs);
      return;
    }
    counter.written += 1;
    waiting.push(refusal);
    schedule(delayMs);
  }

  function schedule(afterMs: number): void {
    timer ??= setTimeout(() => void flush(), afterMs).unref();
  }

  async function writeAll(all: boolean): Promise<void> {
    try {
      const floods = takeFloods(counters, clock.monotonicMs(), all);
      if (floods.length > 0) await writeFloods(parts, floods);
      while (waiting.length > 0) {
        const batch = waiting.slice(0, batchMax);
        await write(parts, batch);
        waiting = waiting.slice(batch.length);
      }
    } catch (error) {
      log.error(
        { err: error, waiting: waiting.length },
        'Refused requests could not be written to the audit trail yet.',
      );
    }
    const isMore = waiting.length > 0 || [...counters.values()].some(({ suppressed }) => suppressed > 0);
    if (isMore && !isClosed) schedule(waiting.length > 0 ? 5_000 : minuteMs);
  }

  function flush(all = false): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const turn = () => writeAll(all);
    // It never rejects: what cannot be written waits.
    writing = writing.then(turn);
    return writing;
  }

  return {
    note,
    flush: () => flush(),
    async close() {
      isClosed = true;
      await flush(true);
    },
  };
}

function counterOf(counters: Map<string, Counter>, address: string, nowMs: number): Counter {
  const name = counters.has(address) || counters.size < addressesMax ? address : otherAddresses;
  const present = counters.get(name);
  if (present !== undefined && (nowMs - present.since < minuteMs || present.suppressed > 0)) return present;
  const fresh = { since: nowMs, written: 0, suppressed: 0 };
  counters.set(name, fresh);
  return fresh;
}

interface Flood {
  readonly address: string;
  readonly count: number;
}

/** Counters whose minute is over are forgotten; what they suppressed is written once. */
function takeFloods(counters: Map<string, Counter>, nowMs: number, all: boolean): Flood[] {
  const floods: Flood[] = [];
  for (const [address, { since, suppressed }] of counters) {
    if (!all && nowMs - since < minuteMs) continue;
    counters.delete(address);
    if (suppressed > 0) floods.push({ address, count: suppressed });
  }
  return floods;
}

async function writeFloods({ transactions, log }: RefusalParts, floods: readonly Flood[]): Promise<void> {
  log.warn({ floods: floods.slice(0, 20) }, 'More requests were refused than are written one by one.');
  await asServer(() =>
    transactions.run(async () => {
      for (const { address, count } of floods) {
        transactions.record({
          action: 'access.refused',
          entity: { type: 'address', id: address },
          after: { count },
          result: 'refused',
          reason: 'too-many-to-list',
        });
      }
    }),
  );
}

async function write({ transactions, ownerOf }: RefusalParts, batch: readonly Refusal[]): Promise<void> {
  await asServer(() =>
    transactions.run(async () => {
      for (const refusal of batch) {
        const ownerId = refusal.object === null ? null : await ownerOf(refusal.object);
        // What is not there was not refused, nor what was the actor's own until it expired.
        if (refusal.status === 404 && (ownerId === null || ownerId === actorOf(refusal))) continue;
        transactions.record(eventOf(refusal, ownerId));
      }
    }),
  );
}

function actorOf({ context: { actor } }: Refusal): string | null {
  return 'userId' in actor ? actor.userId : null;
}

function eventOf({ context, route, method, status, code, object }: Refusal, ownerId: string | null): AuditEvent {
  return {
    action: 'access.refused',
    entity: object ?? { type: 'route', id: route },
    ...(ownerId === null ? {} : { ownerId }),
    after: { route, method, status },
    result: 'refused',
    reason: code,
    context,
  };
}
