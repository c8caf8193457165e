import type { PriceImport } from '@riskoptimizer/contracts';
import { and, eq, gt, lte } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { CommittedByJob, PriceImportRepository } from '../../../domain/price-imports/ports.ts';
import { priceImports } from '../schema/index.ts';
import { executorOf } from '../transactions.ts';

type ImportRow = Pick<typeof priceImports.$inferSelect, 'preview' | 'status'>;

export function createPriceImportRepository(orm: NodePgDatabase): PriceImportRepository {
  return {
    async insert(ownerId, { preview, fileSha256, staged }) {
      await orm.insert(priceImports).values({
        id: preview.id,
        ownerId,
        fileName: preview.fileName,
        byteCount: preview.byteCount,
        fileSha256,
        preview,
        staged: Buffer.from(staged),
        createdAt: new Date(preview.createdAt),
        expiresAt: new Date(preview.expiresAt),
      });
    },

    async find(ownerId, importId, now) {
      const [row] = await orm
        .select({ preview: priceImports.preview, status: priceImports.status })
        .from(priceImports)
        .where(isOne(ownerId, importId, now));
      return row === undefined ? null : toPreview(row);
    },

    async lock(ownerId, importId, now, transaction) {
      const [row] = await executorOf(orm, transaction)
        .select()
        .from(priceImports)
        .where(isOne(ownerId, importId, now))
        .for('update');
      if (row === undefined) return null;
      const { fileSha256, staged, committedByJob: jobId, result } = row;
      const committed = jobId === null ? null : { jobId, stored: result as CommittedByJob['stored'] };
      return { preview: toPreview(row), fileSha256, staged, committed };
    },

    async markCommitted(ownerId, importId, committed, now, transaction) {
      await executorOf(orm, transaction)
        .update(priceImports)
        .set({
          status: 'committed',
          committedAt: now,
          staged: null,
          committedByJob: committed?.jobId ?? null,
          result: committed?.stored ?? null,
        })
        .where(isOne(ownerId, importId, now));
    },

    async delete(ownerId, importId) {
      const [row] = await orm
        .delete(priceImports)
        .where(and(eq(priceImports.ownerId, ownerId), eq(priceImports.id, importId)))
        .returning({ preview: priceImports.preview, status: priceImports.status, fileSha256: priceImports.fileSha256 });
      return row === undefined ? null : { preview: toPreview(row), fileSha256: row.fileSha256 };
    },

    async deleteExpired(now) {
      const deleted = await orm
        .delete(priceImports)
        .where(lte(priceImports.expiresAt, now))
        .returning({ id: priceImports.id });
      return deleted.length;
    },
  };
}

function isOne(ownerId: string, importId: string, now: Date) {
  return and(eq(priceImports.ownerId, ownerId), eq(priceImports.id, importId), gt(priceImports.expiresAt, now));
}

function toPreview({ preview, status }: ImportRow): PriceImport {
  return { ...(preview as PriceImport), status };
}
