/** Entries of the trail as the API shows them. */
import type { AuditEntrySummary, AuditEntry as ShownEntry } from '@riskoptimizer/contracts';
import type { FoundEntry } from './search-ports.ts';

/** The list is made of the columns, so that a text that somebody damaged is still listed and can be looked at. */
export function presentSummary(found: FoundEntry): AuditEntrySummary {
  const text = readText(found.content);
  return {
    sequence: found.sequence,
    recordedAt: found.recordedAt.toISOString(),
    actorKind: found.actorKind as AuditEntrySummary['actorKind'],
    actorId: found.actorId,
    actorName: found.actorName,
    action: found.action,
    entityType: found.entityType,
    entityId: found.entityId,
    result: found.result as AuditEntrySummary['result'],
    reason: textOrNull(text.reason),
    address: textOrNull(text.address),
  };
}

export function presentEntry(found: FoundEntry): ShownEntry {
  const text = readText(found.content);
  return {
    ...presentSummary(found),
    sessionId: textOrNull(text.sessionId),
    ownerId: found.ownerId,
    requestId: textOrNull(text.requestId),
    before: text.before ?? null,
    after: text.after ?? null,
    previousHash: textOrNull(text.previousHash) ?? '',
    hash: found.hash,
    canonical: found.content,
  };
}

/** What a user is shown of the own account: not from where somebody else works, who may be an administrator at home. */
export function presentActivity(found: FoundEntry, userId: string): AuditEntrySummary {
  const summary = presentSummary(found);
  const isForeign = found.actorId !== null && found.actorId !== userId;
  return isForeign ? { ...summary, address: null } : summary;
}

function readText(content: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
