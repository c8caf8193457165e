/** Assets, imports, portfolios, their shares, and what is computed from them. */
import {
  type AssetUpdate,
  asset,
  assetList,
  type BulkPortfoliosRequest,
  bulkPortfoliosResponse,
  type efficientFrontierRequest,
  efficientFrontierResponse,
  holdingGroups,
  type PortfolioListQuery,
  type PortfolioRiskQuery,
  type PortfolioSummary,
  type PortfolioVersionQuery,
  portfolio,
  portfolioFrontier,
  type portfolioFrontierRequest,
  type portfolioInput,
  portfolioList,
  portfolioRisk,
  portfolioTargets,
  portfolioVersion,
  portfolioVersionList,
  priceImport,
  type priceImportCommit,
  priceImportResult,
  priceSeries,
  rebalancingPlan,
  type rebalancingRequest,
  riskMetrics,
  type riskMetricsRequest,
  share,
  type shareInput,
  shareList,
  type targetsInput,
} from '@riskoptimizer/contracts';
import { z } from 'zod';
import { type CallOptions, send } from '../send.ts';
import type { Wire } from '../wire.ts';

const nothing = z.null();

export interface AssetReference {
  readonly assetId: string;
}
export interface AssetDeletion extends AssetReference {
  readonly deletedPortfolios?: 'keep' | 'purge';
}
export interface PortfolioReference {
  readonly portfolioId: string;
}
/** A portfolio as it was read: a change is refused with `version-conflict` when it is no longer that version. */
export interface PortfolioVersion extends PortfolioReference {
  readonly version: number;
}
export interface ShareReference extends PortfolioReference {
  readonly shareId: string;
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
export type TargetsBody = z.input<typeof targetsInput>;
export type PriceImportCommitBody = z.input<typeof priceImportCommit>;
export type PortfolioFrontierBody = z.input<typeof portfolioFrontierRequest>;
export type RiskMetricsBody = z.input<typeof riskMetricsRequest>;
export type EfficientFrontierBody = z.input<typeof efficientFrontierRequest>;

export function assetCalls(wire: Wire) {
  return {
    listAssets: (_: void, options?: CallOptions) => send(wire, 'listAssets', assetList, {}, options),
    getAsset: ({ assetId }: AssetReference, options?: CallOptions) =>
      send(wire, 'getAsset', asset, { path: { assetId } }, options),
    updateAsset: ({ assetId, ...body }: AssetReference & AssetUpdate, options?: CallOptions) =>
      send(wire, 'updateAsset', asset, { path: { assetId }, body }, options),
    deleteAsset: ({ assetId, ...query }: AssetDeletion, options?: CallOptions) =>
      send(wire, 'deleteAsset', nothing, { path: { assetId }, query }, options),
    getPrices: ({ assetId, ...query }: PriceRange, options?: CallOptions) =>
      send(wire, 'getPrices', priceSeries, { path: { assetId }, query }, options),
  };
}

export function priceImportCalls(wire: Wire) {
  return {
    createPriceImport: ({ file, fileName }: PriceFile, options?: CallOptions) => {
      const body = new FormData();
      body.append('file', file, fileName);
      return send(wire, 'createPriceImport', priceImport, { body }, options);
    },
    getPriceImport: (path: PriceImportReference, options?: CallOptions) =>
      send(wire, 'getPriceImport', priceImport, { path: { importId: path.importId } }, options),
    commitPriceImport: ({ importId, ...body }: PriceImportReference & PriceImportCommitBody, options?: CallOptions) =>
      send(wire, 'commitPriceImport', priceImportResult, { path: { importId }, body }, options),
    discardPriceImport: ({ importId }: PriceImportReference, options?: CallOptions) =>
      send(wire, 'discardPriceImport', nothing, { path: { importId } }, options),
  };
}

export function portfolioCalls(wire: Wire) {
  return {
    listPortfolios: (query: Partial<PortfolioListQuery> | void, options?: CallOptions) =>
      send(wire, 'listPortfolios', portfolioList, { query: query ?? {} }, options),
    /** Every page of the list, one after the other. */
    listAllPortfolios: async (query: Pick<Partial<PortfolioListQuery>, 'state'> | void, options?: CallOptions) => {
      const items: PortfolioSummary[] = [];
      let cursor: string | undefined;
      do {
        const asked = { ...query, limit: 200, cursor };
        const page = await send(wire, 'listPortfolios', portfolioList, { query: asked }, options);
        items.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return items;
    },
    createPortfolio: (body: PortfolioBody, options?: CallOptions) =>
      send(wire, 'createPortfolio', portfolio, { body }, options),
    getPortfolio: ({ portfolioId }: PortfolioReference, options?: CallOptions) =>
      send(wire, 'getPortfolio', portfolio, { path: { portfolioId } }, options),
    updatePortfolio: ({ portfolioId, version, ...body }: PortfolioVersion & PortfolioBody, options?: CallOptions) =>
      send(wire, 'updatePortfolio', portfolio, { path: { portfolioId }, version, body }, options),
    deletePortfolio: ({ portfolioId, version }: PortfolioVersion, options?: CallOptions) =>
      send(wire, 'deletePortfolio', nothing, { path: { portfolioId }, version }, options),
    archivePortfolio: ({ portfolioId, version }: PortfolioVersion, options?: CallOptions) =>
      send(wire, 'archivePortfolio', portfolio, { path: { portfolioId }, version }, options),
    restorePortfolio: ({ portfolioId, version }: PortfolioVersion, options?: CallOptions) =>
      send(wire, 'restorePortfolio', portfolio, { path: { portfolioId }, version }, options),
    bulkPortfolios: (body: BulkPortfoliosRequest, options?: CallOptions) =>
      send(wire, 'bulkPortfolios', bulkPortfoliosResponse, { body }, options),
    listPortfolioVersions: (
      { portfolioId, ...query }: PortfolioReference & Partial<PortfolioVersionQuery>,
      options?: CallOptions,
    ) => send(wire, 'listPortfolioVersions', portfolioVersionList, { path: { portfolioId }, query }, options),
    getPortfolioVersion: ({ portfolioId, version }: PortfolioVersion, options?: CallOptions) =>
      send(wire, 'getPortfolioVersion', portfolioVersion, { path: { portfolioId, version: String(version) } }, options),
    revertPortfolio: (
      { portfolioId, version, toVersion }: PortfolioVersion & { readonly toVersion: number },
      options?: CallOptions,
    ) =>
      send(
        wire,
        'revertPortfolio',
        portfolio,
        { path: { portfolioId }, version, body: { version: toVersion } },
        options,
      ),
    getTargets: ({ portfolioId }: PortfolioReference, options?: CallOptions) =>
      send(wire, 'getTargets', portfolioTargets, { path: { portfolioId } }, options),
    putTargets: (
      { portfolioId, version, targets }: PortfolioVersion & { readonly targets: TargetsBody },
      options?: CallOptions,
    ) => send(wire, 'putTargets', portfolioTargets, { path: { portfolioId }, version, body: targets }, options),
    getHoldingGroups: ({ portfolioId, by }: PortfolioReference & { readonly by?: string }, options?: CallOptions) =>
      send(wire, 'getHoldingGroups', holdingGroups, { path: { portfolioId }, query: { by } }, options),
    getPortfolioRisk: (
      { portfolioId, ...query }: PortfolioReference & Partial<PortfolioRiskQuery>,
      options?: CallOptions,
    ) => send(wire, 'getPortfolioRisk', portfolioRisk, { path: { portfolioId }, query }, options),
    planRebalancing: (
      { portfolioId, ...body }: PortfolioReference & z.input<typeof rebalancingRequest>,
      options?: CallOptions,
    ) => send(wire, 'planRebalancing', rebalancingPlan, { path: { portfolioId }, body }, options),
    computePortfolioFrontier: (
      { portfolioId, ...body }: PortfolioReference & PortfolioFrontierBody,
      options?: CallOptions,
    ) => send(wire, 'computePortfolioFrontier', portfolioFrontier, { path: { portfolioId }, body }, options),
  };
}

export function shareCalls(wire: Wire) {
  return {
    listShares: ({ portfolioId }: PortfolioReference, options?: CallOptions) =>
      send(wire, 'listShares', shareList, { path: { portfolioId } }, options),
    createShare: ({ portfolioId, ...body }: PortfolioReference & z.input<typeof shareInput>, options?: CallOptions) =>
      send(wire, 'createShare', share, { path: { portfolioId }, body }, options),
    revokeShare: ({ portfolioId, shareId }: ShareReference, options?: CallOptions) =>
      send(wire, 'revokeShare', nothing, { path: { portfolioId, shareId } }, options),
  };
}

export function calculationCalls(wire: Wire) {
  return {
    computeRiskMetrics: (body: RiskMetricsBody, options?: CallOptions) =>
      send(wire, 'computeRiskMetrics', riskMetrics, { body }, options),
    computeEfficientFrontier: (body: EfficientFrontierBody, options?: CallOptions) =>
      send(wire, 'computeEfficientFrontier', efficientFrontierResponse, { body }, options),
  };
}
