/** What the audit trail is told of jobs: what was asked for, not what came of it. */
import type { AuditEvent } from '../audit/ports.ts';
import type { JobRecord } from './ports.ts';

export function jobEvent(action: 'job.created' | 'job.cancelled' | 'job.retried', job: JobRecord): AuditEvent {
  const { id, ownerId, kind, priority, state, attempts } = job;
  return { action, entity: { type: 'job', id }, ownerId, after: { kind, priority, state, attempts } };
}
