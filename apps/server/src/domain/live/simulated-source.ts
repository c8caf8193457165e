/** The simulated market as a source: every watched asset has a price each second, around the clock. */
import type { Clock } from '../../core/clock.ts';
import type { Instrument, LiveSource } from './live-source.ts';
import { type SimulatedAsset, simulatedPrice } from './simulated-market.ts';

/** Of every installation: the same demo moves the same way everywhere. */
export const simulatedMarketSeed = 20_261_122;
export const simulatedProvider = 'simulated';

export interface SimulatedSourceOptions {
  readonly clock: Clock;
  readonly seed?: number;
  readonly tickMs?: number;
}

export function createSimulatedSource(options: SimulatedSourceOptions): LiveSource {
  const { clock, seed = simulatedMarketSeed, tickMs = 1_000 } = options;
  return {
    provider: simulatedProvider,
    simulated: true,
    instrumentOf({ source, symbol, assetClass, sector, country, currency, prices: { lastClose } }) {
      if (source !== 'simulated' || lastClose === null) return null;
      const details = { symbol, assetClass, sector, country, currency, close: lastClose };
      return { key: `simulated ${Object.values(details).join(' ')}`, provider: simulatedProvider, details };
    },
    run(tell) {
      let watched: readonly Instrument[] = [];
      const tick = (instruments: readonly Instrument[]) => {
        const at = clock.now().getTime();
        tell(
          instruments.map(({ key, details }) => ({
            key,
            price: simulatedPrice(seed, details as unknown as SimulatedAsset, at),
            at,
          })),
        );
      };
      const timer = setInterval(() => {
        if (watched.length > 0) tick(watched);
      }, tickMs).unref();
      return {
        watch(instruments) {
          const known = new Set(watched.map(({ key }) => key));
          const added = instruments.filter(({ key }) => !known.has(key));
          watched = instruments;
          if (added.length > 0) tick(added);
        },
        stop: () => clearInterval(timer),
      };
    },
  };
}
