/**
 * Transactions behind the port of the domain. The running one is carried along the asynchronous calls: whatever a repository
 * does inside of it belongs to it, and a transaction inside of a transaction is part of it. So a change, its audit entries and
 * the answer kept for a repeated request are stored together or not at all.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';
import { ProblemError } from '../../core/errors.ts';
import { asSystem } from '../../core/request-context.ts';
import type { AuditEvent } from '../../domain/audit/ports.ts';
import type { Transaction, Transactions } from '../../domain/transactions/ports.ts';

/** What runs a query: the pool, or a transaction of it. */
export type Executor = Pick<NodePgDatabase, 'select' | 'insert' | 'update' | 'delete' | 'execute'>;

interface Running {
  readonly orm: NodePgDatabase;
  /** Written at the end, as the audit trail has one writer at a time and nobody should wait for a whole transaction. */
  readonly events: AuditEvent[];
}

const running = new AsyncLocalStorage<Running>();

/** Appends events to the audit trail, inside of the transaction that is about to be committed. */
export type AppendEvents = (transaction: Executor, events: readonly AuditEvent[]) => Promise<void>;

/** Hears of the events of a transaction once it is committed, in the context of whoever did it. Must not throw. */
export type EventsCommitted = (events: readonly AuditEvent[]) => void;

export function createTransactions(
  orm: NodePgDatabase,
  append: AppendEvents,
  committed: EventsCommitted = () => {},
): Transactions {
  return {
    async run(work) {
      const joined = running.getStore();
      if (joined !== undefined) return work(joined.orm as unknown as Transaction);
      const events: AuditEvent[] = [];
      const done = await onConnection(poolOf(orm), (connected) =>
        connected.transaction(async (transaction) => {
          const here = transaction as unknown as NodePgDatabase;
          const result = await running.run({ orm: here, events }, () => work(here as unknown as Transaction));
          if (events.length > 0) await append(here, events);
          return result;
        }),
      );
      committed(events);
      return done;
    },
    async attempt(work) {
      const joined = running.getStore();
      if (joined === undefined) return this.run(work);
      const events: AuditEvent[] = [];
      const result = await joined.orm.transaction((savepoint) => {
        const here = savepoint as unknown as NodePgDatabase;
        return running.run({ orm: here, events }, work);
      });
      joined.events.push(...events);
      return result;
    },
    asSystem: (work) => {
      const joined = running.getStore();
      // Awaited inside: a query of Drizzle that is only handed on would be run by whoever awaits it, for somebody else.
      return joined === undefined ? asSystem(async () => await work()) : switchScope(joined.orm, work);
    },
    apart: (work) => running.exit(work),
    record(event) {
      const transaction = running.getStore();
      if (transaction === undefined)
        throw new Error(`The audit event ${event.action} was recorded outside of a transaction.`);
      transaction.events.push(event);
    },
  };
}

function poolOf(orm: NodePgDatabase): Pool {
  return (orm as NodePgDatabase & { readonly $client: Pool }).$client;
}

/**
 * Takes the connection itself: Drizzle would keep it for good when BEGIN fails, and ten of those would be all there are.
 * After an error that is no refusal of ours nobody knows in what state the connection is, so it is not used again.
 */
async function onConnection<Result>(pool: Pool, work: (connected: NodePgDatabase) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let isDoubtful = false;
  try {
    return await work(drizzle(client));
  } catch (error) {
    isDoubtful = !(error instanceof ProblemError);
    throw error;
  } finally {
    client.release(isDoubtful);
  }
}

/** The connection of a running transaction was told for whom it works when it was taken; here it is told otherwise for a while. */
async function switchScope<Result>(orm: NodePgDatabase, work: () => Promise<Result>): Promise<Result> {
  const { rows } = await orm.execute<{ before: string }>(
    sql`select current_setting('riskoptimizer.scope', true) as before, set_config('riskoptimizer.scope', 'system', true)`,
  );
  const before = rows[0]?.before ?? '';
  const result = await asSystem(async () => await work());
  // Not after an error: the transaction is rolled back then, and the setting with it.
  await orm.execute(sql`select set_config('riskoptimizer.scope', ${before}, true)`);
  return result;
}

/** The transaction when there is one, else the pool. */
export function executorOf(orm: NodePgDatabase, transaction: Transaction | undefined): Executor {
  return transaction === undefined ? orm : (transaction as unknown as Executor);
}

/** Drizzle over the pool, except inside of a transaction: there it is that transaction. */
export function joinTransactions(orm: NodePgDatabase): NodePgDatabase {
  return new Proxy(orm, {
    get(target, name) {
      const present = running.getStore()?.orm ?? target;
      const value: unknown = Reflect.get(present, name, present);
      return typeof value === 'function' ? value.bind(present) : value;
    },
  });
}
