/** Market data of providers: searched, followed, brought up to date, and doubted. */
import {
  assetFeed,
  type assetFeedInput,
  assetQuality,
  assetRefresh,
  dataQuality,
  type ExchangeRateRefreshRequest,
  exchangeRateRefresh,
  exchangeRateStatus,
  type followAssetRequest,
  type MarketDataSearchQuery,
  marketDataSearchResult,
  type PriceOverrideInput,
  type ProviderListItem,
  type ProviderSettingInput,
  priceOverride,
  priceOverrideList,
  providerList,
  providerListItem,
  riskFreeRateRefresh,
  riskFreeRateStatus,
  serverProvider,
  serverProviderList,
} from '@riskoptimizer/contracts';
import { z } from 'zod';
import { type CallOptions, send } from '../send.ts';
import type { Wire } from '../wire.ts';
import type { AssetReference } from './portfolio-calls.ts';

export type FollowAssetBody = z.input<typeof followAssetRequest>;

export interface PriceOverrideBody extends AssetReference {
  readonly date: string;
  readonly input: PriceOverrideInput;
}
export interface ProviderReference {
  readonly provider: ProviderListItem['name'];
}
/** What is left out stays. */
export type ProviderSettingBody = ProviderReference & ProviderSettingInput;

export function marketDataCalls(wire: Wire) {
  return {
    searchMarketData: (query: MarketDataSearchQuery, options?: CallOptions) =>
      send(wire, 'searchMarketData', marketDataSearchResult, { query }, options),
    followAsset: (body: FollowAssetBody, options?: CallOptions) =>
      send(wire, 'followAsset', assetRefresh, { body }, options),
    refreshAsset: ({ assetId }: AssetReference, options?: CallOptions) =>
      send(wire, 'refreshAsset', assetRefresh, { path: { assetId } }, options),
    listPriceOverrides: ({ assetId }: AssetReference, options?: CallOptions) =>
      send(wire, 'listPriceOverrides', priceOverrideList, { path: { assetId } }, options),
    putPriceOverride: ({ assetId, date, input }: PriceOverrideBody, options?: CallOptions) =>
      send(wire, 'putPriceOverride', priceOverride, { path: { assetId, date }, body: input }, options),
    deletePriceOverride: ({ assetId, date }: Omit<PriceOverrideBody, 'input'>, options?: CallOptions) =>
      send(wire, 'deletePriceOverride', z.null(), { path: { assetId, date } }, options),
    putAssetFeed: ({ assetId, ...body }: AssetReference & z.input<typeof assetFeedInput>, options?: CallOptions) =>
      send(wire, 'putAssetFeed', assetFeed, { path: { assetId }, body }, options),
    getAssetQuality: ({ assetId }: AssetReference, options?: CallOptions) =>
      send(wire, 'getAssetQuality', assetQuality, { path: { assetId } }, options),
    getExchangeRates: (_: void, options?: CallOptions) =>
      send(wire, 'getExchangeRates', exchangeRateStatus, {}, options),
    getRiskFreeRates: (_: void, options?: CallOptions) =>
      send(wire, 'getRiskFreeRates', riskFreeRateStatus, {}, options),
    refreshRiskFreeRates: (_: void, options?: CallOptions) =>
      send(wire, 'refreshRiskFreeRates', riskFreeRateRefresh, {}, options),
    refreshExchangeRates: (body: ExchangeRateRefreshRequest, options?: CallOptions) =>
      send(wire, 'refreshExchangeRates', exchangeRateRefresh, { body }, options),
    getDataQuality: (_: void, options?: CallOptions) => send(wire, 'getDataQuality', dataQuality, {}, options),
    listProviders: (_: void, options?: CallOptions) => send(wire, 'listProviders', providerList, {}, options),
    putProviderSetting: ({ provider, ...body }: ProviderSettingBody, options?: CallOptions) =>
      send(wire, 'putProviderSetting', providerListItem, { path: { provider }, body }, options),
    deleteProviderSetting: ({ provider }: ProviderReference, options?: CallOptions) =>
      send(wire, 'deleteProviderSetting', z.null(), { path: { provider } }, options),
    listServerProviders: (_: void, options?: CallOptions) =>
      send(wire, 'listServerProviders', serverProviderList, {}, options),
    putServerProvider: ({ provider, ...body }: ProviderSettingBody, options?: CallOptions) =>
      send(wire, 'putServerProvider', serverProvider, { path: { provider }, body }, options),
    deleteServerProvider: ({ provider }: ProviderReference, options?: CallOptions) =>
      send(wire, 'deleteServerProvider', z.null(), { path: { provider } }, options),
  };
}
