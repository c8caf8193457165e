import { AuditTrailError } from './audit-trail-error.ts';
import { canonicalJson, type Json } from './canonical-json.ts';
import type { AuditEntry } from './entry.ts';

/** What an entity was, from one entry of the trail to the next about it. */
export interface EntityVersion {
  /** From 1: the how-manieth state of the entity that these entries tell of. */
  readonly version: number;
  /** The whole entity; null once it was deleted. */
  readonly content: Json | null;
  readonly recordedAt: string;
  readonly actor: AuditEntry['actor'];
  readonly sequence: number;
}

/**
 * Rebuilds every version of every entity of a type from the trail alone.
 *
 * A version is made by each successful entry about the entity that has something before or after; entries with neither (that it was
 * read or exported) make none, nor do those that were refused or failed. `after` is the content, null for a deletion.
 *
 * @param entries in the order of their sequence; they need not begin with 1.
 * @param entityType such as `portfolio`.
 * @throws AuditTrailError `history-gap` when `before` of an entry is not `after` of the one before it: a change has no entry.
 */
export function rebuildVersions(entries: Iterable<AuditEntry>, entityType: string): Map<string, EntityVersion[]> {
  const versions = new Map<string, EntityVersion[]>();
  let previous = 0;
  for (const entry of entries) {
    const { sequence, entity, before, after, recordedAt, actor, result } = entry;
    if (sequence <= previous) {
      throw new AuditTrailError(
        'history-gap',
        `entry ${sequence} follows entry ${previous}; hand entries over in their order`,
      );
    }
    previous = sequence;
    const changed = result === 'success' && (before !== null || after !== null);
    if (entity.type !== entityType || entity.id === null || !changed) continue;
    const known = versions.get(entity.id) ?? [];
    requireContinuity(known.at(-1), entry);
    known.push({ version: known.length + 1, content: after, recordedAt, actor, sequence });
    versions.set(entity.id, known);
  }
  return versions;
}

function requireContinuity(last: EntityVersion | undefined, { sequence, entity, before }: AuditEntry): void {
  if (last === undefined || canonicalJson(last.content) === canonicalJson(before)) return;
  throw new AuditTrailError(
    'history-gap',
    `${entity.type} ${entity.id} was another before entry ${sequence} than after entry ${last.sequence}: a change has no entry`,
  );
}
