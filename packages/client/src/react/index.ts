/** The API as RTK Query hooks, for web and mobile alike: one hook a route, and the tags that keep what is shown up to date. */

import { createApi } from '@reduxjs/toolkit/query/react';
import type {
  Asset,
  EfficientFrontierResponse,
  Portfolio,
  PortfolioFrontier,
  PortfolioRisk,
  PortfolioRiskQuery,
  PortfolioSummary,
  PriceImport,
  PriceImportResult,
  PriceSeries,
  Readiness,
  RiskMetrics,
} from '@riskoptimizer/contracts';
import type {
  AssetReference,
  EfficientFrontierBody,
  HttpClient,
  PortfolioBody,
  PortfolioFrontierBody,
  PortfolioReference,
  PortfolioVersion,
  PriceFile,
  PriceImportCommitBody,
  PriceImportReference,
  PriceRange,
  RiskMetricsBody,
} from '../http-client.ts';
import { clientBaseQuery } from './base-query.ts';

/** `Analysis` is everything computed from prices and allocations: both kinds of change make it stale. */
const tagTypes = ['Asset', 'Prices', 'PriceImport', 'Portfolio', 'Analysis'] as const;

/** Makes the API of one client; add its reducer and middleware to the store. */
export function createRiskOptimizerApi(client: HttpClient) {
  return createApi({
    reducerPath: 'api',
    baseQuery: clientBaseQuery(client),
    tagTypes,
    endpoints: (build) => ({
      live: build.query<{ status: 'live' }, void>({ query: () => (http, options) => http.live(undefined, options) }),
      ready: build.query<Readiness, void>({ query: () => (http, options) => http.ready(undefined, options) }),
      openapi: build.query<Record<string, unknown>, void>({
        query: () => (http, options) => http.openapi(undefined, options),
      }),

      listAssets: build.query<{ items: Asset[] }, void>({
        query: () => (http, options) => http.listAssets(undefined, options),
        providesTags: ['Asset'],
      }),
      getAsset: build.query<Asset, AssetReference>({
        query: (asset) => (http, options) => http.getAsset(asset, options),
        providesTags: (_result, _error, { assetId }) => [{ type: 'Asset', id: assetId }],
      }),
      deleteAsset: build.mutation<null, AssetReference>({
        query: (asset) => (http, options) => http.deleteAsset(asset, options),
        invalidatesTags: ['Asset', 'Prices', 'Portfolio', 'Analysis'],
      }),
      getPrices: build.query<PriceSeries, PriceRange>({
        query: (range) => (http, options) => http.getPrices(range, options),
        providesTags: (_result, _error, { assetId }) => [{ type: 'Prices', id: assetId }],
      }),

      createPriceImport: build.mutation<PriceImport, PriceFile>({
        query: (file) => (http, options) => http.createPriceImport(file, options),
      }),
      getPriceImport: build.query<PriceImport, PriceImportReference>({
        query: (reference) => (http, options) => http.getPriceImport(reference, options),
        providesTags: (_result, _error, { importId }) => [{ type: 'PriceImport', id: importId }],
      }),
      commitPriceImport: build.mutation<PriceImportResult, PriceImportReference & PriceImportCommitBody>({
        query: (commit) => (http, options) => http.commitPriceImport(commit, options),
        invalidatesTags: (result, _error, { importId }) =>
          result === undefined
            ? []
            : ['Asset', 'Prices', 'Portfolio', 'Analysis', { type: 'PriceImport', id: importId }],
      }),
      discardPriceImport: build.mutation<null, PriceImportReference>({
        query: (reference) => (http, options) => http.discardPriceImport(reference, options),
      }),

      listPortfolios: build.query<{ items: PortfolioSummary[] }, void>({
        query: () => (http, options) => http.listPortfolios(undefined, options),
        providesTags: ['Portfolio'],
      }),
      createPortfolio: build.mutation<Portfolio, PortfolioBody>({
        query: (body) => (http, options) => http.createPortfolio(body, options),
        invalidatesTags: ['Portfolio'],
      }),
      getPortfolio: build.query<Portfolio, PortfolioReference>({
        query: (reference) => (http, options) => http.getPortfolio(reference, options),
        providesTags: (_result, _error, { portfolioId }) => [{ type: 'Portfolio', id: portfolioId }],
      }),
      // A version conflict also means that what is shown is old: invalidate whether or not the change went through.
      updatePortfolio: build.mutation<Portfolio, PortfolioVersion & PortfolioBody>({
        query: (change) => (http, options) => http.updatePortfolio(change, options),
        invalidatesTags: ['Portfolio', 'Analysis'],
      }),
      deletePortfolio: build.mutation<null, PortfolioVersion>({
        query: (reference) => (http, options) => http.deletePortfolio(reference, options),
        invalidatesTags: ['Portfolio'],
      }),

      getPortfolioRisk: build.query<PortfolioRisk, PortfolioReference & Partial<PortfolioRiskQuery>>({
        query: (query) => (http, options) => http.getPortfolioRisk(query, options),
        providesTags: ['Analysis'],
      }),
      // The calculations are POST because their bodies are large, not because they change anything: they are queries.
      computePortfolioFrontier: build.query<PortfolioFrontier, PortfolioReference & PortfolioFrontierBody>({
        query: (request) => (http, options) => http.computePortfolioFrontier(request, options),
        providesTags: ['Analysis'],
      }),
      computeRiskMetrics: build.query<RiskMetrics, RiskMetricsBody>({
        query: (body) => (http, options) => http.computeRiskMetrics(body, options),
      }),
      computeEfficientFrontier: build.query<EfficientFrontierResponse, EfficientFrontierBody>({
        query: (body) => (http, options) => http.computeEfficientFrontier(body, options),
      }),
    }),
  });
}
export type RiskOptimizerApi = ReturnType<typeof createRiskOptimizerApi>;
