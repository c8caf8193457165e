/** What one's own account is stored in, as far as its owner changes it. Calls join the running transaction. */
import type { Role } from '@riskoptimizer/contracts';

export interface StoredProfile {
  readonly userId: string;
  readonly displayName: string;
  readonly role: Role;
  readonly isDemo: boolean;
  readonly hasDemo: boolean;
  readonly createdAt: Date;
  /** Null for the demo user. */
  readonly account: {
    readonly email: string;
    readonly walletAddress: string | null;
    readonly passwordChangedAt: Date;
  } | null;
}

export interface ProfileRepository {
  find(userId: string): Promise<StoredProfile | null>;
  /** The same, held until the transaction ends. */
  lock(userId: string): Promise<StoredProfile | null>;
  setDisplayName(userId: string, displayName: string): Promise<void>;
  setWalletAddress(userId: string, walletAddress: string | null): Promise<void>;
}

/** Changes of e-mail addresses that wait for their confirmation. */
export interface EmailChangeRepository {
  insert(change: {
    readonly tokenHash: Buffer;
    readonly userId: string;
    /** As typed; stored sealed. */
    readonly email: string;
    readonly createdAt: Date;
    readonly expiresAt: Date;
  }): Promise<void>;
  /** The address that waits, if there is one. */
  pendingEmail(userId: string, now: Date): Promise<string | null>;
  /** Uses the token up, in one statement. @returns null when it is unknown, used or too old. */
  use(tokenHash: Buffer, now: Date): Promise<{ readonly userId: string; readonly email: string } | null>;
  /** Those that were not used work no longer. */
  voidAll(userId: string, now: Date): Promise<void>;
  isTaken(emailIndex: string): Promise<boolean>;
  /** @returns false when another account got the address first; the transaction goes on as if nothing was asked. */
  setEmail(userId: string, email: string, emailIndex: string): Promise<boolean>;
}
