import type { AssetClass } from '@riskoptimizer/contracts';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { ProblemError } from '../../../core/errors.ts';
import type { AssetRecord } from '../../../domain/assets/asset.ts';
import type { AssetRepository } from '../../../domain/assets/ports.ts';
import { isForeignKeyViolation, isUniqueViolation } from '../postgres-error.ts';
import { assets } from '../schema/index.ts';
import { executorOf } from '../transactions.ts';

type AssetRow = typeof assets.$inferSelect;

export function createAssetRepository(orm: NodePgDatabase, createId: () => string): AssetRepository {
  return {
    async list(ownerId) {
      const rows = await orm
        .select()
        .from(assets)
        .where(eq(assets.ownerId, ownerId))
        .orderBy(asc(assets.source), asc(assets.symbol));
      return rows.map(toRecord);
    },

    async find(ownerId, assetId) {
      const [row] = await orm
        .select()
        .from(assets)
        .where(and(eq(assets.ownerId, ownerId), eq(assets.id, assetId)));
      return row === undefined ? null : toRecord(row);
    },

    async findMany(ownerId, assetIds, transaction) {
      if (assetIds.length === 0) return [];
      const rows = await executorOf(orm, transaction)
        .select()
        .from(assets)
        .where(and(eq(assets.ownerId, ownerId), inArray(assets.id, [...assetIds])));
      return rows.map(toRecord);
    },

    async findBySymbols(ownerId, source, symbols) {
      const rows = await orm
        .select()
        .from(assets)
        .where(and(eq(assets.ownerId, ownerId), eq(assets.source, source), anyOf(symbols)));
      return rows.map(toRecord);
    },

    async lock(ownerId, assetId, transaction) {
      const [row] = await executorOf(orm, transaction)
        .select()
        .from(assets)
        .where(and(eq(assets.ownerId, ownerId), eq(assets.id, assetId)))
        .for('update');
      return row === undefined ? null : toRecord(row);
    },

    async lockBySymbols(ownerId, source, symbols, transaction) {
      const rows = await executorOf(orm, transaction)
        .select()
        .from(assets)
        .where(and(eq(assets.ownerId, ownerId), eq(assets.source, source), anyOf(symbols)))
        // Always in one order, so that two imports of the same symbols wait for each other instead of for ever.
        .orderBy(asc(assets.id))
        .for('update');
      return rows.map(toRecord);
    },

    async describe(ownerId, assetId, update, transaction) {
      await executorOf(orm, transaction)
        .update(assets)
        .set({ ...update, updatedAt: sql`now()` })
        .where(and(eq(assets.ownerId, ownerId), eq(assets.id, assetId)));
    },

    async delete(ownerId, assetId) {
      try {
        const deleted = await orm
          .delete(assets)
          .where(and(eq(assets.ownerId, ownerId), eq(assets.id, assetId)))
          .returning({ id: assets.id });
        return deleted.length === 0 ? 'missing' : 'deleted';
      } catch (error) {
        if (isForeignKeyViolation(error)) return 'held';
        throw error;
      }
    },

    async insert(ownerId, descriptions, transaction) {
      const rows = descriptions.map((description) => ({ ...description, id: createId(), ownerId }));
      try {
        if (rows.length > 0) await executorOf(orm, transaction).insert(assets).values(rows);
      } catch (error) {
        if (!isUniqueViolation(error, 'assets_owner_source_symbol')) throw error;
        const detail = 'Another import has stored one of these assets in the meantime. Nothing was stored; try again.';
        throw new ProblemError('state-conflict', detail, { cause: error });
      }
      return rows.map(({ id }) => id);
    },

    async updatePriceSummary(ownerId, assetId, { count, firstDate, lastDate, lastClose, gaps }, transaction) {
      await executorOf(orm, transaction)
        .update(assets)
        .set({
          priceCount: count,
          firstDate,
          lastDate,
          lastClose,
          priceGaps: gaps,
          pricesVersion: sql`${assets.pricesVersion} + 1`,
          updatedAt: sql`now()`,
        })
        .where(and(eq(assets.ownerId, ownerId), eq(assets.id, assetId)));
    },
  };
}

/** One parameter however many there are: a statement may have 65,535. */
function anyOf(symbols: readonly string[]) {
  return sql`${assets.symbol} = any(${sql.param([...symbols])}::text[])`;
}

function toRecord(row: AssetRow): AssetRecord {
  return {
    id: row.id,
    source: row.source,
    symbol: row.symbol,
    name: row.name,
    assetClass: row.assetClass as AssetClass,
    sector: row.sector,
    country: row.country,
    currency: row.currency,
    isin: row.isin,
    figi: row.figi,
    labels: row.labels,
    prices: {
      count: row.priceCount,
      firstDate: row.firstDate,
      lastDate: row.lastDate,
      lastClose: row.lastClose,
      gaps: row.priceGaps,
    },
  };
}
