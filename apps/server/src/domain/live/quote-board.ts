/**
 * Who watches which asset, and its newest quote. A quote is written as JSON once, and the quotes of one moment are put together
 * once for all who watch the same assets: two thousand people who look at the same fifty cost one text.
 */
import type { LiveQuote } from '@riskoptimizer/contracts';
import type { AssetRecord } from '../assets/asset.ts';
import type { LiveMarket } from './live-market.ts';
import type { Tick } from './live-source.ts';
import type { QuoteFrame, Subscriber } from './subscriber.ts';

/** Subscribers that are served in one go before requests get their turn. */
const servedAtOnce = 100;
/** Ticks that arrive together are told together, and nobody is told more often than this. */
const gatherMs = 15;
const pauseMs = 200;

interface WatchedAsset {
  readonly assetId: string;
  readonly key: string;
  readonly provider: string;
  readonly simulated: boolean;
  previousClose: string | null;
  readonly unwatch: () => void;
  watcherCount: number;
  json: string | null;
}

/** Those who watch exactly the same assets. */
interface AssetSet {
  readonly name: string;
  readonly assetIds: readonly string[];
  readonly subscribers: Set<Subscriber>;
}

export class QuoteBoard {
  readonly #market: Pick<LiveMarket, 'instrumentOf' | 'watch' | 'newest'>;
  readonly #assets = new Map<string, WatchedAsset>();
  readonly #assetsOfKey = new Map<string, Set<WatchedAsset>>();
  readonly #sets = new Map<string, AssetSet>();
  readonly #setOf = new Map<Subscriber, AssetSet>();
  readonly #changed = new Set<string>();
  readonly #onQuoted: (assetIds: ReadonlySet<string>) => void;
  #timer: NodeJS.Timeout | null = null;
  #servedMs = Number.NEGATIVE_INFINITY;

  constructor(
    market: Pick<LiveMarket, 'instrumentOf' | 'watch' | 'newest'>,
    onQuoted: (assetIds: ReadonlySet<string>) => void,
  ) {
    this.#market = market;
    this.#onQuoted = onQuoted;
  }

  isQuoted(asset: AssetRecord): boolean {
    return this.#market.instrumentOf(asset) !== null;
  }

  /** Has the asset quoted until `release`; for each of those who want it, once. */
  hold(asset: AssetRecord): void {
    const known = this.#assets.get(asset.id);
    if (known !== undefined) {
      known.watcherCount += 1;
      return;
    }
    const quoted = this.#market.instrumentOf(asset);
    if (quoted === null) throw new Error(`Nobody quotes ${asset.symbol}.`);
    const { key, provider } = quoted.instrument;
    const watched: WatchedAsset = {
      assetId: asset.id,
      key,
      provider,
      simulated: quoted.simulated,
      previousClose: asset.prices.lastClose,
      unwatch: this.#market.watch(quoted.instrument),
      watcherCount: 1,
      json: null,
    };
    this.#assets.set(asset.id, watched);
    this.#assetsOfKey.set(key, (this.#assetsOfKey.get(key) ?? new Set()).add(watched));
    const newest = this.#market.newest(key);
    if (newest !== null) watched.json = writeQuote(watched, newest);
  }

  /** Its close has changed, as far as that is the same instrument. */
  refresh(asset: AssetRecord): void {
    const watched = this.#assets.get(asset.id);
    if (watched !== undefined) watched.previousClose = asset.prices.lastClose;
  }

  release(assetId: string): void {
    const watched = this.#assets.get(assetId);
    if (watched === undefined) return;
    watched.watcherCount -= 1;
    if (watched.watcherCount > 0) return;
    watched.unwatch();
    this.#assets.delete(assetId);
    const ofKey = this.#assetsOfKey.get(watched.key);
    ofKey?.delete(watched);
    if (ofKey?.size === 0) this.#assetsOfKey.delete(watched.key);
  }

  /** The newest price and the close before it; null as long as there is none. */
  priceOf(assetId: string): { readonly price: string; readonly previousClose: string | null } | null {
    const watched = this.#assets.get(assetId);
    const tick = watched === undefined ? null : this.#market.newest(watched.key);
    return tick === null ? null : { price: tick.price, previousClose: watched!.previousClose };
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
        watched.json = writeQuote(watched, tick);
        this.#changed.add(watched.assetId);
      }
    }
    if (this.#changed.size === 0 || this.#timer !== null) return;
    const waitMs = Math.max(gatherMs, this.#servedMs + pauseMs - performance.now());
    this.#timer = setTimeout(() => void this.#serve(), waitMs).unref();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #serve(): Promise<void> {
    this.#servedMs = performance.now();
    const changed = new Set(this.#changed);
    this.#changed.clear();
    this.#onQuoted(changed);
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

function writeQuote({ assetId, provider, simulated, previousClose }: WatchedAsset, { price, at }: Tick): string {
  const quote: LiveQuote = { assetId, price, at: new Date(at).toISOString(), previousClose, provider, simulated };
  return JSON.stringify(quote);
}
