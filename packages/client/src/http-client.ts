/** The HTTP client: one typed function for each route of the API. */
import {
  asset,
  assetList,
  type efficientFrontierRequest,
  efficientFrontierResponse,
  live,
  type PortfolioRiskQuery,
  portfolio,
  portfolioFrontier,
  type portfolioFrontierRequest,
  type portfolioInput,
  portfolioList,
  portfolioRisk,
  priceImport,
  type priceImportCommit,
  priceImportResult,
  priceSeries,
  type RouteName,
  readiness,
  riskMetrics,
  type riskMetricsRequest,
} from '@riskoptimizer/contracts';
import { type AxiosInstance, create } from 'axios';
import { z } from 'zod';
import { type CallOptions, send } from './send.ts';

export interface HttpClientOptions {
  /** Origin of the server, such as `http://127.0.0.1:8080`; empty for the origin of the page. */
  readonly baseUrl: string;
  /** Longest time to wait for an answer. */
  readonly timeoutMs?: number;
}

export interface AssetReference {
  readonly assetId: string;
}
export interface PortfolioReference {
  readonly portfolioId: string;
}
/** A portfolio as it was read: a change is refused with `version-conflict` when it is no longer that version. */
export interface PortfolioVersion extends PortfolioReference {
  readonly version: number;
}
export interface PriceImportReference {
  readonly importId: string;
}
export interface PriceFile {
  readonly file: Blob;
  readonly fileName: string;
}
export interface PriceRange extends AssetReference {
  readonly from?: string;
  readonly to?: string;
}
/** Bodies as a caller writes them: fields that have a default may be left out. */
export type PortfolioBody = z.input<typeof portfolioInput>;
export type PriceImportCommitBody = z.input<typeof priceImportCommit>;
export type PortfolioFrontierBody = z.input<typeof portfolioFrontierRequest>;
export type RiskMetricsBody = z.input<typeof riskMetricsRequest>;
export type EfficientFrontierBody = z.input<typeof efficientFrontierRequest>;

/** Long enough for a frontier of a thousand assets on a slow machine, short enough to tell a person that nobody answers. */
const timeoutMsDefault = 60_000;

const nothing = z.null();
const openApiDocument = z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) });

/** Makes the client of one server. Every function throws an `ApiProblem`, and nothing else, when a call fails. */
export function createHttpClient({ baseUrl, timeoutMs = timeoutMsDefault }: HttpClientOptions) {
  const http = create({ baseURL: baseUrl, timeout: timeoutMs, headers: { Accept: 'application/json' } });
  return {
    ...systemCalls(http),
    ...assetCalls(http),
    ...priceImportCalls(http),
    ...portfolioCalls(http),
    ...calculationCalls(http),
  } satisfies Record<RouteName, unknown>;
}
export type HttpClient = ReturnType<typeof createHttpClient>;

type Http = AxiosInstance;

function systemCalls(http: Http) {
  return {
    live: (_: void, options?: CallOptions) => send(http, 'live', live, {}, options),
    /** A server that is not ready answers 503 with its checks, which is an answer and not a failure. */
    ready: (_: void, options?: CallOptions) => send(http, 'ready', readiness, {}, options, [503]),
    openapi: (_: void, options?: CallOptions) => send(http, 'openapi', openApiDocument, {}, options),
  };
}

function assetCalls(http: Http) {
  return {
    listAssets: (_: void, options?: CallOptions) => send(http, 'listAssets', assetList, {}, options),
    getAsset: ({ assetId }: AssetReference, options?: CallOptions) =>
      send(http, 'getAsset', asset, { path: { assetId } }, options),
    deleteAsset: ({ assetId }: AssetReference, options?: CallOptions) =>
      send(http, 'deleteAsset', nothing, { path: { assetId } }, options),
    getPrices: ({ assetId, ...query }: PriceRange, options?: CallOptions) =>
      send(http, 'getPrices', priceSeries, { path: { assetId }, query }, options),
  };
}

function priceImportCalls(http: Http) {
  return {
    createPriceImport: ({ file, fileName }: PriceFile, options?: CallOptions) => {
      const body = new FormData();
      body.append('file', file, fileName);
      return send(http, 'createPriceImport', priceImport, { body }, options);
    },
    getPriceImport: (path: PriceImportReference, options?: CallOptions) =>
      send(http, 'getPriceImport', priceImport, { path: { importId: path.importId } }, options),
    commitPriceImport: ({ importId, ...body }: PriceImportReference & PriceImportCommitBody, options?: CallOptions) =>
      send(http, 'commitPriceImport', priceImportResult, { path: { importId }, body }, options),
    discardPriceImport: ({ importId }: PriceImportReference, options?: CallOptions) =>
      send(http, 'discardPriceImport', nothing, { path: { importId } }, options),
  };
}

function portfolioCalls(http: Http) {
  return {
    listPortfolios: (_: void, options?: CallOptions) => send(http, 'listPortfolios', portfolioList, {}, options),
    createPortfolio: (body: PortfolioBody, options?: CallOptions) =>
      send(http, 'createPortfolio', portfolio, { body }, options),
    getPortfolio: ({ portfolioId }: PortfolioReference, options?: CallOptions) =>
      send(http, 'getPortfolio', portfolio, { path: { portfolioId } }, options),
    updatePortfolio: ({ portfolioId, version, ...body }: PortfolioVersion & PortfolioBody, options?: CallOptions) =>
      send(http, 'updatePortfolio', portfolio, { path: { portfolioId }, version, body }, options),
    deletePortfolio: ({ portfolioId, version }: PortfolioVersion, options?: CallOptions) =>
      send(http, 'deletePortfolio', nothing, { path: { portfolioId }, version }, options),
    getPortfolioRisk: (
      { portfolioId, ...query }: PortfolioReference & Partial<PortfolioRiskQuery>,
      options?: CallOptions,
    ) => send(http, 'getPortfolioRisk', portfolioRisk, { path: { portfolioId }, query }, options),
    computePortfolioFrontier: (
      { portfolioId, ...body }: PortfolioReference & PortfolioFrontierBody,
      options?: CallOptions,
    ) => send(http, 'computePortfolioFrontier', portfolioFrontier, { path: { portfolioId }, body }, options),
  };
}

function calculationCalls(http: Http) {
  return {
    computeRiskMetrics: (body: RiskMetricsBody, options?: CallOptions) =>
      send(http, 'computeRiskMetrics', riskMetrics, { body }, options),
    computeEfficientFrontier: (body: EfficientFrontierBody, options?: CallOptions) =>
      send(http, 'computeEfficientFrontier', efficientFrontierResponse, { body }, options),
  };
}
