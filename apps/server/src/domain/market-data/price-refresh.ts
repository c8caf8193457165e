/** Brings the prices of an asset up to date from its provider. Whatever goes wrong, the last good prices stay. */
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import { assetNotFound } from '../access/object-access.ts';
import type { AssetRecord } from '../assets/asset.ts';
import { assetExtended } from '../assets/asset-events.ts';
import type { AssetRepository, PriceRepository } from '../assets/ports.ts';
import type { Transaction, Transactions } from '../transactions/ports.ts';
import { dayFromIso } from './calendar.ts';
import type { Feed, FeedFailure, FeedRepository, FetchedPriceRepository, PriceSource } from './feed.ts';
import { type FetchedHistory, fetchHistory } from './fetch-history.ts';
import type { DataGap, MarketDataProvider, PriceHistory, ProviderFailure, ProviderName } from './provider-port.ts';
import { summarisePrices } from './summarise-prices.ts';

export interface PriceRefreshParts {
  readonly assets: AssetRepository;
  readonly prices: PriceRepository;
  readonly feeds: FeedRepository;
  readonly fetched: FetchedPriceRepository;
  /** The provider with the keys of this owner; null when it is switched off or its key is missing. */
  readonly providerOf: (ownerId: string, name: ProviderName) => Promise<MarketDataProvider | null>;
  readonly transactions: Transactions;
  readonly clock: Clock;
}

export interface RefreshOutcome {
  readonly feed: Feed;
  /** Points that were stored, those that replaced others included. */
  readonly storedCount: number;
  readonly quarantinedCount: number;
}

export interface PriceRefresh {
  /** @throws ProblemError `not-found` for an asset that is not there, `state-conflict` for one without a provider. */
  refresh(ownerId: string, assetId: string, signal?: AbortSignal): Promise<RefreshOutcome>;
}

type Found = Extract<FetchedHistory, { ok: true }>['value'];

export function createPriceRefresh(parts: PriceRefreshParts): PriceRefresh {
  const { assets, feeds, fetched, clock } = parts;
  return {
    async refresh(ownerId, assetId, signal) {
      const asset = await assets.find(ownerId, assetId);
      if (asset === null) throw assetNotFound(assetId);
      const feed = await feeds.find(ownerId, assetId);
      if (feed === null) throw withoutProvider(asset);
      const now = clock.now();
      const asked = await askSources(parts, ownerId, asset, feed, now, signal);
      const { answer } = asked;
      if (!answer.ok) {
        const nothing = { storedCount: 0, quarantinedCount: 0 };
        const failure = asked.failure ?? feed.failure;
        if (asked.failure === null) return { feed, ...nothing };
        await parts.transactions.run(async (transaction) => {
          await feeds.failed(ownerId, assetId, asked.failure!, transaction);
          if (answer.failure.kind === 'answer-invalid' && answer.failure.quarantined.length > 0) {
            const provenance = provenanceOf(feed, asset, now);
            await fetched.quarantine(ownerId, assetId, answer.failure.quarantined, provenance, transaction);
          }
        });
        return { ...nothing, feed: { ...feed, failure } };
      }
      await parts.transactions.run(async (transaction) => {
        await store(parts, ownerId, asset.id, feed, answer.value, transaction);
        // Another one had the prices; that the first one failed is still to be seen.
        const failure = asked.failure ?? (asked.isFirst ? null : feed.failure);
        if (failure !== null) await feeds.failed(ownerId, assetId, failure, transaction);
      });
      const { points, quarantined } = answer.value.history;
      return {
        feed: (await feeds.find(ownerId, assetId))!,
        storedCount: points.length,
        quarantinedCount: quarantined.length,
      };
    },
  };
}

interface Asked {
  readonly answer: FetchedHistory;
  /** Whether the provider that is followed answered, and not one that stands in for it. */
  readonly isFirst: boolean;
  /** Why the provider that is followed did not answer; null when it did, or was not asked again yet. */
  readonly failure: FeedFailure | null;
}

