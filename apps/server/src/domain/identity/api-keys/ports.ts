/** Keys for scripts: what reads a request asks of them, and what they are stored in. */
import type { ApiKeyScope, Role } from '@riskoptimizer/contracts';
import type { ApiKeyActor } from '../../../core/request-context.ts';
import type { Transaction } from '../../transactions/ports.ts';

/** `ro_` and what follows: tells a key from an access token before anything is looked up. */
export const apiKeyPattern = /^ro_[0-9A-Za-z]{8}_[\w-]{43}$/;

export interface ApiKeyAuthenticator {
  /**
   * Whose key it is and what it is good for now: its scopes as far as the owner's role still allows them.
   *
   * @returns null for everything that is not a living key of an active user: unknown, revoked, expired.
   */
  authenticate(key: string): Promise<ApiKeyActor | null>;
}

/** What a role allows an API key to do; docs/authorization.md is its source. */
export type ScopesOfRole = (role: Role) => readonly ApiKeyScope[];

export interface StoredApiKey {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface ApiKeyRepository {
  insert(key: StoredApiKey & { readonly keyHash: Buffer }, transaction: Transaction): Promise<void>;
  list(userId: string): Promise<readonly StoredApiKey[]>;
  /** Neither revoked nor expired. */
  countLiving(userId: string, now: Date, transaction: Transaction): Promise<number>;
  /** With the role and status of its owner, as they are now. */
  findByHash(keyHash: Buffer): Promise<FoundApiKey | null>;
  /** @returns the key as it was, or null when the user has no such living key. */
  revoke(userId: string, apiKeyId: string, now: Date, transaction: Transaction): Promise<StoredApiKey | null>;
  /** Writes the use, unless one was written after `notBefore`. */
  touch(apiKeyId: string, now: Date, notBefore: Date): Promise<void>;
}

export interface FoundApiKey extends StoredApiKey {
  readonly owner: { readonly role: Role; readonly isActive: boolean };
}
