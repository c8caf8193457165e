/**
 * Prices of this moment for whatever somebody watches, at any replica. Each replica announces what is watched there; the one
 * that leads runs the sources and tells all others. What nobody announced for a while is not quoted any longer.
 */
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import type { Instrument, LiveSource, RunningSource, Tick } from './live-source.ts';
import type { Leadership, LiveBus } from './ports.ts';
import type { QuotableAsset } from './quotable-asset.ts';

export interface LiveMarketParts {
  readonly bus: LiveBus;
  readonly leadership: Leadership;
  readonly sources: readonly LiveSource[];
  readonly clock: Clock;
  readonly onTicks: (ticks: readonly Tick[]) => void;
}

export interface QuotedInstrument {
  readonly instrument: Instrument;
  readonly simulated: boolean;
}

const announceMs = 3_000;
const forgottenMs = 10_000;

const instrumentItem = z.strictObject({
  key: z.string(),
  provider: z.string(),
  details: z.record(z.string(), z.string().nullable()),
});
const interestItem = z.union([
  z.strictObject({ watch: instrumentItem }),
  /** Whoever leads from now on asks what is watched. */
  z.strictObject({ ask: z.literal(true) }),
]);
const tickItem = z.strictObject({ key: z.string(), price: z.string(), at: z.number() });

export class LiveMarket {
  readonly #parts: LiveMarketParts;
  /** Of this replica, with how many watch it. */
  readonly #watched = new Map<string, { readonly instrument: Instrument; count: number }>();
  /** Of all replicas, with when it was announced last; kept by whoever leads. */
  readonly #wanted = new Map<string, { readonly instrument: Instrument; seenMs: number }>();
  readonly #newest = new Map<string, Tick>();
  readonly #stops: readonly (() => void)[];
  readonly #timer: NodeJS.Timeout;
  #running: ReadonlyMap<string, RunningSource> = new Map();

  constructor(parts: LiveMarketParts) {
    this.#parts = parts;
    const { bus, leadership } = parts;
    this.#stops = [
      bus.subscribe('ticks', (items) => this.#hearTicks(items)),
      bus.subscribe('interest', (items) => this.#hearInterest(items)),
      leadership.onChange((isLeader) => (isLeader ? this.#start() : this.#stop())),
    ];
    this.#timer = setInterval(() => this.#announceAll(), announceMs).unref();
    if (leadership.isLeader()) this.#start();
  }

  /** What a source quotes for the asset; null when there is no source for it. */
  instrumentOf(asset: QuotableAsset): QuotedInstrument | null {
    for (const source of this.#parts.sources) {
      const instrument = source.instrumentOf(asset);
      if (instrument !== null) return { instrument, simulated: source.simulated };
    }
    return null;
  }

  newest(key: string): Tick | null {
    return this.#newest.get(key) ?? null;
  }

  /** Has the instrument quoted until the function that is returned is called. */
  watch(instrument: Instrument): () => void {
    const { key } = instrument;
    const known = this.#watched.get(key);
    if (known === undefined) {
      this.#watched.set(key, { instrument, count: 1 });
      this.#parts.bus.publish('interest', [{ watch: instrument }]);
    } else known.count += 1;
    let isWatched = true;
    return () => {
      const entry = this.#watched.get(key);
      if (!isWatched || entry === undefined) return;
      isWatched = false;
      entry.count -= 1;
      if (entry.count > 0) return;
      this.#watched.delete(key);
      this.#newest.delete(key);
    };
  }

  close(): void {
    clearInterval(this.#timer);
    for (const stop of this.#stops) stop();
    this.#stop();
  }

  #announceAll(): void {
    const items = [...this.#watched.values()].map(({ instrument }) => ({ watch: instrument }));
    this.#parts.bus.publish('interest', items);
    this.#forget();
  }

  #hearTicks(items: readonly unknown[]): void {
    const ticks: Tick[] = [];
    for (const item of items) {
      const { data: tick } = tickItem.safeParse(item);
      if (tick === undefined || !this.#watched.has(tick.key)) continue;
      // Of two that lead for a moment, the older price is not believed.
      if (tick.at < (this.#newest.get(tick.key)?.at ?? 0)) continue;
      this.#newest.set(tick.key, tick);
      ticks.push(tick);
    }
    if (ticks.length > 0) this.#parts.onTicks(ticks);
  }

  #hearInterest(items: readonly unknown[]): void {
    const seenMs = this.#parts.clock.monotonicMs();
    let hasNew = false;
    for (const item of items) {
      const { data } = interestItem.safeParse(item);
      if (data === undefined) continue;
      if ('ask' in data) this.#announceAll();
      else {
        hasNew ||= !this.#wanted.has(data.watch.key);
        this.#wanted.set(data.watch.key, { instrument: data.watch, seenMs });
      }
    }
    if (hasNew) this.#tellSources();
  }

  #forget(): void {
    const before = this.#parts.clock.monotonicMs() - forgottenMs;
    const old = [...this.#wanted].filter(([, { seenMs }]) => seenMs < before);
    for (const [key] of old) this.#wanted.delete(key);
    if (old.length > 0) this.#tellSources();
  }

  #start(): void {
    if (this.#running.size > 0) return;
    const { sources, bus } = this.#parts;
    this.#running = new Map(
      sources.map((source) => [source.provider, source.run((ticks) => bus.publish('ticks', ticks))]),
    );
    this.#tellSources();
    bus.publish('interest', [{ ask: true }]);
  }

  #stop(): void {
    for (const source of this.#running.values()) source.stop();
    this.#running = new Map();
  }

  #tellSources(): void {
    for (const [provider, source] of this.#running) {
      const instruments = [...this.#wanted.values()].map(({ instrument }) => instrument);
      source.watch(instruments.filter((instrument) => instrument.provider === provider));
    }
  }
}
