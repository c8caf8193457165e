/** What sessions are stored in, and what seals the successor of a refresh token. */
import type { Assurance, ClientKind, Role, SessionEndReason } from '@riskoptimizer/contracts';
import type { SessionEnding } from '../ports.ts';

export interface StoredSession {
  readonly id: string;
  readonly userId: string;
  readonly client: ClientKind;
  readonly assurance: Assurance;
  readonly device: string;
  readonly address: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly idleExpiresAt: Date;
  readonly expiresAt: Date;
  /** When the person last proved who it is. */
  readonly confirmedAt: Date | null;
}

export interface SessionUser {
  readonly id: string;
  readonly displayName: string;
  readonly role: Role;
  readonly isDemo: boolean;
  readonly isActive: boolean;
}

export interface LockedSession extends StoredSession {
  readonly endedAt: Date | null;
  readonly user: SessionUser;
}

/** What is asked about a session at every request, as it is now. */
export interface Principal extends Omit<LockedSession, 'device' | 'address' | 'createdAt' | 'lastUsedAt'> {
  readonly isTokenRevoked: boolean;
}

export interface StoredRefreshToken {
  readonly id: string;
  readonly sessionId: string;
  readonly usedAt: Date | null;
  readonly successorSealed: Buffer | null;
}

/** Which sessions: one, or those of a user, all or all but one. */
export type SessionChoice =
  | { readonly sessionId: string; readonly userId?: string }
  | { readonly userId: string; readonly except?: string | undefined };

/** Calls join the running transaction. */
export interface SessionRepository {
  findUser(userId: string): Promise<SessionUser | null>;
  insert(session: StoredSession): Promise<void>;
  insertToken(token: {
    readonly id: string;
    readonly sessionId: string;
    readonly tokenHash: Buffer;
    readonly parentId: string | null;
    readonly createdAt: Date;
  }): Promise<void>;
  /** The session that a refresh token belongs to, living or not. */
  sessionIdOf(tokenHash: Buffer): Promise<string | null>;
  /** Holds the session until the transaction ends: whatever happens to its tokens happens one after the other. */
  lock(sessionId: string): Promise<LockedSession | null>;
  findToken(tokenHash: Buffer): Promise<StoredRefreshToken | null>;
  useToken(tokenId: string, usedAt: Date, successorSealed: Buffer): Promise<void>;
  touch(
    sessionId: string,
    use: { readonly lastUsedAt: Date; readonly idleExpiresAt: Date; readonly address: string | null },
  ): Promise<void>;
  setConfirmed(sessionId: string, at: Date): Promise<void>;
  raiseAssurance(sessionId: string, at: Date): Promise<void>;
  /** Those that nobody ended and that are not over by themselves, the last used first. */
  listLiving(userId: string, now: Date): Promise<readonly StoredSession[]>;
  /** Ends what has not ended, and tells every process when the transaction is committed. */
  end(choice: SessionChoice, reason: SessionEndReason, at: Date): Promise<readonly SessionEnding[]>;
  /** Ends those that are over by themselves. */
  endExpired(now: Date): Promise<readonly SessionEnding[]>;
  endedSince(since: Date): Promise<readonly SessionEnding[]>;
  revokeAccessToken(token: {
    readonly tokenId: string;
    readonly userId: string;
    readonly expiresAt: Date;
  }): Promise<void>;
  principalOf(sessionId: string, tokenId: string): Promise<Principal | null>;
  /** Nobody gets a successor any more whose predecessor was used before that time. */
  eraseSuccessors(usedBefore: Date): Promise<void>;
}

/** Keeps the successor of a refresh token for whoever has that token, and for nobody else. */
export interface SuccessorSeal {
  seal(token: string, successor: string): Buffer;
  /** @throws Error when it was sealed with another token, or changed. */
  open(token: string, sealed: Buffer): string;
}
