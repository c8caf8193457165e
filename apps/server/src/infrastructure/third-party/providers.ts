/** All providers of an installation, or of a user with keys of his own. */
import type { MarketDataProvider, ProviderName } from '../../domain/market-data/provider-port.ts';
import { alphaVantage } from './alpha-vantage.ts';
import { binance } from './binance.ts';
import { coinbase } from './coinbase.ts';
import { coingecko } from './coingecko.ts';
import { csv, type ImportedPrices } from './csv.ts';
import { ecb } from './ecb.ts';
import { eodhd } from './eodhd.ts';
import { finnhub } from './finnhub.ts';
import { frankfurter } from './frankfurter.ts';
import { fred } from './fred.ts';
import { massive } from './massive.ts';
import type { AdapterParts } from './provider-client.ts';
import { simulated } from './simulated.ts';
import { tiingo } from './tiingo.ts';
import { twelveData } from './twelve-data.ts';
import { yahoo } from './yahoo.ts';

const keyedProviders = {
  tiingo,
  'twelve-data': twelveData,
  eodhd,
  massive,
  'alpha-vantage': alphaVantage,
  finnhub,
  coingecko,
  fred,
} satisfies Partial<Record<ProviderName, (parts: AdapterParts, key: string) => MarketDataProvider>>;

export type KeyedProvider = keyof typeof keyedProviders;
export const keyedProviderNames = Object.keys(keyedProviders);

export interface ProviderChoice {
  readonly keys: Partial<Record<KeyedProvider, string>>;
  /** Yahoo is asked by choice only. */
  readonly yahoo: boolean;
  /** Null leaves files out. */
  readonly imported: ImportedPrices | null;
}

/**
 * The providers that can be asked, in the order of preference: what the user brought along, then those with a key, then those
 * without. The simulated market comes last and answers for its own symbols only.
 *
 * One set serves one set of keys: budgets and circuit breakers live in it, so it is made once and kept.
 */
export function createProviders(
  parts: AdapterParts,
  { keys, yahoo: asksYahoo, imported }: ProviderChoice,
): MarketDataProvider[] {
  const keyed = Object.entries(keyedProviders).flatMap(([name, create]) => {
    const key = keys[name as KeyedProvider] ?? '';
    return key === '' ? [] : [create(parts, key)];
  });
  return [
    ...(imported === null ? [] : [csv(parts, imported)]),
    ...keyed,
    ecb(parts),
    frankfurter(parts),
    binance(parts),
    coinbase(parts),
    ...(asksYahoo ? [yahoo(parts)] : []),
    simulated(parts),
  ];
}
