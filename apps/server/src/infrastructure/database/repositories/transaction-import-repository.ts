import { and, asc, eq, gt, isNotNull, lte, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { ImportReading, StagedRow } from '../../../domain/transaction-imports/import-reading.ts';
import type {
  StagedTransactionImport,
  TransactionImportRepository,
} from '../../../domain/transaction-imports/ports.ts';
import type { Transaction } from '../../../domain/transactions/ports.ts';
import { transactionImportRows as importRows, transactionImports } from '../schema/index.ts';
import { executorOf } from '../transactions.ts';

export function createTransactionImportRepository(orm: NodePgDatabase): TransactionImportRepository {
  async function insertRows(
    ownerId: string,
    importId: string,
    parts: readonly string[],
    transaction: Transaction,
  ): Promise<void> {
    for (const part of parts) {
      // One parameter for all its rows: it is parsed by the database, and no statement has too many.
      await executorOf(orm, transaction).execute(sql`
        insert into transaction_import_rows (import_id, owner_id, "row", status, resembles, content)
        select ${importId}::uuid, ${ownerId}::uuid, (one->>'row')::integer, one->>'status',
          (one->'looksLike'->>'transactionId')::uuid, one
        from jsonb_array_elements(${part}::jsonb) as one`);
    }
  }

  return {
    async insert(ownerId, { reading, ...created }, file, rowParts, transaction) {
      await executorOf(orm, transaction)
        .insert(transactionImports)
        .values({ ...created, ownerId, reading, file: Buffer.from(file) });
      await insertRows(ownerId, created.id, rowParts, transaction);
    },

    async find(ownerId, importId, now) {
      const [row] = await orm
        .select()
        .from(transactionImports)
        .where(isOne(ownerId, importId, now));
      return row === undefined ? null : toStaged(row);
    },

    async lock(ownerId, importId, now, transaction) {
      const [row] = await executorOf(orm, transaction)
        .select()
        .from(transactionImports)
        .where(isOne(ownerId, importId, now))
        .for('update');
      return row === undefined ? null : { staged: toStaged(row), file: row.file };
    },

    async page(ownerId, importId, { after, limit, status }) {
      const isAsked =
        status === undefined
          ? undefined
          : status === 'duplicate'
            ? isNotNull(importRows.resembles)
            : eq(importRows.status, status);
      const found = await orm
        .select({ content: importRows.content })
        .from(importRows)
        .where(and(isOf(ownerId, importId), gt(importRows.row, after), isAsked))
        .orderBy(asc(importRows.row))
        .limit(limit + 1);
      return found.map(({ content }) => content as StagedRow);
    },

    async rows(ownerId, importId, transaction) {
      const found = await executorOf(orm, transaction)
        .select({ content: importRows.content })
        .from(importRows)
        .where(isOf(ownerId, importId))
        .orderBy(asc(importRows.row));
      return found.map(({ content }) => content as StagedRow);
    },

    async replaceReading(ownerId, importId, reading, rowParts, transaction) {
      const executor = executorOf(orm, transaction);
      await executor
        .update(transactionImports)
        .set({ reading })
        .where(and(eq(transactionImports.ownerId, ownerId), eq(transactionImports.id, importId)));
      await executor.delete(importRows).where(isOf(ownerId, importId));
      await insertRows(ownerId, importId, rowParts, transaction);
    },

    async markCommitted(ownerId, importId, transaction) {
      const executor = executorOf(orm, transaction);
      await executor
        .update(transactionImports)
        .set({ status: 'committed', file: null })
        .where(and(eq(transactionImports.ownerId, ownerId), eq(transactionImports.id, importId)));
      await executor.delete(importRows).where(isOf(ownerId, importId));
    },

    async delete(ownerId, importId, transaction) {
      await executorOf(orm, transaction)
        .delete(transactionImports)
        .where(and(eq(transactionImports.ownerId, ownerId), eq(transactionImports.id, importId)));
    },

    async deleteExpired(now) {
      const deleted = await orm
        .delete(transactionImports)
        .where(lte(transactionImports.expiresAt, now))
        .returning({ id: transactionImports.id });
      return deleted.length;
    },
  };
}

function isOne(ownerId: string, importId: string, now: Date) {
  return and(
    eq(transactionImports.ownerId, ownerId),
    eq(transactionImports.id, importId),
    gt(transactionImports.expiresAt, now),
  );
}

function isOf(ownerId: string, importId: string) {
  return and(eq(importRows.ownerId, ownerId), eq(importRows.importId, importId));
}

function toStaged({ reading, ...row }: typeof transactionImports.$inferSelect): StagedTransactionImport {
  const { id, portfolioId, fileName, byteCount, fileSha256, status, createdAt, expiresAt } = row;
  const common = { id, portfolioId, fileName, byteCount, fileSha256, status, createdAt, expiresAt };
  return { ...common, reading: reading as ImportReading };
}
