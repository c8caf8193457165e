/**
 * Who watches which asset, and its newest quote. A quote is written as JSON once, and the quotes of one moment are put together
 * once for all who watch the same assets: two thousand people who look at the same fifty cost one text.
 */
import type { LiveQuote } from '@riskoptimizer/contracts';
import type { Logger } from '../../core/logging.ts';
import type { LiveMarket, QuotedInstrument } from './live-market.ts';
import type { Tick } from './live-source.ts';
import type { QuotableAsset } from './quotable-asset.ts';
import { doubtOfQuote } from './quote-doubt.ts';
import type { QuoteFrame, Subscriber } from './subscriber.ts';

/** Subscribers that are served in one go before requests get their turn. */
const servedAtOnce = 100;
/** Ticks that arrive together are told together, and nobody is told more often than this. */
const gatherMs = 15;
const pauseMs = 200;

interface WatchedAsset {
  asset: QuotableAsset;
  quoted: QuotedInstrument;
  unwatch: () => void;
  watcherCount: number;
  /** The newest that was believed. */
  tick: Tick | null;
  json: string | null;
  isDoubtLogged: boolean;
}

export interface QuoteBoardParts {
  readonly market: Pick<LiveMarket, 'instrumentOf' | 'watch' | 'newest'>;
  readonly onQuoted: (assetIds: ReadonlySet<string>) => void;
  readonly log: Pick<Logger, 'warn'>;
}

/** Those who watch exactly the same assets. */
interface AssetSet {
  readonly name: string;
  readonly assetIds: readonly string[];
  readonly subscribers: Set<Subscriber>;
}

export class QuoteBoard {
  readonly #parts: QuoteBoardParts;
  readonly #assets = new Map<string, WatchedAsset>();
  readonly #assetsOfKey = new Map<string, Set<WatchedAsset>>();
  readonly #sets = new Map<string, AssetSet>();
  readonly #setOf = new Map<Subscriber, AssetSet>();
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #servedMs = Number.NEGATIVE_INFINITY;

  constructor(parts: QuoteBoardParts) {
    this.#parts = parts;
  }

  isQuoted(asset: QuotableAsset): boolean {
    return this.#parts.market.instrumentOf(asset) !== null;
  }

  /** Has the asset quoted until `release`; for each of those who want it, once. */
  hold(asset: QuotableAsset): void {
    const known = this.#assets.get(asset.id);
    if (known !== undefined) {
      known.watcherCount += 1;
      this.refresh(asset);
      return;
    }
    const quoted = this.#parts.market.instrumentOf(asset);
    if (quoted === null) throw new Error(`Nobody quotes ${asset.symbol}.`);
    const unwatch = this.#parts.market.watch(quoted.instrument);
    const watched = { asset, quoted, unwatch, watcherCount: 1, tick: null, json: null, isDoubtLogged: false };
    this.#assets.set(asset.id, watched);
    this.#attach(watched);
  }

