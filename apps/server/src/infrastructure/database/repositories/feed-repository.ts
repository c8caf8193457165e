import { and, eq, inArray, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Feed, FeedFailure, FeedRepository } from '../../../domain/market-data/feed.ts';
import { type ProviderName, providerNames } from '../../../domain/market-data/provider-port.ts';
import { assetFeeds } from '../schema/index.ts';
import { executorOf } from '../transactions.ts';

const noFailure = { lastFailureAt: null, failureKind: null, failureMessage: null, failureUntil: null };

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

    async setSources(ownerId, assetId, { provider, providerSymbol, alternatives }, transaction) {
      await executorOf(orm, transaction)
        .update(assetFeeds)
        .set({ provider, providerSymbol, alternatives, ...noFailure })
        .where(isOne(ownerId, assetId));
    },

    async ownersDue(since) {
      const { rows } = await orm.execute<{ owner: string }>(sql`
        select distinct asset_feeds.owner_id as owner from asset_feeds join users on users.id = asset_feeds.owner_id
        where users.status = 'active'
          and greatest(last_success_at, last_failure_at, asset_feeds.created_at) < ${since.toISOString()}::timestamptz
          and not exists (select from jobs where jobs.owner_id = asset_feeds.owner_id and jobs.kind = 'refresh-prices'
            and (jobs.created_at >= ${since.toISOString()}::timestamptz or jobs.state in ('queued', 'active')))
        order by owner`);
      return rows.map(({ owner }) => owner);
    },

    async list(ownerId) {
      const rows = await orm.select().from(assetFeeds).where(eq(assetFeeds.ownerId, ownerId));
      return rows.map(toFeed);
    },

    async findMany(ownerId, assetIds) {
      if (assetIds.length === 0) return [];
      const isOneOf = and(eq(assetFeeds.ownerId, ownerId), inArray(assetFeeds.assetId, [...assetIds]));
      const rows = await orm.select().from(assetFeeds).where(isOneOf);
      return rows.map(toFeed);
    },

    async succeeded(ownerId, assetId, { at, closes, gaps }, transaction) {
      await executorOf(orm, transaction)
        .update(assetFeeds)
        .set({ lastSuccessAt: at, closes, gaps, ...noFailure })
        .where(isOne(ownerId, assetId));
    },

    async failed(ownerId, assetId, { kind, message, at, until }, transaction) {
      await executorOf(orm, transaction)
        .update(assetFeeds)
        .set({ lastFailureAt: at, failureKind: kind, failureMessage: message, failureUntil: until })
        .where(isOne(ownerId, assetId));
    },
  };
}

function toFeed(row: FeedRow): Feed {
  const { assetId, providerSymbol, closes, gaps, lastSuccessAt } = row;
  const known = { provider: knownProvider(row.provider, assetId), providerSymbol };
  const alternatives = row.alternatives.map((source) => ({
    provider: knownProvider(source.provider, assetId),
    providerSymbol: source.providerSymbol,
  }));
  return { assetId, ...known, alternatives, closes, gaps, lastSuccessAt, failure: toFailure(row) };
}

function knownProvider(name: string, assetId: string): ProviderName {
  const found = providerNames.find((one) => one === name);
  if (found === undefined) throw new Error(`The provider ${name} of asset ${assetId} is not known.`);
  return found;
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
