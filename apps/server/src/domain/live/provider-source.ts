/** A provider with a stream as a source: what is watched is quoted by it, in one stream, on the replica that leads. */
import type { Logger } from '../../core/logging.ts';
import type { MarketDataProvider } from '../market-data/provider-port.ts';
import type { Instrument, LiveSource } from './live-source.ts';
import { type StreamingProvider, type StreamPace, WatchedStream } from './watched-stream.ts';

const defaultPace: StreamPace = { gatherMs: 500, reopenMs: 5_000, tellMs: 250 };

/** Those that can be asked by everybody, without a key. The simulated market is a source of its own. */
export function canStreamForAll({
  name,
  capabilities: { stream, key },
}: Pick<MarketDataProvider, 'name' | 'capabilities'>) {
  return stream && key === 'none' && name !== 'simulated';
}

export interface ProviderSourceParts {
  readonly provider: StreamingProvider;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly pace?: StreamPace;
}

export function createProviderSource({ provider, log, pace = defaultPace }: ProviderSourceParts): LiveSource {
  const { name } = provider;
  return {
    provider: name,
    simulated: false,
    instrumentOf({ feed, currency }): Instrument | null {
      if (feed === null || feed.provider !== name) return null;
      const symbol = feed.providerSymbol.toUpperCase();
      return { key: `${name} ${symbol} ${currency}`, provider: name, details: { symbol, currency } };
    },
    run: (tell) => new WatchedStream({ provider, log, pace, tell }),
  };
}
