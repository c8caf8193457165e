/** Assets of providers: found, followed and brought up to date, and what is doubtful about the prices of any asset. */
import type {
  AssetFeed,
  AssetFeedInput,
  AssetQuality,
  AssetRefresh,
  DataQuality,
  FollowAssetRequest,
  MarketDataSearchQuery,
  MarketDataSearchResult,
} from '@riskoptimizer/contracts';
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import type { SignedInActor } from '../../core/request-context.ts';
import { assetNotFound, type ObjectAccess } from '../access/object-access.ts';
import { type AssetRecord, presentAsset } from '../assets/asset.ts';
import { assetCreated, assetFeedChanged } from '../assets/asset-events.ts';
import type { AssetRepository } from '../assets/ports.ts';
import type { Transactions } from '../transactions/ports.ts';
import { dayFromIso } from './calendar.ts';
import type { Feed, FeedRepository, FetchedPriceRepository } from './feed.ts';
import { presentFeed, presentRefusal } from './present-feed.ts';
import type { PriceOverrideRepository } from './price-override-service.ts';
import { examinePrices, type PriceQuality } from './price-quality.ts';
import { type PriceRefresh, type RefreshOutcome, withoutProvider } from './price-refresh.ts';
import type { MarketDataProvider, ProviderName } from './provider-port.ts';
import type { ProviderSettingsService } from './provider-settings-service.ts';

export interface MarketDataService {
  /** Every provider that can search is asked at once; who gave no answer is named with the reason. */
  findAssets(actor: SignedInActor, query: MarketDataSearchQuery, signal?: AbortSignal): Promise<MarketDataSearchResult>;
  /** A new asset whose prices are fetched; it stays when they could not be, with the reason. */
  follow(actor: SignedInActor, request: FollowAssetRequest, signal?: AbortSignal): Promise<AssetRefresh>;
  refresh(actor: SignedInActor, assetId: string, signal?: AbortSignal): Promise<AssetRefresh>;
  /** @throws ProblemError `state-conflict` for an asset without a provider, `request-invalid` for one that cannot be asked. */
  setFeed(actor: SignedInActor, assetId: string, sources: AssetFeedInput): Promise<AssetFeed>;
  /** The assets of the actor that have a provider. */
  followed(actor: SignedInActor): Promise<readonly string[]>;
  quality(actor: SignedInActor, assetId: string): Promise<AssetQuality>;
  qualityOfAll(actor: SignedInActor): Promise<DataQuality>;
}

