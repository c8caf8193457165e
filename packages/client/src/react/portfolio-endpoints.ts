import { type Answer, type Arguments, type Build, call } from './endpoint-builder.ts';

export function portfolioEndpoints(build: Build) {
  return {
    listAssets: build.query<Answer<'listAssets'>, void>({ ...call('listAssets'), providesTags: ['Asset'] }),
    getAsset: build.query<Answer<'getAsset'>, Arguments<'getAsset'>>({
      ...call('getAsset'),
      providesTags: (_result, _error, { assetId }) => [{ type: 'Asset', id: assetId }],
    }),
    deleteAsset: build.mutation<null, Arguments<'deleteAsset'>>({
      ...call('deleteAsset'),
      invalidatesTags: ['Asset', 'Prices', 'Portfolio', 'Analysis'],
    }),
    getPrices: build.query<Answer<'getPrices'>, Arguments<'getPrices'>>({
      ...call('getPrices'),
      providesTags: (_result, _error, { assetId }) => [{ type: 'Prices', id: assetId }],
    }),

    createPriceImport: build.mutation<Answer<'createPriceImport'>, Arguments<'createPriceImport'>>(
      call('createPriceImport'),
    ),
    getPriceImport: build.query<Answer<'getPriceImport'>, Arguments<'getPriceImport'>>({
      ...call('getPriceImport'),
      providesTags: (_result, _error, { importId }) => [{ type: 'PriceImport', id: importId }],
    }),
    commitPriceImport: build.mutation<Answer<'commitPriceImport'>, Arguments<'commitPriceImport'>>({
      ...call('commitPriceImport'),
      invalidatesTags: (result, _error, { importId }) =>
        result === undefined ? [] : ['Asset', 'Prices', 'Portfolio', 'Analysis', { type: 'PriceImport', id: importId }],
    }),
    discardPriceImport: build.mutation<null, Arguments<'discardPriceImport'>>(call('discardPriceImport')),

    listPortfolios: build.query<Answer<'listPortfolios'>, void>({
      ...call('listPortfolios'),
      providesTags: ['Portfolio'],
    }),
    createPortfolio: build.mutation<Answer<'createPortfolio'>, Arguments<'createPortfolio'>>({
      ...call('createPortfolio'),
      invalidatesTags: ['Portfolio'],
    }),
    getPortfolio: build.query<Answer<'getPortfolio'>, Arguments<'getPortfolio'>>({
      ...call('getPortfolio'),
      providesTags: (_result, _error, { portfolioId }) => [{ type: 'Portfolio', id: portfolioId }],
    }),
    // A version conflict also means that what is shown is old: invalidate whether or not the change went through.
    updatePortfolio: build.mutation<Answer<'updatePortfolio'>, Arguments<'updatePortfolio'>>({
      ...call('updatePortfolio'),
      invalidatesTags: ['Portfolio', 'Analysis'],
    }),
    deletePortfolio: build.mutation<null, Arguments<'deletePortfolio'>>({
      ...call('deletePortfolio'),
      invalidatesTags: ['Portfolio'],
    }),
    loadDemo: build.mutation<Answer<'loadDemo'>, void>({
      ...call('loadDemo'),
      invalidatesTags: ['Account', 'Portfolio', 'Asset', 'Prices', 'Analysis'],
    }),
    ...shareEndpoints(build),
    ...calculationEndpoints(build),
  };
}

function shareEndpoints(build: Build) {
  return {
    listShares: build.query<Answer<'listShares'>, Arguments<'listShares'>>({
      ...call('listShares'),
      providesTags: (_result, _error, { portfolioId }) => [{ type: 'Share', id: portfolioId }],
    }),
    createShare: build.mutation<Answer<'createShare'>, Arguments<'createShare'>>({
      ...call('createShare'),
      invalidatesTags: (_result, _error, { portfolioId }) => [{ type: 'Share', id: portfolioId }],
    }),
    revokeShare: build.mutation<null, Arguments<'revokeShare'>>({
      ...call('revokeShare'),
      invalidatesTags: (_result, _error, { portfolioId }) => [{ type: 'Share', id: portfolioId }],
    }),
  };
}

/** The calculations are POST because their bodies are large, not because they change anything: they are queries. */
function calculationEndpoints(build: Build) {
  return {
    getPortfolioRisk: build.query<Answer<'getPortfolioRisk'>, Arguments<'getPortfolioRisk'>>({
      ...call('getPortfolioRisk'),
      providesTags: ['Analysis'],
    }),
    computePortfolioFrontier: build.query<Answer<'computePortfolioFrontier'>, Arguments<'computePortfolioFrontier'>>({
      ...call('computePortfolioFrontier'),
      providesTags: ['Analysis'],
    }),
    computeRiskMetrics: build.query<Answer<'computeRiskMetrics'>, Arguments<'computeRiskMetrics'>>(
      call('computeRiskMetrics'),
    ),
    computeEfficientFrontier: build.query<Answer<'computeEfficientFrontier'>, Arguments<'computeEfficientFrontier'>>(
      call('computeEfficientFrontier'),
    ),
  };
}
