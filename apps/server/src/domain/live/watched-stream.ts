/**
 * The stream of a provider for what is watched at present. The adapter connects again by itself when it is cut off; here it is
 * opened for other symbols when others are watched, and closed when none are.
 */
import type { Logger } from '../../core/logging.ts';
import type { MarketDataProvider, ProviderStream, StreamedQuote, StreamState } from '../market-data/provider-port.ts';
import { Money } from '../valuation/decimal-and-number.ts';
import type { Instrument, RunningSource, Tick } from './live-source.ts';

export type StreamingProvider = Pick<MarketDataProvider, 'name' | 'stream'>;

/** How fast a stream follows what is watched, and how often prices are told. */
export interface StreamPace {
  /** Changes of what is watched that come together are one change. */
  readonly gatherMs: number;
  /** Between one opening and the next: providers count them. */
  readonly reopenMs: number;
  /** Of an instrument, the newest price each so often. */
  readonly tellMs: number;
}

export interface WatchedStreamParts {
  readonly provider: StreamingProvider;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly pace: StreamPace;
  readonly tell: (ticks: readonly Tick[]) => void;
}

/** As many as a decimal of the API may have. */
const decimalsMax = 12;

export class WatchedStream implements RunningSource {
  readonly #parts: WatchedStreamParts;
  /** By symbol; assets in another currency than the provider's prices are told of nothing. */
  #watched: ReadonlyMap<string, readonly Instrument[]> = new Map();
  #streams: readonly ProviderStream[] = [];
  #opened: ReadonlySet<string> = new Set();
  #openedMs = Number.NEGATIVE_INFINITY;
  /** Closed streams may still have something to say. */
  #generation = 0;
  readonly #refused = new Set<string>();
  readonly #mismatched = new Set<string>();
  readonly #untold = new Map<string, Tick>();
  #openTimer: NodeJS.Timeout | null = null;
  #tellTimer: NodeJS.Timeout | null = null;
  #isAway = false;

  constructor(parts: WatchedStreamParts) {
    this.#parts = parts;
  }

  watch(instruments: readonly Instrument[]): void {
    const bySymbol = new Map<string, Instrument[]>();
    for (const instrument of instruments) {
      const symbol = instrument.details['symbol'] ?? '';
      bySymbol.set(symbol, [...(bySymbol.get(symbol) ?? []), instrument]);
    }
    this.#watched = bySymbol;
    if (this.#watched.size === 0) this.stop();
    else if (this.#hasChanged() && this.#openTimer === null) {
      const { gatherMs, reopenMs } = this.#parts.pace;
      const waitMs = Math.max(gatherMs, this.#openedMs + reopenMs - performance.now());
      this.#openTimer = setTimeout(() => this.#open(), waitMs).unref();
    }
  }

  stop(): void {
    if (this.#openTimer !== null) clearTimeout(this.#openTimer);
    if (this.#tellTimer !== null) clearTimeout(this.#tellTimer);
    this.#openTimer = null;
    this.#tellTimer = null;
    this.#untold.clear();
    this.#opened = new Set();
    this.#close();
  }

  #wanted(): string[] {
    return [...this.#watched.keys()].filter((symbol) => !this.#refused.has(symbol));
  }

  #hasChanged(): boolean {
    const wanted = this.#wanted();
    return wanted.length !== this.#opened.size || wanted.some((symbol) => !this.#opened.has(symbol));
  }

  #close(): void {
    this.#generation += 1;
    for (const stream of this.#streams) stream.close();
    this.#streams = [];
  }

  #open(): void {
    this.#openTimer = null;
    if (!this.#hasChanged()) return;
    this.#close();
    const refusedBefore = this.#refused.size;
    this.#streams = this.#openHalves(this.#wanted());
    // Now that is known whom it refuses, the others fit into fewer streams.
    if (this.#refused.size > refusedBefore) {
      this.#close();
      this.#streams = this.#openHalves(this.#wanted());
    }
    this.#opened = new Set(this.#wanted());
    this.#openedMs = performance.now();
  }

  /** One stream, or two where the provider refuses one for all: too many symbols, or one among them that is none. */
  #openHalves(symbols: readonly string[]): ProviderStream[] {
    if (symbols.length === 0) return [];
    const { provider, log } = this.#parts;
    const generation = this.#generation;
    const answer = provider.stream(symbols, {
      quote: (quote) => {
        if (generation === this.#generation) this.#hear(quote);
      },
      state: (state, detail) => {
        if (generation === this.#generation) this.#noteState(state, detail);
      },
    });
    if (answer.ok) return [answer.value];
    const [only] = symbols;
    if (symbols.length === 1 && only !== undefined) {
      this.#refused.add(only);
      const { kind, message } = answer.failure;
      log.warn({ provider: provider.name, symbol: only, kind }, `No live prices: ${message}.`);
      return [];
    }
    const middle = Math.ceil(symbols.length / 2);
    return [...this.#openHalves(symbols.slice(0, middle)), ...this.#openHalves(symbols.slice(middle))];
  }

  #noteState(state: StreamState, detail: string): void {
    const isAway = state === 'waiting' || (state !== 'open' && this.#isAway);
    if (isAway === this.#isAway) return;
    this.#isAway = isAway;
    const { provider, log } = this.#parts;
    const told = { provider: provider.name, detail };
    if (isAway) log.warn(told, 'Live prices of a provider are interrupted; it is tried again.');
    else log.info(told, 'Live prices of a provider come again.');
  }

  #hear({ symbol, price: text, currency, at }: StreamedQuote): void {
    const { provider, log, pace } = this.#parts;
    const price = new Money(text).toDecimalPlaces(decimalsMax);
    if (!price.gt(0)) return;
    for (const { key, details } of this.#watched.get(symbol) ?? []) {
      if (details['currency'] === currency) {
        this.#untold.set(key, { key, price: price.toFixed(), at: Date.parse(at) });
      } else if (!this.#mismatched.has(key)) {
        this.#mismatched.add(key);
        const told = { provider: provider.name, symbol, currency, expected: details['currency'] };
        log.warn(told, 'A provider quotes in another currency than that of an asset, which has no live prices for it.');
      }
    }
    if (this.#untold.size > 0) this.#tellTimer ??= setTimeout(() => this.#tell(), pace.tellMs).unref();
  }

  #tell(): void {
    this.#tellTimer = null;
    const ticks = [...this.#untold.values()];
    this.#untold.clear();
    this.#parts.tell(ticks);
  }
}
