/** Several providers in the order of preference: the first good answer, and why the others gave none. */
import type { Answer, MarketDataProvider, ProviderFailure, ProviderName } from './provider-port.ts';

export interface RefusedBy {
  readonly provider: ProviderName;
  readonly failure: ProviderFailure;
}

export type ChainAnswer<Value> =
  | {
      readonly ok: true;
      readonly value: Value;
      readonly provider: ProviderName;
      readonly refused: readonly RefusedBy[];
    }
  /** Every provider refused; the reasons stand in the order in which they were asked. */
  | { readonly ok: false; readonly refused: readonly RefusedBy[] };

/**
 * Asks one provider after the other until one has a good answer.
 *
 * Those that do not offer what is asked are passed over without a word. An answer that holds nothing counts as `not-found`, for
 * the next provider may have something; when all are empty the first empty answer stands, because it says which days are missing.
 *
 * @param isEmpty whether an answer holds nothing.
 */
export async function askInOrder<Value>(
  providers: readonly MarketDataProvider[],
  offers: keyof MarketDataProvider['capabilities'],
  ask: (provider: MarketDataProvider) => Promise<Answer<Value>>,
  isEmpty: (value: Value) => boolean = () => false,
): Promise<ChainAnswer<Value>> {
  const refused: RefusedBy[] = [];
  let empty: { readonly value: Value; readonly provider: ProviderName } | null = null;
  for (const provider of providers) {
    if (provider.capabilities[offers] !== true) continue;
    const answer = await ask(provider);
    if (!answer.ok) {
      refused.push({ provider: provider.name, failure: answer.failure });
    } else if (isEmpty(answer.value)) {
      empty ??= { value: answer.value, provider: provider.name };
      refused.push({
        provider: provider.name,
        failure: { kind: 'not-found', message: `${provider.name} has nothing for these days` },
      });
    } else {
      return { ok: true, value: answer.value, provider: provider.name, refused };
    }
  }
  return empty === null ? { ok: false, refused } : { ok: true, ...empty, refused };
}
