/** An asset with what a source of live prices needs to know of it. */
import { asServer } from '../../core/request-context.ts';
import type { AssetRecord } from '../assets/asset.ts';
import type { AssetRepository } from '../assets/ports.ts';
import type { FeedRepository, PriceSource } from '../market-data/feed.ts';
import type { ProviderSettingsService } from '../market-data/provider-settings-service.ts';

export interface QuotableAsset extends AssetRecord {
  /**
   * Where its prices are had: a provider that has known the symbol, and that neither the owner nor the server has switched
   * off. Null without one.
   */
  readonly feed: PriceSource | null;
}

export interface QuotableAssets {
  /** In the scope of whoever asks: what is not seen is left out. */
  findMany(ownerId: string, assetIds: readonly string[]): Promise<QuotableAsset[]>;
}

export interface QuotableAssetsParts {
  readonly assets: Pick<AssetRepository, 'findMany'>;
  readonly feeds: Pick<FeedRepository, 'findMany'>;
  readonly providers: Pick<ProviderSettingsService, 'providersOf'>;
}

export function createQuotableAssets({ assets, feeds, providers }: QuotableAssetsParts): QuotableAssets {
  async function feedsOf(ownerId: string, assetIds: readonly string[]): Promise<ReadonlyMap<string, PriceSource>> {
    if (assetIds.length === 0) return new Map();
    const [found, allowed] = await Promise.all([
      feeds.findMany(ownerId, assetIds),
      // Of a shared asset the owner decides, whose settings nobody else sees; what comes out are names of providers.
      asServer(() => providers.providersOf(ownerId)),
    ]);
    const names = new Set(allowed.map(({ name }) => name));
    // What the provider has never answered for, or knows no longer, would only be in the way of the others in its stream.
    const known = found.filter(({ lastSuccessAt, failure }) => lastSuccessAt !== null && failure?.kind !== 'not-found');
    return new Map(
      known.flatMap(({ assetId, provider, providerSymbol }) =>
        names.has(provider) ? [[assetId, { provider, providerSymbol }] as const] : [],
      ),
    );
  }
  return {
    async findMany(ownerId, assetIds) {
      const records = await assets.findMany(ownerId, assetIds);
      const followed = records.filter(({ source }) => source === 'provider').map(({ id }) => id);
      const feedOf = await feedsOf(ownerId, followed);
      return records.map((record) => ({ ...record, feed: feedOf.get(record.id) ?? null }));
    },
  };
}
