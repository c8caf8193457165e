import { type Answer, type Arguments, type Build, call } from './endpoint-builder.ts';

export function marketDataEndpoints(build: Build) {
  return {
    searchMarketData: build.query<Answer<'searchMarketData'>, Arguments<'searchMarketData'>>(call('searchMarketData')),
    followAsset: build.mutation<Answer<'followAsset'>, Arguments<'followAsset'>>({
      ...call('followAsset'),
      invalidatesTags: ['Asset', 'Prices', 'DataQuality'],
    }),
    refreshAsset: build.mutation<Answer<'refreshAsset'>, Arguments<'refreshAsset'>>({
      ...call('refreshAsset'),
      invalidatesTags: ['Asset', 'Prices', 'DataQuality', 'Portfolio', 'Analysis'],
    }),
    listPriceOverrides: build.query<Answer<'listPriceOverrides'>, Arguments<'listPriceOverrides'>>({
      ...call('listPriceOverrides'),
      providesTags: (_result, _error, { assetId }) => [{ type: 'DataQuality', id: assetId }],
    }),
    putPriceOverride: build.mutation<Answer<'putPriceOverride'>, Arguments<'putPriceOverride'>>({
      ...call('putPriceOverride'),
      invalidatesTags: ['Asset', 'Prices', 'DataQuality', 'Portfolio', 'Analysis'],
    }),
    deletePriceOverride: build.mutation<Answer<'deletePriceOverride'>, Arguments<'deletePriceOverride'>>({
      ...call('deletePriceOverride'),
      invalidatesTags: ['Asset', 'Prices', 'DataQuality', 'Portfolio', 'Analysis'],
    }),
    putAssetFeed: build.mutation<Answer<'putAssetFeed'>, Arguments<'putAssetFeed'>>({
      ...call('putAssetFeed'),
      invalidatesTags: ['DataQuality'],
    }),
    getAssetQuality: build.query<Answer<'getAssetQuality'>, Arguments<'getAssetQuality'>>({
      ...call('getAssetQuality'),
      providesTags: (_result, _error, { assetId }) => [{ type: 'DataQuality', id: assetId }],
    }),
    getExchangeRates: build.query<Answer<'getExchangeRates'>, void>({
      ...call('getExchangeRates'),
      providesTags: ['DataQuality'],
    }),
    refreshExchangeRates: build.mutation<Answer<'refreshExchangeRates'>, Arguments<'refreshExchangeRates'>>({
      ...call('refreshExchangeRates'),
      invalidatesTags: ['DataQuality', 'Portfolio', 'Analysis'],
    }),
    getRiskFreeRates: build.query<Answer<'getRiskFreeRates'>, void>({
      ...call('getRiskFreeRates'),
      providesTags: ['DataQuality'],
    }),
    refreshRiskFreeRates: build.mutation<Answer<'refreshRiskFreeRates'>, void>({
      ...call('refreshRiskFreeRates'),
      invalidatesTags: ['DataQuality'],
    }),
    getDataQuality: build.query<Answer<'getDataQuality'>, void>({
      ...call('getDataQuality'),
      providesTags: ['DataQuality'],
    }),
    listProviders: build.query<Answer<'listProviders'>, void>({
      ...call('listProviders'),
      providesTags: ['Provider'],
    }),
    putProviderSetting: build.mutation<Answer<'putProviderSetting'>, Arguments<'putProviderSetting'>>({
      ...call('putProviderSetting'),
      invalidatesTags: ['Provider'],
    }),
    deleteProviderSetting: build.mutation<Answer<'deleteProviderSetting'>, Arguments<'deleteProviderSetting'>>({
      ...call('deleteProviderSetting'),
      invalidatesTags: ['Provider'],
    }),
    listServerProviders: build.query<Answer<'listServerProviders'>, void>({
      ...call('listServerProviders'),
      providesTags: ['Provider'],
    }),
    putServerProvider: build.mutation<Answer<'putServerProvider'>, Arguments<'putServerProvider'>>({
      ...call('putServerProvider'),
      invalidatesTags: ['Provider'],
    }),
    deleteServerProvider: build.mutation<Answer<'deleteServerProvider'>, Arguments<'deleteServerProvider'>>({
      ...call('deleteServerProvider'),
      invalidatesTags: ['Provider'],
    }),
  };
}
