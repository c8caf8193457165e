/** What the audit trail is told of exports and imports of everything: how much it was, and which file. */
import type { EverythingCounts } from '@riskoptimizer/contracts';
import type { AuditEvent } from '../audit/ports.ts';

export function dataExported(userId: string, format: string, counts: EverythingCounts): AuditEvent {
  return {
    action: 'account-data.exported',
    entity: { type: 'user', id: userId },
    ownerId: userId,
    after: { format, counts },
  };
}

export function dataImported(
  userId: string,
  file: { readonly sha256: string; readonly byteCount: number },
  counts: EverythingCounts,
): AuditEvent {
  return {
    action: 'account-data.imported',
    entity: { type: 'user', id: userId },
    ownerId: userId,
    after: { ...file, counts },
  };
}
