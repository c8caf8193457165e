/** Events become entries of the trail: who, when and from where is added, and each is chained to the one before. */
import { type AuditEntry, appendLeaf, canonicalEntry, type Hash, leafHash } from '@riskoptimizer/audit-trail';
import type { Actor, RequestContext } from '../../core/request-context.ts';
import type { AuditEvent, TrailEnd } from './ports.ts';

/** An entry with the text that was hashed, which is what is stored. */
export interface ChainedEntry {
  readonly entry: AuditEntry;
  readonly content: string;
  readonly hash: Hash;
}

/**
 * Chains the events to the end of the trail, in their order.
 *
 * @param now may lie before the end when the clock stepped back; the time of the end is taken then, so that times never fall.
 * @throws AuditTrailError for a value that JSON cannot write exactly: the change that it tells of must not happen.
 */
export function chainEntries(
  end: TrailEnd,
  events: readonly AuditEvent[],
  context: RequestContext,
  now: Date,
): { readonly entries: ChainedEntry[]; readonly end: TrailEnd } {
  const recordedAt = now < end.recordedAt ? end.recordedAt : now;
  const entries: ChainedEntry[] = [];
  let { sequence, hash, peaks } = end;
  for (const event of events) {
    const entry = entryOf(event, event.context ?? context, { sequence: sequence + 1, recordedAt, previousHash: hash });
    const content = canonicalEntry(entry);
    const leaf = leafHash(content);
    peaks = appendLeaf(peaks, sequence, leaf);
    sequence += 1;
    hash = leaf;
    entries.push({ entry, content, hash });
  }
  return { entries, end: { sequence, hash, peaks, recordedAt } };
}

function entryOf(
  event: AuditEvent,
  { actor, address, requestId }: RequestContext,
  place: { sequence: number; recordedAt: Date; previousHash: Hash },
): AuditEntry {
  const who = whoDid(event, actor);
  return {
    sequence: place.sequence,
    recordedAt: place.recordedAt.toISOString(),
    actor: who,
    sessionId: event.sessionId ?? sessionOf(actor),
    address,
    action: event.action,
    entity: { type: event.entity.type, id: event.entity.id },
    ownerId: event.ownerId ?? who.id,
    before: event.before ?? null,
    after: event.after ?? null,
    requestId,
    result: event.result ?? 'success',
    reason: event.reason ?? null,
    previousHash: place.previousHash,
  };
}

function whoDid({ actorId }: AuditEvent, actor: Actor): AuditEntry['actor'] {
  const known = 'userId' in actor ? actor.userId : null;
  // Whoever signs in is nobody yet for the request, and a user for the event.
  if (actorId !== undefined && actorId !== known) return { kind: 'user', id: actorId };
  return { kind: actor.kind, id: known };
}

/** By an API key it is the key that takes the place of a session. */
function sessionOf(actor: Actor): string | null {
  if (actor.kind === 'user') return actor.sessionId;
  return actor.kind === 'api-key' ? actor.apiKeyId : null;
}