/** The provider that is followed, then those that stand in for it, in their order. */
async function askSources(
  parts: PriceRefreshParts,
  ownerId: string,
  asset: AssetRecord,
  feed: Feed,
  now: Date,
  signal: AbortSignal | undefined,
): Promise<Asked> {
  const stored = {
    currency: asset.currency,
    latest: await parts.fetched.latest(ownerId, asset.id, 2),
    splits: await parts.fetched.splits(ownerId, asset.id),
    today: dayFromIso(now.toISOString().slice(0, 10)),
  };
  const ask = async ({ provider: name, providerSymbol }: PriceSource): Promise<FetchedHistory> => {
    const provider = await parts.providerOf(ownerId, name);
    if (provider === null) return withoutKey(name);
    return fetchHistory(provider, { ...stored, feed: { ...feed, providerSymbol } }, signal);
  };
  let answer: FetchedHistory = notAskedYet(feed);
  let failure: FeedFailure | null = null;
  if (!isTooEarly(feed, now)) {
    answer = await ask(feed);
    if (answer.ok) return { answer, isFirst: true, failure };
    failure = failureOf(answer.failure, now);
  }
  for (const source of feed.alternatives) {
    const other = await ask(source);
    if (other.ok) return { answer: other, isFirst: false, failure };
    if (failure !== null) failure = { ...failure, message: `${failure.message}; ${other.failure.message}` };
  }
  return { answer, isFirst: false, failure };
}

/** What the provider said the last time, with the moment from which it may be asked again. */
function notAskedYet({ provider, failure }: Feed): FetchedHistory {
  const message = failure?.message ?? `${provider} is not asked yet`;
  return { ok: false, failure: { kind: 'unavailable', message, until: failure?.until?.toISOString() ?? null } };
}

/** The provider itself has said when to come again. */
function isTooEarly({ failure }: Feed, now: Date): boolean {
  return failure !== null && failure.until !== null && failure.until > now;
}

async function store(
  { assets, prices, feeds, fetched, transactions, clock }: PriceRefreshParts,
  ownerId: string,
  assetId: string,
  feed: Feed,
  { history, extent }: Found,
  transaction: Transaction,
): Promise<void> {
  const before = await assets.lock(ownerId, assetId, transaction);
  if (before === null) throw assetNotFound(assetId);
  const { points, quarantined, actions, provenance } = history;
  await fetched.addSplits(ownerId, assetId, actions.splits, provenance.provider, transaction);
  await fetched.quarantine(ownerId, assetId, quarantined, provenance, transaction);
  await fetched.upsert(ownerId, assetId, points, provenance, transaction);
  const gaps = extent === 'whole' ? history.gaps : joinGaps(feed.gaps, history);
  await feeds.succeeded(ownerId, assetId, { at: clock.now(), closes: provenance.closes, gaps }, transaction);
  if (points.length === 0) return;
  const summary = await summarisePrices({ assets, prices }, ownerId, before, transaction);
  // A day on which nothing has changed is no event.
  if (extent === 'end' && summary.count === before.prices.count && summary.lastClose === before.prices.lastClose)
    return;
  transactions.record(assetExtended(ownerId, before, { ...before, prices: summary }));
}

/** Gaps from before the days that were asked for stay. */
function joinGaps(former: readonly DataGap[], { gaps, points }: PriceHistory): DataGap[] {
  const from = [...points.map(({ date }) => date), ...gaps.map((gap) => gap.from)].toSorted()[0];
  return [...former.filter((gap) => from === undefined || gap.to < from), ...gaps];
}

function failureOf(failure: ProviderFailure, at: Date): FeedFailure {
  const until = 'until' in failure && failure.until !== null ? new Date(failure.until) : null;
  return { kind: failure.kind, message: failure.message, at, until };
}

function provenanceOf(feed: Feed, asset: AssetRecord, now: Date): PriceHistory['provenance'] {
  const { provider, providerSymbol, closes } = feed;
  return { provider, providerSymbol, fetchedAt: now.toISOString(), currency: asset.currency, closes: closes ?? 'raw' };
}

function withoutKey(provider: ProviderName) {
  const message = `${provider} is switched off, or there is no key for it; the prices that are stored stay`;
  return { ok: false as const, failure: { kind: 'unauthorised' as const, message } };
}

export function withoutProvider({ symbol }: AssetRecord): ProblemError {
  return new ProblemError(
    'state-conflict',
    `${symbol} has no provider: its prices come from a file or the simulated market. Import a newer file, or follow it at a provider.`,
  );
}
