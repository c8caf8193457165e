import { and, eq } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Feed, FeedFailure, FeedRepository } from '../../../domain/market-data/feed.ts';
import { providerNames } from '../../../domain/market-data/provider-port.ts';
import { assetFeeds } from '../schema/index.ts';
import { executorOf } from '../transactions.ts';

type FeedRow = typeof assetFeeds.$inferSelect;

export function createFeedRepository(orm: NodePgDatabase): FeedRepository {
  const isOne = (ownerId: string, assetId: string) =>
    and(eq(assetFeeds.ownerId, ownerId), eq(assetFeeds.assetId, assetId));
  return {
    async insert(ownerId, feed, transaction) {
      await executorOf(orm, transaction)
        .insert(assetFeeds)
        .values({ ...feed, ownerId });
    },

    async find(ownerId, assetId) {
      const [row] = await orm.select().from(assetFeeds).where(isOne(ownerId, assetId));
      return row === undefined ? null : toFeed(row);
    },

    async succeeded(ownerId, assetId, { at, closes, gaps }, transaction) {
      const noFailure = { lastFailureAt: null, failureKind: null, failureMessage: null, failureUntil: null };
      await executorOf(orm, transaction)
        .update(assetFeeds)
        .set({ lastSuccessAt: at, closes, gaps, ...noFailure })
        .where(isOne(ownerId, assetId));
    },

    async failed(ownerId, assetId, { kind, message, at, until }) {
      await orm
        .update(assetFeeds)
        .set({ lastFailureAt: at, failureKind: kind, failureMessage: message, failureUntil: until })
        .where(isOne(ownerId, assetId));
    },
  };
}

function toFeed(row: FeedRow): Feed {
  const provider = providerNames.find((name) => name === row.provider);
  if (provider === undefined) throw new Error(`The provider ${row.provider} of asset ${row.assetId} is not known.`);
  const { assetId, providerSymbol, closes, gaps, lastSuccessAt } = row;
  return { assetId, provider, providerSymbol, closes, gaps, lastSuccessAt, failure: toFailure(row) };
}

function toFailure({ failureKind, failureMessage, lastFailureAt, failureUntil }: FeedRow): FeedFailure | null {
  if (failureKind === null || lastFailureAt === null) return null;
  return {
    kind: failureKind as FeedFailure['kind'],
    message: failureMessage ?? '',
    at: lastFailureAt,
    until: failureUntil,
  };
}
