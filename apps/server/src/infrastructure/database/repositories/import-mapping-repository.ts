import { type SavedImportMapping, transactionFileMapping } from '@riskoptimizer/contracts';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { AssetAliasRepository, ImportMappingRepository } from '../../../domain/transaction-imports/ports.ts';
import { assetAliases, importMappings } from '../schema/index.ts';
import { executorOf } from '../transactions.ts';

export function createImportMappingRepository(orm: NodePgDatabase): ImportMappingRepository {
  const isOne = (ownerId: string, name: string) =>
    and(eq(importMappings.ownerId, ownerId), eq(importMappings.name, name));
  return {
    async list(ownerId) {
      const rows = await orm
        .select()
        .from(importMappings)
        .where(eq(importMappings.ownerId, ownerId))
        .orderBy(asc(importMappings.name));
      return rows.map(
        ({ name, mapping, updatedAt }): SavedImportMapping => ({
          name,
          mapping: transactionFileMapping.parse(mapping),
          updatedAt: updatedAt.toISOString(),
        }),
      );
    },

    async find(ownerId, name) {
      const [row] = await orm.select().from(importMappings).where(isOne(ownerId, name));
      return row === undefined ? null : transactionFileMapping.parse(row.mapping);
    },

    async put(ownerId, { name, mapping, updatedAt }, transaction) {
      const values = { mapping, updatedAt: new Date(updatedAt) };
      await executorOf(orm, transaction)
        .insert(importMappings)
        .values({ ownerId, name, ...values })
        .onConflictDoUpdate({ target: [importMappings.ownerId, importMappings.name], set: values });
    },

    async delete(ownerId, name, transaction) {
      const deleted = await executorOf(orm, transaction)
        .delete(importMappings)
        .where(isOne(ownerId, name))
        .returning({ name: importMappings.name });
      return deleted.length > 0;
    },
  };
}

export function createAssetAliasRepository(orm: NodePgDatabase): AssetAliasRepository {
  return {
    async all(ownerId) {
      const rows = await orm.select().from(assetAliases).where(eq(assetAliases.ownerId, ownerId));
      return new Map(rows.map(({ key, assetId }) => [key, assetId]));
    },

    async put(ownerId, aliases, transaction) {
      if (aliases.size === 0) return;
      await executorOf(orm, transaction)
        .insert(assetAliases)
        .values([...aliases].map(([key, assetId]) => ({ ownerId, key, assetId })))
        .onConflictDoUpdate({
          target: [assetAliases.ownerId, assetAliases.key],
          set: { assetId: sql`excluded.asset_id` },
        });
    },
  };
}
