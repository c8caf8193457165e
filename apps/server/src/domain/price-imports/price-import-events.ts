/** What the audit trail is told of price imports: which file it was, and what became of it. */
import type { PriceImport } from '@riskoptimizer/contracts';
import type { AuditEvent, AuditValue } from '../audit/ports.ts';

export interface StoredPrices {
  readonly currency: string;
  readonly assetIds: readonly string[];
  readonly priceCount: number;
  readonly portfolioId: string | null;
}

export function priceImportCommitted(
  ownerId: string,
  preview: PriceImport,
  fileSha256: string | null,
  { currency, assetIds, priceCount, portfolioId }: StoredPrices,
): AuditEvent {
  const file = fileOf(preview, fileSha256);
  return {
    action: 'prices.imported',
    ...about(ownerId, preview),
    before: { ...file, status: 'ready' },
    after: { ...file, status: 'committed', currency, assetIds, priceCount, portfolioId },
  };
}

export function priceImportDiscarded(ownerId: string, preview: PriceImport, fileSha256: string | null): AuditEvent {
  return {
    action: 'price-import.discarded',
    ...about(ownerId, preview),
    before: { ...fileOf(preview, fileSha256), status: preview.status },
  };
}

function about(ownerId: string, { id }: PriceImport) {
  return { entity: { type: 'price-import', id }, ownerId };
}

function fileOf({ id, fileName, byteCount }: PriceImport, sha256: string | null): { [name: string]: AuditValue } {
  return { id, fileName, byteCount, sha256 };
}
