import type { MarketDataProvider, ProviderCapabilities, ProviderName } from '../../domain/market-data/provider-port.ts';
import { failed } from './provider-failure.ts';

const noCapabilities: ProviderCapabilities = {
  search: false,
  history: false,
  quote: false,
  fxRates: false,
  corporateActions: false,
  riskFreeRates: false,
  stream: false,
  key: 'none',
  everyDay: false,
  attribution: null,
};

/** A provider that refuses every question, each with its reason: an adapter replaces what it offers. */
export function nothingOffered(name: ProviderName, offered: Partial<ProviderCapabilities>): MarketDataProvider {
  const refuse = (what: string) => failed({ kind: 'unsupported', message: `${name} offers no ${what}` });
  return {
    name,
    capabilities: { ...noCapabilities, ...offered },
    search: async () => refuse('search'),
    history: async () => refuse('history of prices'),
    quote: async () => refuse('quotes'),
    fxRates: async () => refuse('exchange rates'),
    corporateActions: async () => refuse('corporate actions'),
    riskFreeRates: async () => refuse('risk-free rates'),
    stream: () => refuse('stream of quotes'),
  };
}
