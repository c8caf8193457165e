import type { AuditEntrySummary } from '@riskoptimizer/contracts';

/** Who did it: a name, the server itself, or somebody who was not signed in. */
export function actorWords({ actorKind, actorId, actorName }: AuditEntrySummary): string {
  const name = actorName ?? (actorId === null ? null : `user ${shortId(actorId)}`);
  switch (actorKind) {
    case 'user':
      return name ?? 'a user';
    case 'api-key':
      return `${name ?? 'a user'}, API key`;
    case 'system':
      return 'the server';
    case 'anonymous':
      return name ?? 'not signed in';
  }
}

/** The end of an identifier: its beginning is the time at which it was made, and the same for all of that minute. */
export function shortId(id: string): string {
  return id.length <= 12 ? id : `…${id.slice(-8)}`;
}
