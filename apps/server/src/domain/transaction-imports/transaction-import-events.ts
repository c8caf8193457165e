/** What the audit trail is told of imports of transactions: which file it was, and what became of it. */
import type { TransactionFileMapping } from '@riskoptimizer/contracts';
import type { AuditEvent, AuditValue } from '../audit/ports.ts';
import type { StagedTransactionImport } from './ports.ts';

export function transactionImportCommitted(
  ownerId: string,
  staged: StagedTransactionImport,
  storedCount: number,
): AuditEvent {
  const file = fileOf(staged);
  return {
    action: 'transactions.imported',
    ...about(ownerId, staged),
    before: { ...file, status: 'ready' },
    after: { ...file, status: 'committed', storedCount },
  };
}

export function transactionImportDiscarded(ownerId: string, staged: StagedTransactionImport): AuditEvent {
  return {
    action: 'transaction-import.discarded',
    ...about(ownerId, staged),
    before: { ...fileOf(staged), status: staged.status },
  };
}

function about(ownerId: string, { id }: StagedTransactionImport) {
  return { entity: { type: 'transaction-import', id }, ownerId };
}

function fileOf({ id, portfolioId, fileName, byteCount, fileSha256 }: StagedTransactionImport): {
  [name: string]: AuditValue;
} {
  return { id, portfolioId, fileName, byteCount, sha256: fileSha256 };
}

/** A saved mapping is known by its name; its owner is its object. */
export function importMappingChanged(
  ownerId: string,
  name: string,
  before: TransactionFileMapping | null,
  after: TransactionFileMapping | null,
): AuditEvent {
  return {
    action: after === null ? 'import-mapping.deleted' : 'import-mapping.saved',
    entity: { type: 'user', id: ownerId },
    ownerId,
    ...(before === null ? {} : { before: { name, mapping: before as unknown as AuditValue } }),
    ...(after === null ? {} : { after: { name, mapping: after as unknown as AuditValue } }),
  };
}
