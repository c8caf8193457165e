/** What the audit trail is told of assets. Of their prices it is the summary: the file they came from is named by its SHA-256. */
import type { AuditEvent, AuditValue } from '../audit/ports.ts';
import type { AssetDescription, PriceSummary } from './asset.ts';

/** An asset as it was stored, or would have been: gaps follow from the prices and are left out. */
export interface AuditedAsset extends AssetDescription {
  readonly id: string;
  readonly isin?: string | null;
  readonly figi?: string | null;
  readonly labels?: Readonly<Record<string, string>>;
  readonly prices: Omit<PriceSummary, 'gaps'>;
}

export function assetCreated(ownerId: string, after: AuditedAsset): AuditEvent {
  return { action: 'asset.created', ...about(ownerId, after), after: contentOf(after) };
}

/** Its owner said something else of it. */
export function assetUpdated(ownerId: string, before: AuditedAsset, after: AuditedAsset): AuditEvent {
  return { action: 'asset.updated', ...about(ownerId, after), before: contentOf(before), after: contentOf(after) };
}

/** Its prices come from elsewhere, or are looked for in more places. */
export function assetFeedChanged(
  ownerId: string,
  asset: Pick<AuditedAsset, 'id'>,
  before: AuditValue,
  after: AuditValue,
): AuditEvent {
  return { action: 'asset.feed-changed', entity: { type: 'asset', id: asset.id }, ownerId, before, after };
}

/** Prices were added to it or replaced. */
export function assetExtended(ownerId: string, before: AuditedAsset, after: AuditedAsset): AuditEvent {
  return { action: 'asset.extended', ...about(ownerId, after), before: contentOf(before), after: contentOf(after) };
}

export function assetDeleted(ownerId: string, before: AuditedAsset): AuditEvent {
  return { action: 'asset.deleted', ...about(ownerId, before), before: contentOf(before) };
}

function about(ownerId: string, { id }: AuditedAsset) {
  return { entity: { type: 'asset', id }, ownerId };
}

function contentOf({ prices, ...asset }: AuditedAsset): AuditValue {
  return {
    id: asset.id,
    source: asset.source,
    symbol: asset.symbol,
    name: asset.name,
    assetClass: asset.assetClass,
    sector: asset.sector,
    country: asset.country,
    currency: asset.currency,
    isin: asset.isin ?? null,
    figi: asset.figi ?? null,
    labels: { ...asset.labels },
    prices: {
      count: prices.count,
      firstDate: prices.firstDate,
      lastDate: prices.lastDate,
      lastClose: prices.lastClose,
    },
  };
}
