/** Accounts as signing in, setting up and recovering need them. E-mail addresses are sealed where they are stored. */
import type { Role } from '@riskoptimizer/contracts';
import type { PreparedPassword } from '../ports.ts';

export interface StoredAccount extends PreparedPassword {
  readonly userId: string;
  readonly email: string;
  readonly emailIndex: string;
  readonly displayName: string;
  readonly role: Role;
  readonly status: 'active' | 'disabled' | 'pending';
  readonly passwordChangedAt: Date;
}

export interface NewAccount extends PreparedPassword {
  readonly userId: string;
  /** As typed. */
  readonly email: string;
  readonly emailIndex: string;
  readonly passwordChangedAt: Date;
}

export interface NewUser {
  readonly id: string;
  readonly displayName: string;
  readonly role: Role;
  readonly status: 'active' | 'pending';
}

/** Calls join the running transaction. */
export interface AccountRepository {
  findByEmailIndex(emailIndex: string): Promise<StoredAccount | null>;
  find(userId: string): Promise<StoredAccount | null>;
  /** The same, held until the transaction ends. */
  lock(userId: string): Promise<StoredAccount | null>;
  count(): Promise<number>;
  insertUser(user: NewUser): Promise<void>;
  /** @returns whether the demo user was there to become a person. */
  promoteDemoUser(userId: string, change: { readonly displayName: string; readonly role: Role }): Promise<boolean>;
  /** @returns false when the address has an account. */
  insertAccount(account: NewAccount): Promise<boolean>;
  setPassword(userId: string, password: PreparedPassword, changedAt: Date): Promise<void>;
  /** The same password, hashed anew. */
  rehash(userId: string, from: string, to: string): Promise<void>;
  setUser(
    userId: string,
    change: { readonly status?: StoredAccount['status']; readonly displayName?: string; readonly role?: Role },
  ): Promise<void>;
  noteSignIn(userId: string, at: Date): Promise<void>;
  /** Portfolios that were shared with the address before it had an account. @returns how many. */
  adoptShares(userId: string, emailIndex: string): Promise<number>;
  /** Steps of a sign-in that are under way. */
  dropChallenges(userId: string): Promise<void>;
}

export type TokenPurpose = 'set-up' | 'registration' | 'password-reset';

/** Tokens of links: each works once. Calls join the running transaction. */
export interface OneTimeTokenRepository {
  insert(token: {
    readonly tokenHash: Buffer;
    readonly purpose: TokenPurpose;
    readonly userId: string | null;
    readonly createdAt: Date;
    readonly expiresAt: Date;
  }): Promise<void>;
  /** Whether it would still work; uses nothing up. */
  find(tokenHash: Buffer, purpose: TokenPurpose, now: Date): Promise<{ readonly userId: string | null } | null>;
  /** Uses it up, in one statement: of several at the same time one gets it. */
  use(tokenHash: Buffer, purpose: TokenPurpose, now: Date): Promise<{ readonly userId: string | null } | null>;
  /** Those that were not used work no longer. */
  voidAll(purpose: TokenPurpose, userId: string | null, now: Date): Promise<void>;
}

export interface OpenInvitation {
  readonly id: string;
  readonly email: string;
  readonly emailIndex: string;
  readonly role: Role;
}

export interface InvitationAcceptance {
  findOpen(tokenHash: Buffer, now: Date): Promise<OpenInvitation | null>;
  /** In one statement. @returns whether it was still open. */
  accept(id: string, now: Date): Promise<boolean>;
}
