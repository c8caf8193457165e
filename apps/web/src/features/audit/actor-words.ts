import type { AuditEntrySummary } from '@riskoptimizer/contracts';

/** Who did it: a name, the server itself, or somebody who was not signed in. */
export function actorWords({ actorKind, actorId, actorName }: AuditEntrySummary): string {
  const name = actorName ?? (actorId === null ? null : `user ${actorId.slice(0, 8)}`);
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
