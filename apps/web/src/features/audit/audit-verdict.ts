/** The one sentence about the trail: whether it was found broken, and how much of it is signed. */
import type { AuditEntrySummary, AuditHead } from '@riskoptimizer/contracts';
import { count, plural } from '../../platform/format.ts';
import { instant } from '../../platform/instants.ts';

export function auditVerdict(head: AuditHead, broken: AuditEntrySummary | undefined, refusedCount: number): string {
  if (broken) {
    return `The trail was found broken on ${instant(broken.recordedAt)}: see entry ${count(broken.sequence)}. Export it and verify it before you rely on it.`;
  }
  if (head.check.state === 'broken') {
    return `The trail does not agree with what was signed: ${head.check.finding ?? 'see the log of the server'}. Export it and verify it before you rely on it.`;
  }
  const trail = `${plural(head.treeSize, 'entry', 'entries')}, chained and signed on ${instant(head.signedAt)}`;
  const refused = `${refusedCount === 0 ? 'none' : count(refusedCount)} ${refusedCount === 1 ? 'was' : 'were'} refused or failed`;
  return `${trail}; of those below, ${refused}.`;
}
