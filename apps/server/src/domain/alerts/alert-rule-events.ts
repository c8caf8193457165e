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

/** The address itself may hold a token: the trail gets the host. */
export function alertWebhookSet(ownerId: string, rule: AlertRuleRecord, host: string): AuditEvent {
  const before = rule.webhook === null ? null : { host: rule.webhook.host };
  return { action: 'alert-rule.webhook-set', ...about(ownerId, rule), before, after: { host } };
}

export function alertWebhookRemoved(ownerId: string, rule: AlertRuleRecord, host: string): AuditEvent {
  return { action: 'alert-rule.webhook-removed', ...about(ownerId, rule), before: { host } };
}

export function alertAcknowledged(ownerId: string, alertId: string, note: string | null): AuditEvent {
  return { action: 'alert.acknowledged', entity: { type: 'alert', id: alertId }, ownerId, after: { note } };
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
