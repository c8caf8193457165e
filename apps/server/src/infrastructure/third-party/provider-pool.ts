/** The providers of this process: one for each key, made when it is first asked, so that its users share one allowance. */
import { createHash } from 'node:crypto';
import type { MarketDataProvider, ProviderName } from '../../domain/market-data/provider-port.ts';
import type { ProviderPool } from '../../domain/market-data/provider-settings-service.ts';
import type { AdapterParts, ClientState } from './provider-client.ts';
import { createProvider, type OfferedProvider, offeredProviderNames } from './providers.ts';

interface Opened {
  readonly provider: MarketDataProvider;
  readonly state: () => ClientState;
}

/** What providers without a client of their own, such as the simulated market, answer. */
const ready: ClientState = { until: null, reason: null, creditsLeftToday: null };
/** Adapters that nobody asks are forgotten from here on; a key that is used again begins with a fresh allowance. */
const openedMax = 1_000;

export function createProviderPool(parts: AdapterParts): ProviderPool {
  const opened = new Map<string, Opened>();
  const offered = (name: ProviderName): OfferedProvider => {
    const found = offeredProviderNames.find((one) => one === name);
    if (found === undefined) throw new Error(`The provider ${name} cannot be asked for prices.`);
    return found;
  };
  // A key is of no use without its adapter, so that one that is never used tells what an adapter can do.
  const described = new Map(
    offeredProviderNames.map((name) => [name, createProvider(parts, name, 'not-a-key').capabilities] as const),
  );
  const capabilitiesOf = (name: ProviderName) => described.get(offered(name))!;
  const find = (name: ProviderName, key: string | null): Opened | null => {
    const usedKey = capabilitiesOf(name).key === 'required' ? key : '';
    if (usedKey === null) return null;
    // The key itself stays where it is needed.
    const place = `${name} ${createHash('sha256').update(usedKey).digest('base64url')}`;
    const known = opened.get(place);
    if (known !== undefined) {
      opened.delete(place);
      opened.set(place, known);
      return known;
    }
    let state = () => ready;
    const provider = createProvider(
      {
        ...parts,
        onClient: (told) => {
          state = told;
        },
      },
      offered(name),
      usedKey,
    );
    const made = { provider, state: () => state() };
    opened.set(place, made);
    const [oldest] = opened.keys();
    if (opened.size > openedMax && oldest !== undefined) opened.delete(oldest);
    return made;
  };
  return {
    names: offeredProviderNames,
    capabilitiesOf,
    open: (name, key) => find(name, key)?.provider ?? null,
    stateOf: (name, key) => find(name, key)?.state() ?? ready,
  };
}
