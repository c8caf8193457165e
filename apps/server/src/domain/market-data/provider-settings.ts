/** Which providers are asked, in which order and with which key: what a user decided, then what the server did, then what the product does. */
import type { ProviderName } from './provider-port.ts';

/** What one user, or the server, has decided about a provider. */
export interface ProviderSetting {
  readonly provider: ProviderName;
  /** Null where nothing is decided about it. */
  readonly enabled: boolean | null;
  /** Lower is asked earlier; null keeps the order of the product. */
  readonly position: number | null;
  readonly key: string | null;
}

/** What holds of a provider for one user. */
export interface ProviderChoice {
  readonly provider: ProviderName;
  readonly enabled: boolean;
  /** The server has switched it off for everybody. */
  readonly isForbidden: boolean;
  readonly position: number | null;
  readonly key: string | null;
  readonly keyFrom: 'user' | 'server' | null;
}

/** Asked by choice only: it has no terms under which it may be asked. */
const byChoiceOnly: ReadonlySet<ProviderName> = new Set(['yahoo']);

/**
 * The providers in the order in which they are asked. A position of the user comes before one of the server; those without one
 * follow in the order of the product. What the server has switched off nobody can switch on.
 */
export function chooseProviders(
  names: readonly ProviderName[],
  own: readonly ProviderSetting[],
  ofServer: readonly ProviderSetting[],
): ProviderChoice[] {
  const choices = names.map((provider): ProviderChoice => {
    const mine = own.find((setting) => setting.provider === provider);
    const theirs = ofServer.find((setting) => setting.provider === provider);
    const isForbidden = theirs?.enabled === false;
    const key = mine?.key ?? theirs?.key ?? null;
    return {
      provider,
      isForbidden,
      enabled: !isForbidden && (mine?.enabled ?? theirs?.enabled ?? !byChoiceOnly.has(provider)),
      position: mine?.position ?? theirs?.position ?? null,
      key,
      keyFrom: key === null ? null : mine?.key == null ? 'server' : 'user',
    };
  });
  const place = ({ position }: ProviderChoice) => position ?? Number.POSITIVE_INFINITY;
  return choices.toSorted((one, other) => (place(one) === place(other) ? 0 : place(one) - place(other)));
}
