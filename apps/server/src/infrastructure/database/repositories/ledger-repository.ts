import { setImmediate as nextTurn } from 'node:timers/promises';
import { type TransactionInput, transactionInput } from '@riskoptimizer/contracts';
import { and, asc, desc, eq, getTableColumns, gte, lte, or, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { ProblemError } from '../../../core/errors.ts';
import type { LedgerPage, LedgerRecord, LedgerRepository } from '../../../domain/transaction-ledger/ports.ts';
import { isForeignKeyViolation } from '../postgres-error.ts';
import { transactions } from '../schema/index.ts';
import { executorOf } from '../transactions.ts';

/** Each row has some 25 parameters: a statement of more rows takes so long to build that other requests feel it. */
const rowsPerStatement = 250;

export function createLedgerRepository(orm: NodePgDatabase): LedgerRepository {
  return {
    async page(ownerId, portfolioId, page) {
      const rows = await orm
        .select()
        .from(transactions)
        .where(and(isOf(ownerId, portfolioId), isAskedFor(page)))
        .orderBy(desc(transactions.date), desc(transactions.sequence))
        .limit(page.limit + 1);
      return rows.map(toRecord);
    },

    async all(ownerId, portfolioId, transaction) {
      const executor = transaction === undefined ? orm : executorOf(orm, transaction);
      const query = executor
        .select()
        .from(transactions)
        .where(isOf(ownerId, portfolioId))
        .orderBy(asc(transactions.date), asc(transactions.sequence));
      const { rows } = await executor.execute(query.getSQL());
      return inSlices(rows, (row) => toRecord(rowOf(row)));
    },

    async find(ownerId, portfolioId, transactionId) {
      const [row] = await orm
        .select()
        .from(transactions)
        .where(and(isOf(ownerId, portfolioId), eq(transactions.id, transactionId)));
      return row === undefined ? null : toRecord(row);
    },

    async insert(ownerId, portfolioId, entries, transaction) {
      const stored: LedgerRecord[] = [];
      for (let from = 0; from < entries.length; from += rowsPerStatement) {
        const values = entries
          .slice(from, from + rowsPerStatement)
          .map(({ id, sequence, content }) => ({ ...columnsOf(content), id, sequence, ownerId, portfolioId }));
        const rows = await refuseMissingAsset(() =>
          executorOf(orm, transaction).insert(transactions).values(values).returning(),
        );
        stored.push(...rows.map(toRecord));
      }
      return stored;
    },

    async replace(ownerId, portfolioId, transactionId, content, transaction) {
      const [row] = await refuseMissingAsset(() =>
        executorOf(orm, transaction)
          .update(transactions)
          .set({ ...columnsOf(content), version: sql`${transactions.version} + 1`, updatedAt: sql`now()` })
          .where(and(isOf(ownerId, portfolioId), eq(transactions.id, transactionId)))
          .returning(),
      );
      return toRecord(row!);
    },

    async remove(ownerId, portfolioId, transactionId, transaction) {
      await executorOf(orm, transaction)
        .delete(transactions)
        .where(and(isOf(ownerId, portfolioId), eq(transactions.id, transactionId)));
    },
  };
}

function isOf(ownerId: string, portfolioId: string) {
  return and(eq(transactions.ownerId, ownerId), eq(transactions.portfolioId, portfolioId));
}

function isAskedFor({ from, to, kind, assetId, account, after }: LedgerPage) {
  return and(
    from === undefined ? undefined : gte(transactions.date, from),
    to === undefined ? undefined : lte(transactions.date, to),
    kind === undefined ? undefined : eq(transactions.kind, kind),
    assetId === undefined ? undefined : or(eq(transactions.assetId, assetId), eq(transactions.intoAssetId, assetId)),
    account === undefined ? undefined : or(eq(transactions.account, account), eq(transactions.toAccount, account)),
    after === null
      ? undefined
      : sql`(${transactions.date}, ${transactions.sequence}) < (${after.date}::date, ${after.sequence}::integer)`,
  );
}

async function refuseMissingAsset<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error;
    const detail = 'One of the assets was deleted in the meantime. Nothing was changed; read the list of assets again.';
    throw new ProblemError('state-conflict', detail, { cause: error });
  }
}

type Row = typeof transactions.$inferSelect;

const columns = Object.entries(getTableColumns(transactions));

/** A row as the database sends it, in the form in which Drizzle answers. */
function rowOf(sent: Record<string, unknown>): Row {
  const entries = columns.map(([name, column]) => {
    const value = sent[column.name];
    return [name, value === null ? null : column.mapFromDriverValue(value)];
  });
  return Object.fromEntries(entries) as Row;
}

const rowsPerSlice = 1_000;

/** Other requests get their turn between the slices of a long ledger. */
async function inSlices<Sent, Made>(sent: readonly Sent[], make: (one: Sent) => Made): Promise<Made[]> {
  const made: Made[] = [];
  for (let from = 0; from < sent.length; from += rowsPerSlice) {
    if (from > 0) await nextTurn();
    for (const one of sent.slice(from, from + rowsPerSlice)) made.push(make(one));
  }
  return made;
}

/** Columns of another kind of transaction, so that a change of the kind leaves nothing behind. */
const empty = {
  account: null,
  toAccount: null,
  assetId: null,
  intoAssetId: null,
  quantity: null,
  price: null,
  amount: null,
  currency: null,
  intoAmount: null,
  intoCurrency: null,
  fee: null,
  tax: null,
  cost: null,
  ratio: null,
  cashPerUnit: null,
  costShare: null,
  lots: null,
};

function columnsOf(content: TransactionInput) {
  if (content.kind !== 'transfer') return { ...empty, ...content };
  const { fromAccount, ...others } = content;
  return { ...empty, ...others, account: fromAccount };
}

/** Fields by kind: columns have the same names, but for the account that a transfer comes from. */
const fieldsOf: ReadonlyMap<string, readonly string[]> = new Map(
  transactionInput.options.map(({ shape }) => [shape.kind.value, Object.keys(shape)]),
);

function toRecord(row: Row): LedgerRecord {
  const { id, portfolioId, ownerId, sequence, version, createdAt, updatedAt } = row;
  const fields = fieldsOf.get(row.kind)!;
  const content = Object.fromEntries(
    fields.map((name) => [name, row[(name === 'fromAccount' ? 'account' : name) as keyof Row]]),
  );
  return {
    id,
    portfolioId,
    ownerId,
    sequence,
    version,
    content: content as unknown as TransactionInput,
    createdAt,
    updatedAt,
  };
}
