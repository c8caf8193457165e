/** All providers that can be asked. */
import type { MarketDataProvider, ProviderName } from '../../domain/market-data/provider-port.ts';
import { alphaVantage } from './alpha-vantage.ts';
import { binance } from './binance.ts';
import { coinbase } from './coinbase.ts';
import { coingecko } from './coingecko.ts';
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

/** Yahoo is asked by choice only; the simulated market comes last and answers for its own symbols only. */
const keylessProviders = { ecb, frankfurter, binance, coinbase, yahoo, simulated } satisfies Partial<
  Record<ProviderName, (parts: AdapterParts) => MarketDataProvider>
>;

type KeyedProvider = keyof typeof keyedProviders;
type KeylessProvider = keyof typeof keylessProviders;
export type OfferedProvider = KeyedProvider | KeylessProvider;

export const keyedProviderNames = Object.keys(keyedProviders) as KeyedProvider[];
/** In the order of preference: those with a key, then those without. */
export const offeredProviderNames: readonly OfferedProvider[] = [
  ...keyedProviderNames,
  ...(Object.keys(keylessProviders) as KeylessProvider[]),
];

/** Budget and circuit breaker live in what is made here: one serves one key, and is kept. */
export function createProvider(parts: AdapterParts, name: OfferedProvider, key: string): MarketDataProvider {
  return name in keyedProviders
    ? keyedProviders[name as KeyedProvider](parts, key)
    : keylessProviders[name as KeylessProvider](parts);
}