export interface MarketDataServiceParts {
  readonly access: ObjectAccess;
  readonly assets: AssetRepository;
  readonly feeds: FeedRepository;
  readonly fetched: FetchedPriceRepository;
  readonly overrides: Pick<PriceOverrideRepository, 'list'>;
  readonly refresh: PriceRefresh;
  readonly providers: Pick<ProviderSettingsService, 'providersOf'>;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

export function createMarketDataService(parts: MarketDataServiceParts): MarketDataService {
  const { access, assets, feeds, fetched, providers, refresh } = parts;

  async function present(ownerId: string, assetId: string, outcome: RefreshOutcome): Promise<AssetRefresh> {
    const { feed, storedCount, quarantinedCount } = outcome;
    const asset = await assets.find(ownerId, assetId);
    if (asset === null) throw assetNotFound(assetId);
    return { asset: presentAsset(asset), feed: presentFeed(feed), storedCount, quarantinedCount };
  }

  async function examine(ownerId: string, asset: AssetRecord, feed: Feed | null): Promise<PriceQuality> {
    const points = await fetched.list(ownerId, asset.id);
    return examinePrices({
      days: Int32Array.from(points, ({ date }) => dayFromIso(date)),
      closes: Float64Array.from(points, ({ close }) => Number(close)),
      adjusted: Float64Array.from(points, ({ adjustedClose }) => Number(adjustedClose ?? Number.NaN)),
      splits: await fetched.splits(ownerId, asset.id),
      gaps: feed?.gaps ?? [],
      quarantined: await fetched.quarantined(ownerId, asset.id),
      overrides: await parts.overrides.list(ownerId, asset.id),
      isSimulated: asset.source === 'simulated',
      today: dayFromIso(parts.clock.now().toISOString().slice(0, 10)),
    });
  }

  /** Each must be one that this owner can ask for prices at this moment. */
  async function refuseSources(ownerId: string, { provider, alternatives }: AssetFeedInput): Promise<void> {
    const own = await providers.providersOf(ownerId);
    const canBeFollowed = (name: ProviderName) => own.some((one) => one.name === name && one.capabilities.history);
    if (!canBeFollowed(provider)) throw cannotFollow(provider, '/provider');
    const place = alternatives.findIndex((source) => !canBeFollowed(source.provider));
    if (place !== -1) throw cannotFollow(alternatives[place]!.provider, `/alternatives/${place}/provider`);
  }

  return {
    findAssets: async (actor, query, signal) => search(await providers.providersOf(actor.userId), query, signal),

    async follow(actor, request, signal) {
      await refuseSources(actor.userId, request);
      const assetId = await store(parts, actor.userId, request);
      return present(actor.userId, assetId, await refresh.refresh(actor.userId, assetId, signal));
    },

    async setFeed(actor, assetId, { provider, providerSymbol, alternatives }) {
      const { ownerId } = await access.asset(actor, assetId, 'owner');
      const sources = { provider, providerSymbol, alternatives };
      await refuseSources(ownerId, sources);
      return parts.transactions.run(async (transaction) => {
        const asset = await assets.lock(ownerId, assetId, transaction);
        if (asset === null) throw assetNotFound(assetId);
        const before = await feeds.find(ownerId, assetId);
        if (before === null) throw withoutProvider(asset);
        await feeds.setSources(ownerId, assetId, sources, transaction);
        parts.transactions.record(assetFeedChanged(ownerId, asset, sourcesOf(before), sourcesOf(sources)));
        return presentFeed({ ...before, ...sources, failure: null });
      });
    },

    async refresh(actor, assetId, signal) {
      const { ownerId } = await access.asset(actor, assetId, 'owner');
      return present(ownerId, assetId, await refresh.refresh(ownerId, assetId, signal));
    },

    async followed(actor) {
      return (await feeds.list(actor.userId)).map(({ assetId }) => assetId);
    },

    async quality(actor, assetId) {
      const { ownerId } = await access.asset(actor, assetId, 'owner');
      const asset = await assets.find(ownerId, assetId);
      if (asset === null) throw assetNotFound(assetId);
      const feed = await feeds.find(ownerId, assetId);
      const { doubts, ...age } = await examine(ownerId, asset, feed);
      return { ...describe(asset, feed), ...age, doubts: [...doubts] };
    },

    async qualityOfAll({ userId }) {
      const feedOf = new Map((await feeds.list(userId)).map((feed) => [feed.assetId, feed]));
      const items: DataQuality['items'] = [];
      // One after the other: the prices of all assets at once would not fit into memory.
      for (const asset of await assets.list(userId)) {
        const feed = feedOf.get(asset.id) ?? null;
        const { doubts, ...age } = await examine(userId, asset, feed);
        items.push({ ...describe(asset, feed), ...age, doubts: countKinds(doubts) });
      }
      return { items };
    },
  };
}

async function search(
  providers: readonly MarketDataProvider[],
  { text, provider }: MarketDataSearchQuery,
  signal: AbortSignal | undefined,
): Promise<MarketDataSearchResult> {
  const asked = providers.filter(
    ({ name, capabilities }) => capabilities.search && (provider === undefined || name === provider),
  );
  const answers = await Promise.all(
    asked.map(async (one) => ({ name: one.name, answer: await one.search(text, signal) })),
  );
  return {
    items: answers.flatMap(({ name, answer }) =>
      answer.ok ? answer.value.map((hit) => ({ provider: name, ...hit })) : [],
    ),
    refused: answers.flatMap(({ name, answer }) => (answer.ok ? [] : [presentRefusal(name, answer.failure)])),
  };
}

/** The asset and where it is followed, at once; fetching comes after it and may fail. */
async function store(
  { assets, feeds, transactions }: MarketDataServiceParts,
  ownerId: string,
  { symbol: ownSymbol, name: ownName, assetClass, currency, ...sources }: FollowAssetRequest,
): Promise<string> {
  const symbol = ownSymbol ?? sources.providerSymbol;
  const name = ownName ?? symbol;
  const description = { source: 'provider' as const, symbol, name, assetClass, sector: null, country: null, currency };
  return transactions.run(async (transaction) => {
    const [former] = await assets.lockBySymbols(ownerId, 'provider', [symbol], transaction);
    if (former !== undefined) throw alreadyFollowed(symbol);
    const [assetId] = await assets.insert(ownerId, [description], transaction);
    await feeds.insert(ownerId, { assetId: assetId!, ...sources }, transaction);
    const prices = { count: 0, firstDate: null, lastDate: null, lastClose: null };
    transactions.record(assetCreated(ownerId, { ...description, id: assetId!, prices }));
    return assetId!;
  });
}

function describe({ id, symbol, name, source, currency, prices }: AssetRecord, feed: Feed | null) {
  const { count: priceCount, firstDate } = prices;
  return {
    assetId: id,
    symbol,
    name,
    source,
    currency,
    priceCount,
    firstDate,
    feed: feed === null ? null : presentFeed(feed),
  };
}

function sourcesOf({
  provider,
  providerSymbol,
  alternatives,
}: Pick<Feed, 'provider' | 'providerSymbol' | 'alternatives'>) {
  return { provider, providerSymbol, alternatives: alternatives.map((source) => ({ ...source })) };
}

function countKinds(doubts: PriceQuality['doubts']): DataQuality['items'][number]['doubts'] {
  const counts: DataQuality['items'][number]['doubts'] = {};
  for (const { kind } of doubts) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function cannotFollow(provider: ProviderName, field: string): ProblemError {
  return new ProblemError('request-invalid', `No prices can be followed at ${provider}.`, {
    errors: [
      {
        field,
        message: 'expected a provider that is switched on, has its key, and has a history of prices',
        value: provider,
        remedy: 'The providers and what they offer are at /api/v1/market-data/providers.',
      },
    ],
  });
}

function alreadyFollowed(symbol: string): ProblemError {
  return new ProblemError(
    'state-conflict',
    `You follow an asset ${symbol} of a provider already. Refresh it, or choose another symbol for this one.`,
  );
}
