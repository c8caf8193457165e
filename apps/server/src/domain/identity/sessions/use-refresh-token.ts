/**
 * What a refresh token does, as states (RFC 9700, 4.14.2):
 *
 *   unused                  → used, and its one successor is made
 *   used, within the grace  → the same successor once more: the answer got lost, or two tabs asked at once
 *   used, later             → somebody has a copy: the session and all its tokens are dead
 *   anything else           → refused, and nothing changes
 *
 * Runs inside of one transaction that holds the session, so that uses of one family happen one after the other.
 */
import type { Clock } from '../../../core/clock.ts';
import type { RandomTokens } from '../../cryptography/ports.ts';
import type { Transactions } from '../../transactions/ports.ts';
import type { ClientFacts, SettingsService, StartedSession } from '../ports.ts';
import type { LockedSession, SessionRepository, StoredRefreshToken, SuccessorSeal } from './ports.ts';

/** Longer than an answer takes, shorter than somebody who copies a token would like. */
export const replayGraceMs = 10_000;

export interface RefreshParts {
  readonly sessions: SessionRepository;
  readonly settings: SettingsService;
  readonly tokens: RandomTokens;
  readonly seal: SuccessorSeal;
  readonly transactions: Transactions;
  readonly clock: Clock;
  readonly createId: () => string;
}

export type RefreshOutcome =
  | {
      readonly kind: 'renewed';
      readonly session: LockedSession;
      readonly user: StartedSession['user'];
      readonly refreshToken: string;
    }
  | { readonly kind: 'replayed'; readonly sessionId: string }
  | { readonly kind: 'refused' };

const refused: RefreshOutcome = { kind: 'refused' };

export async function useRefreshToken(
  parts: RefreshParts,
  refreshToken: string,
  client: ClientFacts,
): Promise<RefreshOutcome> {
  const { sessions, clock } = parts;
  const hash = parts.tokens.digest(refreshToken);
  const sessionId = await sessions.sessionIdOf(hash);
  const session = sessionId === null ? null : await sessions.lock(sessionId);
  const token = session === null ? null : await sessions.findToken(hash);
  if (session === null || token === null || session.client !== client.client) return refused;
  const now = clock.now();
  if (session.endedAt !== null || !session.user.isActive) return refused;
  if (now >= session.expiresAt || now >= session.idleExpiresAt) return refused;
  if (token.usedAt === null) return rotate(parts, { session, token, refreshToken, client, now });
  if (now.getTime() - token.usedAt.getTime() > replayGraceMs) return killFamily(parts, session, now);
  // Nothing was kept to repeat: refused, but no sign of a theft.
  if (token.successorSealed === null) return refused;
  return renewed(session, parts.seal.open(refreshToken, token.successorSealed));
}

interface Use {
  readonly session: LockedSession;
  readonly token: StoredRefreshToken;
  readonly refreshToken: string;
  readonly client: ClientFacts;
  readonly now: Date;
}

async function rotate(parts: RefreshParts, { session, token, refreshToken, client, now }: Use) {
  const { sessions, tokens, seal, createId } = parts;
  const successor = tokens.create();
  await sessions.insertToken({
    id: createId(),
    sessionId: session.id,
    tokenHash: tokens.digest(successor),
    parentId: token.id,
    createdAt: now,
  });
  await sessions.useToken(token.id, now, seal.seal(refreshToken, successor));
  const { sessionIdleMinutes } = await parts.settings.get();
  const idleExpiresAt = new Date(Math.min(now.getTime() + sessionIdleMinutes * 60_000, session.expiresAt.getTime()));
  await sessions.touch(session.id, { lastUsedAt: now, idleExpiresAt, address: client.address });
  return renewed({ ...session, idleExpiresAt }, successor);
}

function renewed(session: LockedSession, refreshToken: string): RefreshOutcome {
  const { id, displayName, role, isDemo } = session.user;
  return { kind: 'renewed', session, user: { id, displayName, role, isDemo }, refreshToken };
}

/** The thief and the owner look alike: both have to sign in again, and the owner is told why. */
async function killFamily(parts: RefreshParts, session: LockedSession, now: Date): Promise<RefreshOutcome> {
  await parts.sessions.end({ sessionId: session.id }, 'token-replayed', now);
  parts.transactions.record({
    action: 'session.token-replayed',
    entity: { type: 'session', id: session.id },
    ownerId: session.userId,
    after: { reason: 'token-replayed' },
    result: 'refused',
    reason: 'token-replayed',
  });
  return { kind: 'replayed', sessionId: session.id };
}
