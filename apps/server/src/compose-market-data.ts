/** Puts market data together: the providers behind the one way out, and what is fetched from them. */
import type { Repositories } from './compose-repositories.ts';
import { createId } from './core/ids.ts';
import type { ObjectAccess } from './domain/access/object-access.ts';
import { createMarketDataService } from './domain/market-data/market-data-service.ts';
import { createPriceRefresh } from './domain/market-data/price-refresh.ts';
import { createFeedRepository } from './infrastructure/database/repositories/feed-repository.ts';
import { createFetchedPriceRepository } from './infrastructure/database/repositories/fetched-price-repository.ts';
import { createEgress, type Egress } from './infrastructure/third-party/egress/egress.ts';
import { createProviders } from './infrastructure/third-party/providers.ts';
import type { ServerParts } from './lifecycle/server-parts.ts';

export function composeMarketData(
  { database: { orm }, clock }: ServerParts,
  needs: Pick<Repositories, 'assets' | 'prices' | 'transactions'> & { readonly access: ObjectAccess },
  egress: Egress = createEgress(),
) {
  // Files are imported, not followed. One set for everybody: the allowances of providers without a key are those of this address.
  const providers = createProviders({ egress, clock }, { keys: {}, yahoo: false, imported: null });
  const feeds = createFeedRepository(orm);
  const fetched = createFetchedPriceRepository(orm, createId);
  const refresh = createPriceRefresh({
    ...needs,
    feeds,
    fetched,
    clock,
    providerOf: async (_ownerId, name) => providers.find((provider) => provider.name === name) ?? null,
  });
  return {
    service: createMarketDataService({ ...needs, feeds, fetched, clock, refresh, providers }),
    close: () => egress.close(),
  };
}
