/** Where prices of this moment come from: the simulated market, and providers with a stream. */
import type { QuotableAsset } from './quotable-asset.ts';

/** What a source quotes; the same for every asset, of whatever owner, that has the same key. */
export interface Instrument {
  readonly key: string;
  readonly provider: string;
  /** What the source needs to know of it, as JSON; it travels to the replica that runs the source. */
  readonly details: Readonly<Record<string, string | null>>;
}

/** A price of this moment. */
export interface Tick {
  readonly key: string;
  readonly price: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface LiveSource {
  readonly provider: string;
  readonly simulated: boolean;
  /** What the source quotes for the asset; null when it does not know it. */
  instrumentOf(asset: QuotableAsset): Instrument | null;
  /** Starts quoting. Called on the replica that leads, and on no other at the same time. */
  run(tell: (ticks: readonly Tick[]) => void): RunningSource;
}

export interface RunningSource {
  /** All that is watched at present; replaces what was watched before. */
  watch(instruments: readonly Instrument[]): void;
  stop(): void;
}
