import { type Answer, type Arguments, type Build, call } from './endpoint-builder.ts';

export function portfolioEndpoints(build: Build) {
  return {
    listAssets: build.query<Answer<'listAssets'>, void>({ ...call('listAssets'), providesTags: ['Asset'] }),
    getAsset: build.query<Answer<'getAsset'>, Arguments<'getAsset'>>({
      ...call('getAsset'),
      providesTags: (_result, _error, { assetId }) => [{ type: 'Asset', id: assetId }],
    }),
    updateAsset: build.mutation<Answer<'updateAsset'>, Arguments<'updateAsset'>>({
      ...call('updateAsset'),
      invalidatesTags: ['Asset', 'Portfolio', 'Analysis'],
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

    listPortfolios: build.query<Answer<'listPortfolios'>, Arguments<'listPortfolios'>>({
      ...call('listPortfolios'),
      providesTags: ['Portfolio'],
    }),
    listAllPortfolios: build.query<Answer<'listAllPortfolios'>, Arguments<'listAllPortfolios'>>({
      ...call('listAllPortfolios'),
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
    ...portfolioLifeEndpoints(build),
    loadDemo: build.mutation<Answer<'loadDemo'>, void>({
      ...call('loadDemo'),
      invalidatesTags: ['Account', 'Portfolio', 'Asset', 'Prices', 'Analysis'],
    }),
    ...shareEndpoints(build),
    ...calculationEndpoints(build),
  };
}

/** What happens to whole portfolios: put aside, brought back, gone back in; and what they should hold. */
function portfolioLifeEndpoints(build: Build) {
  return {
    archivePortfolio: build.mutation<Answer<'archivePortfolio'>, Arguments<'archivePortfolio'>>({
      ...call('archivePortfolio'),
      invalidatesTags: ['Portfolio'],
    }),
    restorePortfolio: build.mutation<Answer<'restorePortfolio'>, Arguments<'restorePortfolio'>>({
      ...call('restorePortfolio'),
      invalidatesTags: ['Portfolio'],
    }),
    bulkPortfolios: build.mutation<Answer<'bulkPortfolios'>, Arguments<'bulkPortfolios'>>({
      ...call('bulkPortfolios'),
      invalidatesTags: ['Portfolio'],
    }),
    listPortfolioVersions: build.query<Answer<'listPortfolioVersions'>, Arguments<'listPortfolioVersions'>>({
      ...call('listPortfolioVersions'),
      providesTags: ['Portfolio'],
    }),
    getPortfolioVersion: build.query<Answer<'getPortfolioVersion'>, Arguments<'getPortfolioVersion'>>(
      call('getPortfolioVersion'),
    ),
    revertPortfolio: build.mutation<Answer<'revertPortfolio'>, Arguments<'revertPortfolio'>>({
      ...call('revertPortfolio'),
      invalidatesTags: ['Portfolio', 'Analysis'],
    }),
    getTargets: build.query<Answer<'getTargets'>, Arguments<'getTargets'>>({
      ...call('getTargets'),
      providesTags: ['Portfolio'],
    }),
    putTargets: build.mutation<Answer<'putTargets'>, Arguments<'putTargets'>>({
      ...call('putTargets'),
      invalidatesTags: ['Portfolio'],
    }),
    getHoldingGroups: build.query<Answer<'getHoldingGroups'>, Arguments<'getHoldingGroups'>>({
      ...call('getHoldingGroups'),
      providesTags: ['Portfolio'],
    }),
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
    planRebalancing: build.query<Answer<'planRebalancing'>, Arguments<'planRebalancing'>>({
      ...call('planRebalancing'),
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
