/** What the audit trail is told of transactions: the whole of each, before and after. */
import type { AuditEvent, AuditValue } from '../audit/ports.ts';
import type { LedgerRecord } from './ports.ts';

export function transactionCreated(after: LedgerRecord): AuditEvent {
  return { action: 'transaction.created', ...about(after), after: contentOf(after) };
}

export function transactionUpdated(before: LedgerRecord, after: LedgerRecord): AuditEvent {
  return { action: 'transaction.updated', ...about(after), before: contentOf(before), after: contentOf(after) };
}

export function transactionDeleted(before: LedgerRecord): AuditEvent {
  return { action: 'transaction.deleted', ...about(before), before: contentOf(before) };
}

function about({ id, ownerId }: LedgerRecord) {
  return { entity: { type: 'transaction', id }, ownerId };
}

function contentOf(record: LedgerRecord): AuditValue {
  const { id, portfolioId, ownerId, sequence, version, content } = record;
  return {
    id,
    portfolioId,
    ownerId,
    sequence,
    version,
    content: content as unknown as AuditValue,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}
