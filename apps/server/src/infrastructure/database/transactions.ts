/** Transactions of Drizzle behind the port of the domain. */
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Transaction, Transactions } from '../../domain/transactions/ports.ts';

/** What runs a query: the pool, or a transaction of it. */
export type Executor = Pick<NodePgDatabase, 'select' | 'insert' | 'update' | 'delete' | 'execute'>;

export function createTransactions(orm: NodePgDatabase): Transactions {
  return { run: (work) => orm.transaction((transaction) => work(transaction as unknown as Transaction)) };
}

/** The transaction when there is one, else the pool. */
export function executorOf(orm: NodePgDatabase, transaction: Transaction | undefined): Executor {
  return transaction === undefined ? orm : (transaction as unknown as Executor);
}
