/** How a feed and its failures are shown. */
import type { AssetFeed, ProviderRefusal } from '@riskoptimizer/contracts';
import type { Feed } from './feed.ts';
import type { ProviderFailure, ProviderName } from './provider-port.ts';

export function presentFeed({
  provider,
  providerSymbol,
  alternatives,
  closes,
  lastSuccessAt,
  failure,
}: Feed): AssetFeed {
  return {
    provider,
    providerSymbol,
    alternatives: [...alternatives],
    closes,
    lastSuccessAt: lastSuccessAt?.toISOString() ?? null,
    failure:
      failure === null
        ? null
        : {
            kind: failure.kind,
            message: failure.message,
            at: failure.at.toISOString(),
            until: failure.until?.toISOString() ?? null,
          },
  };
}

export function presentRefusal(provider: ProviderName, failure: ProviderFailure): ProviderRefusal {
  const until = 'until' in failure && failure.until !== null ? new Date(failure.until).toISOString() : null;
  return { provider, kind: failure.kind, message: failure.message, until };
}