  /** Its close may have changed, and who quotes it. */
  refresh(asset: QuotableAsset): void {
    const watched = this.#assets.get(asset.id);
    if (watched === undefined) return;
    watched.asset = asset;
    const quoted = this.#parts.market.instrumentOf(asset);
    // Once nobody quotes it, whoever holds it releases it.
    if (quoted === null || quoted.instrument.key === watched.quoted.instrument.key) return;
    this.#detach(watched);
    Object.assign(watched, { quoted, unwatch: this.#parts.market.watch(quoted.instrument), tick: null, json: null });
    this.#attach(watched);
  }

  release(assetId: string): void {
    const watched = this.#assets.get(assetId);
    if (watched === undefined) return;
    watched.watcherCount -= 1;
    if (watched.watcherCount > 0) return;
    this.#detach(watched);
    this.#assets.delete(assetId);
  }

  /** The newest price and the close before it; null as long as there is none. */
  priceOf(assetId: string): { readonly price: string; readonly previousClose: string | null } | null {
    const watched = this.#assets.get(assetId);
    if (watched === undefined || watched.tick === null) return null;
    return { price: watched.tick.price, previousClose: watched.asset.prices.lastClose };
  }

  /** From now on the subscriber watches these assets, all of them held, and is told their newest quotes if they are new to it. */
  setAssets(subscriber: Subscriber, assetIds: readonly string[]): void {
    const before = this.#setOf.get(subscriber);
    const sorted = assetIds.toSorted();
    const name = sorted.join();
    if (before?.name === name) return;
    if (before !== undefined) {
      before.subscribers.delete(subscriber);
      if (before.subscribers.size === 0) this.#sets.delete(before.name);
    }
    if (sorted.length === 0) this.#setOf.delete(subscriber);
    else {
      const set = this.#sets.get(name) ?? { name, assetIds: sorted, subscribers: new Set() };
      this.#sets.set(name, set);
      set.subscribers.add(subscriber);
      this.#setOf.set(subscriber, set);
    }
    const known = new Set(before?.assetIds);
    const frame = this.#frameOf(sorted.filter((id) => !known.has(id)));
    if (frame !== null) subscriber.quotes(frame);
  }

  hear(ticks: readonly Tick[]): void {
    for (const tick of ticks) {
      for (const watched of this.#assetsOfKey.get(tick.key) ?? []) {
        if (this.#take(watched, tick)) this.#changed.add(watched.asset.id);
      }
    }
    if (this.#changed.size === 0 || this.#timer !== null) return;
    const waitMs = Math.max(gatherMs, this.#servedMs + pauseMs - performance.now());
    this.#timer = setTimeout(() => void this.#serve(), waitMs).unref();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #attach(watched: WatchedAsset): void {
    const { key } = watched.quoted.instrument;
    this.#assetsOfKey.set(key, (this.#assetsOfKey.get(key) ?? new Set()).add(watched));
    const newest = this.#parts.market.newest(key);
    if (newest !== null) this.#take(watched, newest);
  }

  #detach(watched: WatchedAsset): void {
    const { key } = watched.quoted.instrument;
    watched.unwatch();
    const ofKey = this.#assetsOfKey.get(key);
    ofKey?.delete(watched);
    if (ofKey?.size === 0) this.#assetsOfKey.delete(key);
  }

  /** @returns whether the price is believed. Each asset is held against its own close: that of one owner is nothing to another. */
  #take(watched: WatchedAsset, tick: Tick): boolean {
    const { asset, quoted } = watched;
    const doubt = quoted.simulated ? null : doubtOfQuote(tick, asset);
    if (doubt === null) {
      watched.tick = tick;
      watched.json = writeQuote(watched, tick);
      return true;
    }
    if (!watched.isDoubtLogged) {
      const { provider } = quoted.instrument;
      const { lastClose, lastDate } = asset.prices;
      const told = { assetId: asset.id, provider, doubt, price: tick.price, at: tick.at, lastClose, lastDate };
      this.#parts.log.warn(
        told,
        'A live price is not believed; neither are others of this kind, which are not logged.',
      );
    }
    watched.isDoubtLogged = true;
    return false;
  }

  async #serve(): Promise<void> {
    this.#servedMs = performance.now();
    const changed = new Set(this.#changed);
    this.#changed.clear();
    this.#parts.onQuoted(changed);
    let served = 0;
    for (const set of this.#sets.values()) {
      const frame = this.#frameOf(set.assetIds.filter((id) => changed.has(id)));
      if (frame === null) continue;
      for (const subscriber of set.subscribers) {
        // It may have gone, or changed what it watches, while others were served.
        if (!set.subscribers.has(subscriber)) continue;
        subscriber.quotes(frame);
        served += 1;
        if (served % servedAtOnce === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    }
    this.#timer = null;
    if (this.#changed.size > 0) this.hear([]);
  }

  #frameOf(assetIds: readonly string[]): QuoteFrame | null {
    const quotes = new Map<string, string>();
    for (const id of assetIds) {
      const json = this.#assets.get(id)?.json ?? null;
      if (json !== null) quotes.set(id, json);
    }
    return quotes.size === 0 ? null : { quotes, text: [...quotes.values()].join(',') };
  }
}

function writeQuote({ asset, quoted }: WatchedAsset, { price, at }: Tick): string {
  const quote: LiveQuote = {
    assetId: asset.id,
    price,
    at: new Date(at).toISOString(),
    previousClose: asset.prices.lastClose,
    provider: quoted.instrument.provider,
    simulated: quoted.simulated,
  };
  return JSON.stringify(quote);
}
