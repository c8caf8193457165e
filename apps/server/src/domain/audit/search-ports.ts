/** What searching the audit trail needs from a database. */
import type { AuditQuery } from '@riskoptimizer/contracts';
import type { StoredEntry } from './ports.ts';

export interface FoundEntry extends StoredEntry {
  /** As the user is named now; null of one that is not there any more. */
  readonly actorName: string | null;
}

/** Newest first, with a look at one more than is shown. */
export interface TrailSearch {
  list(query: AuditQuery, limit: number): Promise<FoundEntry[]>;
  find(sequence: number): Promise<FoundEntry | null>;
  /** What the security of one user's account is about: done by the user, or to it. Call it with sight of all rows. */
  activity(userId: string, before: number | undefined, limit: number): Promise<FoundEntry[]>;
}
