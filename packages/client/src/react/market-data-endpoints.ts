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
    getAssetQuality: build.query<Answer<'getAssetQuality'>, Arguments<'getAssetQuality'>>({
      ...call('getAssetQuality'),
      providesTags: (_result, _error, { assetId }) => [{ type: 'DataQuality', id: assetId }],
    }),
    getDataQuality: build.query<Answer<'getDataQuality'>, void>({
      ...call('getDataQuality'),
      providesTags: ['DataQuality'],
    }),
    listProviders: build.query<Answer<'listProviders'>, void>(call('listProviders')),
  };
}
