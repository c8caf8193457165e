/** What the administration stores and asks. Calls join the running transaction. */
import type { Role } from '@riskoptimizer/contracts';

export type UserStatus = 'active' | 'disabled' | 'pending';

export interface AdministeredUser {
  readonly id: string;
  readonly displayName: string;
  readonly role: Role;
  readonly status: UserStatus;
  readonly isDemo: boolean;
  readonly createdAt: Date;
  /** Null for the demo user. */
  readonly account: AdministeredAccount | null;
  readonly passkeyCount: number;
  readonly recoveryCodesLeft: number;
  readonly sessionCount: number;
  readonly apiKeyCount: number;
  /** Portfolios of others that are shared with this user. */
  readonly shareCount: number;
  /** In the last seven days. */
  readonly delayedAt: Date | null;
  readonly tokenReplayedAt: Date | null;
}

export interface AdministeredAccount {
  readonly emailSealed: string;
  readonly emailIndex: string;
  readonly hasTotp: boolean;
  readonly factorBlockedUntil: Date | null;
  readonly lastSignedInAt: Date | null;
}

export interface UserAdministrationRepository {
  /** The oldest first. */
  list(now: Date): Promise<readonly AdministeredUser[]>;
  find(userId: string, now: Date): Promise<AdministeredUser | null>;
  /**
   * The ids of all active administrators, their rows held until the transaction ends: who takes away one of them waits for
   * whoever else does, and sees what the other left.
   */
  lockAdministrators(): Promise<readonly string[]>;
  /** The user, held until the transaction ends. */
  lock(userId: string, now: Date): Promise<AdministeredUser | null>;
  set(userId: string, change: { readonly role: Role; readonly status: UserStatus }): Promise<void>;
  clearFactorFailures(userId: string): Promise<void>;
  /** Authenticator app, passkeys and recovery codes, and every step of a sign-in that is under way. */
  removeFactors(userId: string): Promise<void>;
  /**
   * Living sessions of users of these roles who have no second factor may do nothing but set one up from now on.
   *
   * @returns the sessions.
   */
  requireEnrolment(roles: readonly Role[]): Promise<readonly string[]>;
}

export interface StoredInvitation {
  readonly id: string;
  readonly emailSealed: string;
  readonly role: Role;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly acceptedAt: Date | null;
}

export interface InvitationRepository {
  /** Those that were not taken back, the newest first. */
  list(): Promise<readonly StoredInvitation[]>;
  insert(
    invitation: Omit<StoredInvitation, 'acceptedAt'> & {
      readonly tokenHash: Buffer;
      readonly emailIndex: string;
      readonly invitedBy: string;
    },
  ): Promise<void>;
  /** Held until the transaction ends; null when there is none, or it was taken back. */
  lock(invitationId: string): Promise<StoredInvitation | null>;
  /** Takes back those of an address that nobody accepted yet. @returns their ids. */
  revokeOpen(emailIndex: string, now: Date): Promise<readonly string[]>;
  revoke(invitationId: string, now: Date): Promise<void>;
  hasAccount(emailIndex: string): Promise<boolean>;
}
