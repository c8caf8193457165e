/** What the audit trail is told of portfolios: the whole content, so that every version can be rebuilt from the trail alone. */
import type { AuditEvent, AuditValue } from '../audit/ports.ts';
import type { PortfolioRecord } from './portfolio.ts';

export function portfolioCreated(after: PortfolioRecord): AuditEvent {
  return { action: 'portfolio.created', ...about(after), after: contentOf(after) };
}

export function portfolioUpdated(before: PortfolioRecord, after: PortfolioRecord): AuditEvent {
  return { action: 'portfolio.updated', ...about(after), before: contentOf(before), after: contentOf(after) };
}

/** Archived, brought back, reverted, given other targets. */
export function portfolioChanged(
  action: 'portfolio.archived' | 'portfolio.restored' | 'portfolio.reverted' | 'portfolio.targets-changed',
  before: PortfolioRecord,
  after: PortfolioRecord,
): AuditEvent {
  return { action, ...about(after), before: contentOf(before), after: contentOf(after) };
}

/** It can be brought back for a while. */
export function portfolioDeleted(before: PortfolioRecord): AuditEvent {
  return { action: 'portfolio.deleted', ...about(before), before: contentOf(before) };
}

export function portfolioPurged(before: PortfolioRecord): AuditEvent {
  return { action: 'portfolio.purged', ...about(before), before: contentOf(before) };
}

function about({ id, ownerId }: PortfolioRecord) {
  return { entity: { type: 'portfolio', id }, ownerId };
}

/** As stored: quantities are decimal text, weights the doubles that JSON writes exactly. */
function contentOf(record: PortfolioRecord): AuditValue {
  return {
    id: record.id,
    ownerId: record.ownerId,
    version: record.version,
    name: record.name,
    baseCurrency: record.baseCurrency,
    benchmark: record.benchmark,
    allocationKind: record.allocationKind,
    allocations: record.allocations.map(({ assetId, weight, quantity }) => ({ assetId, weight, quantity })),
    targets: record.targets,
    archivedAt: record.archivedAt?.toISOString() ?? null,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}
