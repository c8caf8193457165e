/** Brings the prices of an asset up to date from its provider. Whatever goes wrong, the last good prices stay. */
import type { Clock } from '../../core/clock.ts';
import { ProblemError } from '../../core/errors.ts';
import { assetNotFound } from '../access/object-access.ts';
import type { AssetRecord } from '../assets/asset.ts';
import { assetExtended } from '../assets/asset-events.ts';
import type { AssetRepository, PriceRepository } from '../assets/ports.ts';
import { dayGap, findGaps, presentGap } from '../assets/price-summary.ts';
import type { Transaction, Transactions } from '../transactions/ports.ts';
import { dayFromIso } from './calendar.ts';
import type { Feed, FeedFailure, FeedRepository, FetchedPriceRepository } from './feed.ts';
import { type FetchedHistory, fetchHistory } from './fetch-history.ts';
import type { DataGap, MarketDataProvider, PriceHistory, ProviderFailure, ProviderName } from './provider-port.ts';

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
  const { assets, feeds, fetched, providerOf, clock } = parts;
  return {
    async refresh(ownerId, assetId, signal) {
      const asset = await assets.find(ownerId, assetId);
      if (asset === null) throw assetNotFound(assetId);
      const feed = await feeds.find(ownerId, assetId);
      if (feed === null) throw withoutProvider(asset);
      const now = clock.now();
      const nothing = { storedCount: 0, quarantinedCount: 0 };
      if (isTooEarly(feed, now)) return { feed, ...nothing };
      const provider = await providerOf(ownerId, feed.provider);
      const answer =
        provider === null
          ? withoutKey(feed.provider)
          : await fetchHistory(
              provider,
              {
                feed,
                currency: asset.currency,
                latest: await fetched.latest(ownerId, assetId, 2),
                splits: await fetched.splits(ownerId, assetId),
                today: dayFromIso(now.toISOString().slice(0, 10)),
              },
              signal,
            );
      if (!answer.ok) {
        const failure = failureOf(answer.failure, now);
        await parts.transactions.run(async (transaction) => {
          await feeds.failed(ownerId, assetId, failure);
          if (answer.failure.kind === 'answer-invalid' && answer.failure.quarantined.length > 0) {
            const provenance = provenanceOf(feed, asset, now);
            await fetched.quarantine(ownerId, assetId, answer.failure.quarantined, provenance, transaction);
          }
        });
        return { ...nothing, feed: { ...feed, failure } };
      }
      await parts.transactions.run((transaction) => store(parts, ownerId, asset.id, feed, answer.value, transaction));
      const { points, quarantined } = answer.value.history;
      return {
        feed: (await feeds.find(ownerId, assetId))!,
        storedCount: points.length,
        quarantinedCount: quarantined.length,
      };
    },
  };
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
  const { dates, lastClose } = await prices.dates(ownerId, assetId, transaction);
  const days = Int32Array.from(dates, dayFromIso);
  const summary = {
    count: dates.length,
    firstDate: dates[0]!,
    lastDate: dates.at(-1)!,
    lastClose,
    gaps: findGaps(days, days, before.prices.gaps.map(dayGap)).map(presentGap),
  };
  await assets.updatePriceSummary(ownerId, assetId, summary, transaction);
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

function withoutProvider({ symbol }: AssetRecord): ProblemError {
  return new ProblemError(
    'state-conflict',
    `${symbol} has no provider: its prices come from a file or the simulated market. Import a newer file, or follow it at a provider.`,
  );
}
