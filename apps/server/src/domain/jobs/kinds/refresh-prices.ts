import { type RefreshPricesJobInput, refreshPricesJobInput } from '@riskoptimizer/contracts';
import type { ObjectAccess } from '../../access/object-access.ts';
import type { ExchangeRateService } from '../../market-data/exchange-rate-refresh.ts';
import type { MarketDataService } from '../../market-data/market-data-service.ts';
import type { RiskFreeRateService } from '../../market-data/risk-free-rate-refresh.ts';
import type { JobKind } from '../job-kind.ts';

export interface RefreshPricesParts {
  readonly access: ObjectAccess;
  readonly marketData: Pick<MarketDataService, 'refresh' | 'followed'>;
  readonly exchangeRates: Pick<ExchangeRateService, 'refresh'>;
  readonly riskFreeRates: Pick<RiskFreeRateService, 'refresh'>;
}

/**
 * Brings assets and the exchange rates of their owner up to date from their providers, one after the other. Each is stored by itself, so that a job that was stopped
 * has done what it has done; what is done again asks for what is new only and changes nothing.
 */
export function refreshPricesKind({
  access,
  marketData,
  exchangeRates,
  riskFreeRates,
}: RefreshPricesParts): JobKind<RefreshPricesJobInput> {
  return {
    name: 'refresh-prices',
    input: refreshPricesJobInput,
    permissions: ['asset:change'],
    timeoutSeconds: 3600,
    retries: 2,
    async authorize(actor, { assetIds = [] }) {
      for (const assetId of assetIds) await access.asset(actor, assetId, 'owner');
    },
    async run({ actor, signal, progress }, { assetIds }) {
      const wanted = assetIds ?? (await marketData.followed(actor));
      const items = [];
      for (const [index, assetId] of wanted.entries()) {
        signal.throwIfAborted();
        progress(index / wanted.length, `${index} of ${wanted.length} assets`);
        const { asset, feed, storedCount, quarantinedCount } = await marketData.refresh(actor, assetId, signal);
        const { symbol, prices } = asset;
        items.push({
          assetId,
          symbol,
          lastDate: prices.lastDate,
          storedCount,
          quarantinedCount,
          failure: feed.failure,
        });
      }
      // Rates come after prices: only then it is known from when they are needed. Who asks for single assets asks for no more.
      if (assetIds === undefined) progress(null, 'exchange rates');
      const rates = assetIds === undefined ? (await exchangeRates.refresh(actor, {}, signal)).items : [];
      const withoutRisk = assetIds === undefined ? (await riskFreeRates.refresh(actor, signal)).items : [];
      // What providers answer cannot be computed again.
      const uncertified = { inputsHash: null, engineVersion: null, seed: null, window: null };
      return { json: JSON.stringify({ items, exchangeRates: rates, riskFreeRates: withoutRisk }), ...uncertified };
    },
  };
}
