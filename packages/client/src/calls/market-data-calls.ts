/** Market data of providers: searched, followed, brought up to date, and doubted. */
import {
  assetQuality,
  assetRefresh,
  dataQuality,
  type followAssetRequest,
  type MarketDataSearchQuery,
  marketDataSearchResult,
  providerList,
} from '@riskoptimizer/contracts';
import type { z } from 'zod';
import { type CallOptions, send } from '../send.ts';
import type { Wire } from '../wire.ts';
import type { AssetReference } from './portfolio-calls.ts';

export type FollowAssetBody = z.input<typeof followAssetRequest>;

export function marketDataCalls(wire: Wire) {
  return {
    searchMarketData: (query: MarketDataSearchQuery, options?: CallOptions) =>
      send(wire, 'searchMarketData', marketDataSearchResult, { query }, options),
    followAsset: (body: FollowAssetBody, options?: CallOptions) =>
      send(wire, 'followAsset', assetRefresh, { body }, options),
    refreshAsset: ({ assetId }: AssetReference, options?: CallOptions) =>
      send(wire, 'refreshAsset', assetRefresh, { path: { assetId } }, options),
    getAssetQuality: ({ assetId }: AssetReference, options?: CallOptions) =>
      send(wire, 'getAssetQuality', assetQuality, { path: { assetId } }, options),
    getDataQuality: (_: void, options?: CallOptions) => send(wire, 'getDataQuality', dataQuality, {}, options),
    listProviders: (_: void, options?: CallOptions) => send(wire, 'listProviders', providerList, {}, options),
  };
}
