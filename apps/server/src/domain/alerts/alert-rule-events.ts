/** What the audit trail is told of alert rules: the whole of each, before and after; measurements are no changes. */
import type { AuditEvent, AuditValue } from '../audit/ports.ts';
import type { AlertRuleRecord } from './ports.ts';

export function alertRuleCreated(ownerId: string, after: AlertRuleRecord): AuditEvent {
  return { action: 'alert-rule.created', ...about(ownerId, after), after: contentOf(after) };
}

export function alertRuleChanged(ownerId: string, before: AlertRuleRecord, after: AlertRuleRecord): AuditEvent {
  return { action: 'alert-rule.changed', ...about(ownerId, after), before: contentOf(before), after: contentOf(after) };
}

export function alertRuleDeleted(ownerId: string, before: AlertRuleRecord): AuditEvent {
  return { action: 'alert-rule.deleted', ...about(ownerId, before), before: contentOf(before) };
}

function about(ownerId: string, { id }: AlertRuleRecord) {
  return { entity: { type: 'alert-rule', id }, ownerId };
}

function contentOf({ id, portfolioId, version, content, createdAt, updatedAt }: AlertRuleRecord): AuditValue {
  return {
    id,
    portfolioId,
    version,
    content: content as unknown as AuditValue,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
