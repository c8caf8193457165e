/** Puts market data together: the providers behind the one way out, and what is fetched from them. */
import type { Repositories } from './compose-repositories.ts';
import { createId } from './core/ids.ts';
import type { ObjectAccess } from './domain/access/object-access.ts';
import type { FieldCipher } from './domain/cryptography/ports.ts';
import { canStreamForAll } from './domain/live/provider-source.ts';
import { createQuotableAssets } from './domain/live/quotable-asset.ts';
import { createExchangeRateService } from './domain/market-data/exchange-rate-refresh.ts';
import { createMarketDataService } from './domain/market-data/market-data-service.ts';
import { createPriceOverrideService } from './domain/market-data/price-override-service.ts';
import { createPriceRefresh } from './domain/market-data/price-refresh.ts';
import { createProviderSettingsService } from './domain/market-data/provider-settings-service.ts';
import { createRiskFreeRateService } from './domain/market-data/risk-free-rate-refresh.ts';
import { createFeedRepository } from './infrastructure/database/repositories/feed-repository.ts';
import { createFetchedPriceRepository } from './infrastructure/database/repositories/fetched-price-repository.ts';
import { createPriceOverrideRepository } from './infrastructure/database/repositories/price-override-repository.ts';
import { createProviderSettingRepository } from './infrastructure/database/repositories/provider-setting-repository.ts';
import { createRiskFreeRateRepository } from './infrastructure/database/repositories/risk-free-rate-repository.ts';
import { createEgress, type Egress } from './infrastructure/third-party/egress/egress.ts';
import { createProviderPool } from './infrastructure/third-party/provider-pool.ts';
import type { ServerParts } from './lifecycle/server-parts.ts';

export function composeMarketData(
  { database: { orm }, clock }: ServerParts,
  {
    cipher,
    ...needs
  }: Pick<Repositories, 'assets' | 'prices' | 'rates' | 'transactions'> & {
    readonly access: ObjectAccess;
    readonly cipher: FieldCipher;
  },
  egress: Egress = createEgress(),
) {
  const pool = createProviderPool({ egress, clock });
  const providers = createProviderSettingsService({
    pool,
    settings: createProviderSettingRepository(orm, cipher, createId),
    transactions: needs.transactions,
  });
  const feeds = createFeedRepository(orm);
  const fetched = createFetchedPriceRepository(orm, createId);
  const overrides = createPriceOverrideRepository(orm);
  const refresh = createPriceRefresh({
    ...needs,
    feeds,
    fetched,
    clock,
    providerOf: async (ownerId, name) =>
      (await providers.providersOf(ownerId)).find((provider) => provider.name === name) ?? null,
  });
  return {
    service: createMarketDataService({ ...needs, feeds, fetched, overrides, clock, refresh, providers }),
    providers,
    exchangeRates: createExchangeRateService({ ...needs, providers, clock }),
    riskFreeRates: createRiskFreeRateService({
      ...needs,
      riskFreeRates: createRiskFreeRateRepository(orm),
      providers,
      clock,
    }),
    priceOverrides: createPriceOverrideService({ ...needs, fetched, overrides, clock }),
    quotable: createQuotableAssets({ ...needs, feeds, providers }),
    streaming: pool.names.flatMap((name) => {
      const provider = pool.open(name, null);
      return provider !== null && canStreamForAll(provider) ? [provider] : [];
    }),
    ownersDue: feeds.ownersDue,
    close: () => egress.close(),
  };
}
